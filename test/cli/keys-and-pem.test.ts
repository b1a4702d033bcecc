import { createPublicKey, generateKeyPairSync } from 'crypto';
import fc from 'fast-check';
import { ecKey } from './custom-authority';
import { Certificate } from '../../src/cli/certificate';
import { algorithmLike, generateKey, KEY_ALGORITHMS, keyText } from '../../src/cli/key-algorithm';
import { pemBlocks } from '../../src/cli/pem';
import { isEncrypted, privateKeyPem, readPrivateKey } from '../../src/cli/private-key';

function block(type: string, der: Buffer, newline = '\n'): string {
  return [`-----BEGIN ${type}-----`, ...(der.toString('base64').match(/.{1,64}/g) ?? []), `-----END ${type}-----`, ''].join(newline);
}

test('the blocks of a file are found, with whatever is between them', () => {
  const line = fc.string().map(text => text.replace(/[\r\n-]/g, ' '));
  fc.assert(fc.property(
    fc.array(fc.record({ type: fc.constantFrom('CERTIFICATE', 'PRIVATE KEY', 'EC PARAMETERS'), bytes: fc.uint8Array({ minLength: 1, maxLength: 200 }), before: fc.array(line) })),
    fc.constantFrom('\n', '\r\n'),
    (parts, newline) => {
      const text = parts.map(({ type, bytes, before }) => [...before, block(type, Buffer.from(bytes), newline)].join(newline)).join('');
      expect(pemBlocks(text).map(({ type, der }) => [type, der.toString('hex')])).toEqual(parts.map(({ type, bytes }) => [type, Buffer.from(bytes).toString('hex')]));
    },
  ));
});

test('a block that does not end is none', () => {
  expect(pemBlocks('-----BEGIN CERTIFICATE-----\nAAAA\n-----END PRIVATE KEY-----\n')).toEqual([]);
  expect(pemBlocks('-----BEGIN CERTIFICATE-----\nAAAA\n')).toEqual([]);
});

test('every kind of key that can be made is described, and recognised', async () => {
  for (const algorithm of KEY_ALGORITHMS.filter(each => each !== 'rsa-4096')) {
    const key = await generateKey(algorithm);
    expect(algorithmLike(key)).toBe(algorithm);
    expect(algorithmLike(createPublicKey(key))).toBe(algorithm);
  }
  const other = [generateKeyPairSync('ec', { namedCurve: 'P-521' }), generateKeyPairSync('ed25519'), generateKeyPairSync('rsa', { modulusLength: 1024 })].map(({ publicKey }) => publicKey);
  expect(other.map(keyText)).toEqual(['EC P-521', 'ed25519', 'RSA 1024']);
  expect(other.map(algorithmLike)).toEqual([undefined, undefined, undefined]);
});

test('a key survives writing and reading, with and without a passphrase', () => {
  fc.assert(fc.property(fc.option(fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }), { nil: undefined }), passphrase => {
    const key = ecKey();
    const pem = privateKeyPem(key, passphrase);
    expect(isEncrypted(pem)).toBe(passphrase !== undefined);
    expect(readPrivateKey(pem, passphrase).equals(key)).toBe(true);
    if (passphrase !== undefined) {
      expect(() => readPrivateKey(pem)).toThrow('holds an encrypted private key: give its passphrase');
      expect(() => readPrivateKey(pem, `${passphrase}x`)).toThrow('holds a private key that the passphrase does not open');
    }
  }), { numRuns: 30 });
});

test('what is no certificate fails with one line, whatever it is', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
    expect(() => Certificate.fromPem(block('CERTIFICATE', Buffer.from(bytes)))).toThrow(/^holds (no certificate|a certificate that cannot be read)[^\n]*$/);
  }));
});
