import * as fc from 'fast-check';
import { quoted } from '../../src/mesh/quoted';

test.each([
  ['cluster1', '"cluster1"'],
  ['', '""'],
  ['a "b" \\c', '"a \\"b\\" \\\\c"'],
  ['two\nlines\r\n', '"two\\nlines\\r\\n"'],
  ['\u001b[31mred\u007f\u0085\u2028\u2029', '"\\u001b[31mred\\u007f\\u0085\\u2028\\u2029"'],
  ['Überraschung', '"Überraschung"'],
])('%j appears as %s', (value, expected) => {
  expect(quoted(value)).toBe(expected);
});

test('shows what a program without types may pass', () => {
  expect([undefined, 111111111111, NaN].map(quoted)).toEqual(['"undefined"', '"111111111111"', '"NaN"']);
});

test('any text stays on one line, and can be told from any other', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), value => {
    const text = quoted(value);
    expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
    expect(JSON.parse(text)).toBe(value);
  }));
});
