import fc from 'fast-check';
import { DEFAULT_DURATION, MAX_SECONDS, MIN_SECONDS, parseDuration, spanText } from '../../../src/cli/remote-secret/duration';

test.each([['10m', 600], ['12h', 43_200], ['30d', 2_592_000], ['3650d', MAX_SECONDS], ['5256000m', MAX_SECONDS], ['0010m', MIN_SECONDS]])('%s is %d seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each(['', '9m', '0d', '3651d', '30', '30D', '1w', '90s', '1.5h', '-1d', '1d2h', ' 1d', '1d\n', '1e3m', '99999999m', 'd'])('%j is not a duration', text => {
  expect(() => parseDuration(text)).toThrow('expected a whole number of minutes, hours or days from 10m to 3650d, for instance 12h');
});

test('the default is one', () => {
  expect(parseDuration(DEFAULT_DURATION)).toBe(30 * 86_400);
});

test('property: garbage is refused, or in range', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{0,9}[smhdw]?$/)), text => {
    let seconds;
    try {
      seconds = parseDuration(text);
    } catch (error) {
      expect((error as Error).message).toMatch(/^expected a whole number/);
      return;
    }
    expect(seconds).toBeGreaterThanOrEqual(MIN_SECONDS);
    expect(seconds).toBeLessThanOrEqual(MAX_SECONDS);
  }));
});

test.each([[0, '0 seconds'], [-5, '0 seconds'], [119, '119 seconds'], [120, '2 minutes'], [7199, '119 minutes'], [7200, '2 hours'], [86_400, '24 hours'],
  [172_799, '47 hours'], [172_800, '2 days'], [2_591_999, '29 days']])('%d seconds are %s', (seconds, text) => {
  expect(spanText(seconds)).toBe(text);
});
