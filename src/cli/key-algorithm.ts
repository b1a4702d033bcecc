import { generateKeyPair, KeyObject } from 'crypto';
import { promisify } from 'util';

/** The keys that can be made. Envoy takes no other curves and no shorter RSA keys that are worth having. */
export const KEY_ALGORITHMS = ['ec-p256', 'ec-p384', 'rsa-2048', 'rsa-3072', 'rsa-4096'] as const;

export type KeyAlgorithm = typeof KEY_ALGORITHMS[number];

export const DEFAULT_KEY_ALGORITHM: KeyAlgorithm = 'ec-p256';

/** OpenSSL's names of the curves, by their names in documents. */
const CURVES: { readonly [name: string]: string } = { 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' };

/** Makes a private key, off the main thread. */
export async function generateKey(algorithm: KeyAlgorithm): Promise<KeyObject> {
  const generate = promisify(generateKeyPair);
  const bits = /^rsa-(\d+)$/.exec(algorithm)?.[1];
  const { privateKey } = bits === undefined
    ? await generate('ec', { namedCurve: algorithm === 'ec-p256' ? 'P-256' : 'P-384' })
    : await generate('rsa', { modulusLength: Number(bits) });
  return privateKey;
}

/** The curve of an EC key as documents name it, if it is one of NIST's. */
export function curveOf(key: KeyObject): string | undefined {
  const named = key.asymmetricKeyDetails?.namedCurve;
  return Object.keys(CURVES).find(name => CURVES[name] === named);
}

/** A key for people to read: `EC P-256`, `RSA 4096`. */
export function keyText(key: KeyObject): string {
  switch (key.asymmetricKeyType) {
    case 'ec': return `EC ${curveOf(key) ?? key.asymmetricKeyDetails?.namedCurve ?? ''}`.trim();
    case 'rsa': return `RSA ${key.asymmetricKeyDetails?.modulusLength ?? ''}`.trim();
    default: return key.asymmetricKeyType ?? 'unknown';
  }
}

/** The algorithm that makes a key like this one, if there is one. */
export function algorithmLike(key: KeyObject): KeyAlgorithm | undefined {
  const name = keyText(key).toLowerCase().replace('p-', 'p').replace(' ', '-');
  return KEY_ALGORITHMS.find(algorithm => algorithm === name);
}
