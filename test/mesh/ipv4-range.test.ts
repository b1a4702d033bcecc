import { Aws } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { errorMessage } from './error-message';
import { ipv4Range } from '../../src/mesh/ipv4-range';

const octet = () => fc.integer({ min: 0, max: 255 });

test('returns every range of one address or more, but not of all', () => {
  fc.assert(fc.property(fc.tuple(octet(), octet(), octet(), octet()), fc.integer({ min: 1, max: 32 }), (octets, length) => {
    const range = `${octets.join('.')}/${length}`;
    expect(ipv4Range(range, 'range')).toBe(range);
  }));
});

test.each([
  '', '10.0.0.0', '10.0.0/16', '10.0.0.0/', '10.0.0.0/33', '10.0.0.0/016', '256.0.0.0/8', '10.0.0.256/32', '010.0.0.0/8', '10.0.0.0.0/8', '10.0.0.0/-1',
  'fd00::/8', ' 10.0.0.0/8', '10.0.0.0/8\n', '10.0.0.0/16,10.1.0.0/16',
])('fails when the text is %j', value => {
  expect(errorMessage(() => ipv4Range(value, ['pod range', 'of cluster "a"']))).toBe(
    `pod range ${JSON.stringify(value)} of cluster "a" is not an IPv4 range: expected for instance "10.0.0.0/16"`);
});

test.each(['0.0.0.0/0', '10.0.0.0/0'])('fails when the range is the whole internet: %s', value => {
  expect(errorMessage(() => ipv4Range(value, ['pod range', 'of cluster "a"']))).toBe(
    `pod range "${value}" of cluster "a" is the whole internet: give the range itself, for instance "10.0.0.0/16"`);
});

test('fails when the range is a token', () => {
  expect(errorMessage(() => ipv4Range(Aws.REGION, 'pod range'))).toMatch(/^pod range is a CDK token \(\$\{Token\[.+\]\}\): .* give the literal value$/);
});
