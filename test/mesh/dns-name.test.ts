import { Aws, Fn, Lazy, Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { clusterNames, dnsLabels } from './arbitraries';
import { errorMessage } from './error-message';
import { dnsLabel, dnsLabelWithLetter, dnsName, noToken } from '../../src/mesh/dns-name';

describe('noToken', () => {
  test.each<[string, string | number]>([
    ['a pseudo parameter', Aws.REGION],
    ['a lazy value', Lazy.string({ produce: () => 'cluster1' })],
    ['text around a token', `prefix-${Fn.ref('Parameter')}-suffix`],
    ['a number', Token.asNumber(Fn.ref('Port'))],
    ['an element of a list', Fn.getAzs()[0]],
    ['an attribute', Fn.getAtt('Resource', 'Arn').toString()],
  ])('fails when the value is %s', (_, value) => {
    expect(errorMessage(() => noToken(value, 'name of something')))
      .toMatch(/^name of something is a CDK token \(.*\S.*\): it must be known at synthesis, .*; give the literal value$/);
  });

  test('returns every other value', () => {
    expect([noToken('', 'text'), noToken('$Token[X]', 'text'), noToken('{Token[1]}', 'text'), noToken(0, 'number')]).toEqual(['', '$Token[X]', '{Token[1]}', 0]);
  });
});

describe('dnsLabel', () => {
  test('returns valid labels', () => {
    fc.assert(fc.property(dnsLabels(), value => {
      expect(dnsLabel(value, 'label')).toBe(value);
    }));
    expect(dnsLabel('9', 'label')).toBe('9');
    expect(dnsLabel('a'.repeat(63), 'label')).toHaveLength(63);
  });

  test.each(['', '-', 'a-', '-a', 'A', 'a_b', 'a.b', ' a', 'a ', 'a\n', 'ä', '*', 'a/b'])('fails when the text is %j', value => {
    expect(errorMessage(() => dnsLabel(value, ['network', 'of cluster "a"']))).toBe(
      `network ${JSON.stringify(value)} of cluster "a" is not a DNS label: expected lower-case letters, digits and hyphens, starting and ending with a letter or digit`);
  });

  test('fails when the text is too long', () => {
    expect(errorMessage(() => dnsLabel('a'.repeat(64), 'network'))).toBe(
      `network "${'a'.repeat(64)}" has 64 characters: at most 63 are allowed, choose a shorter one`);
    expect(errorMessage(() => dnsLabel('abcd', 'network', 3))).toMatch(/^network "abcd" has 4 characters: at most 3 are allowed/);
  });
});

describe('dnsLabelWithLetter', () => {
  test('returns labels that start with a letter', () => {
    fc.assert(fc.property(clusterNames(), value => {
      expect(dnsLabelWithLetter(value, 'name', 32)).toBe(value);
    }));
  });

  test('fails when the label starts with a digit', () => {
    expect(errorMessage(() => dnsLabelWithLetter('1a', 'name'))).toBe('name "1a" does not start with a letter: choose a DNS label that does');
  });
});

describe('dnsName', () => {
  const longest = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}`;

  test.each(['mesh.internal', 'a.b', '1.a', 'xn--bcher-kva.example', longest])('returns %s', value => {
    expect(dnsName(value, 'zone')).toBe(value);
  });

  test.each([
    '', 'internal', 'mesh.internal.', '.internal', 'mesh..internal', 'Mesh.internal', 'mesh_.internal', '-a.b', 'a-.b', '*.internal', 'mesh.internal\n',
    'https://mesh.internal', 'mesh.internal:15443', `${'a'.repeat(64)}.internal`, `${longest}d`,
    'Z1HB23UULQXV:vpce-0123.vpce.amazonaws.com',
  ])('fails when the text is %j', value => {
    expect(errorMessage(() => dnsName(value, 'dns zone'))).toBe(
      `dns zone ${JSON.stringify(value)} is not a DNS name: expected at least 2 labels of lower-case letters, digits and hyphens joined by dots, ` +
      'the last with a letter, without a dot at the end, at most 253 characters');
  });

  test.each(['10.0.0.1', '1.2', '255.255.255.255'])('fails when the text is the address %s', value => {
    expect(errorMessage(() => dnsName(value, 'endpoint address'))).toMatch(/^endpoint address "[\d.]+" is not a DNS name: .* the last with a letter,/);
  });

  test('counts labels and characters as asked', () => {
    expect(dnsName('local', 'trust domain', 1)).toBe('local');
    expect(errorMessage(() => dnsName('', 'trust domain', 1))).toMatch(/^trust domain "" is not a DNS name: expected one or more labels of/);
    expect(errorMessage(() => dnsName('mesh.internal', 'zone', 2, 12))).toMatch(/^zone "mesh\.internal" is not a DNS name: .* at most 12 characters$/);
  });
});
