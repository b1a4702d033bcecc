import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { describeReport, CallRecord, loadReport } from './load-report';
import { promises, requireKept } from './promises';

const TESTS = join(__dirname, '..');

const RECORDS: readonly CallRecord[] = [
  { caller: 'pooled 0', kind: 'pooled', end: 1000, seconds: 0.01, status: '200', error: '' },
  { caller: 'fresh 0', kind: 'fresh', end: 1100, seconds: 0.01, status: '200', error: '' },
  { caller: 'pooled 0', kind: 'pooled', end: 2000, seconds: 0.01, status: '503', error: '' },
  { caller: 'pooled 0', kind: 'pooled', end: 12_500, seconds: 10, status: '000', error: 'Operation timed out after 10001 milliseconds with 0 bytes received' },
  { caller: 'fresh 0', kind: 'fresh', end: 1400, seconds: 0.01, status: '200', error: '' },
  { caller: 'pooled 0', kind: 'pooled', end: 13_500, seconds: 0.01, status: '200', error: '' },
];

test('docs/reliability.md promises something for exactly the faults that are tested', () => {
  const tested = readdirSync(TESTS).filter(name => /^faults-.*\.test\.ts$/.test(name))
    .flatMap(name => [...readFileSync(join(TESTS, name), 'utf8').matchAll(/requireKept\('([a-z-]+)'/g)].map(([, fault]) => fault));
  expect(tested.length).toBeGreaterThan(0);
  expect([...promises().keys()].sort()).toEqual(tested.sort());
});

test('a report counts what failed, and tells the longest time between two answers to the same caller', () => {
  expect(loadReport(RECORDS)).toEqual({
    requests: 6, failed: 2, withoutAnswerSeconds: 12.5, failures: { 'pooled 503': 1, 'pooled 000 Operation timed out': 1 },
  });
  expect(describeReport(loadReport(RECORDS))).toBe(
    '6 requests, 2 failed (1 x pooled 503, 1 x pooled 000 Operation timed out), no caller without an answer for more than 12.5 s');
});

test('a caller that is not answered before and after tells nothing', () => {
  expect(() => loadReport([])).toThrow('there was no request');
  expect(() => loadReport(RECORDS.slice(0, 3))).toThrow('caller pooled 0 had 1 answers');
});

test('a promise is broken by one request or one second more', () => {
  const report = loadReport(RECORDS);
  expect(() => requireKept('link-cut', report, { failed: 2, withoutAnswerSeconds: 13 })).not.toThrow();
  expect(() => requireKept('link-cut', report, { failed: 1, withoutAnswerSeconds: 13 })).toThrow('2 requests failed, and it promises 1 at most');
  expect(() => requireKept('link-cut', report, { failed: 2, withoutAnswerSeconds: 12 })).toThrow('without an answer for 12.5 s, and it promises 12 s at most');
  expect(() => requireKept('moon', report)).toThrow('docs/reliability.md promises nothing for moon');
});

test('a row without numbers is refused', () => {
  expect(promises('| fault | a |\n|---|---|\n| `one-thing` | a | 3 | 4 s | 2, 1 s |\n')).toEqual(new Map([['one-thing', { failed: 3, withoutAnswerSeconds: 4 }]]));
  expect(() => promises('| `one-thing` | a | few | 4 s | 2, 1 s |\n')).toThrow('a row that promises nothing');
});
