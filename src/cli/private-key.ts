import { createPrivateKey, KeyObject } from 'crypto';
import { pemBlocks } from './pem';

/** A private key as PKCS#8 in PEM, which istiod and openssl read; encrypted with AES-256 where there is a passphrase. */
export function privateKeyPem(key: KeyObject, passphrase?: string): string {
  return String(key.export({ type: 'pkcs8', format: 'pem', ...(passphrase !== undefined && { cipher: 'aes-256-cbc', passphrase }) }));
}

/** Whether the first private key of a PEM file is encrypted. */
export function isEncrypted(text: string): boolean {
  const key = pemBlocks(text).find(({ type }) => type.endsWith('PRIVATE KEY'));
  return key !== undefined && (key.type === 'ENCRYPTED PRIVATE KEY' || key.encrypted);
}

/**
 * Reads a private key: PKCS#8, PKCS#1 (`RSA PRIVATE KEY`) or SEC 1 (`EC PRIVATE KEY`), encrypted or not.
 *
 * @throws when there is no key, or the passphrase does not open it; the message goes on after the name of the file, and quotes nothing of it
 */
export function readPrivateKey(text: string, passphrase?: string): KeyObject {
  const block = pemBlocks(text).find(({ type }) => type.endsWith('PRIVATE KEY'));
  if (block === undefined) {
    throw new Error('holds no private key: expected PEM, that is lines from "-----BEGIN PRIVATE KEY-----" to "-----END PRIVATE KEY-----"');
  }
  const encrypted = isEncrypted(text);
  if (encrypted && passphrase === undefined) {
    throw new Error('holds an encrypted private key: give its passphrase');
  }
  try {
    return createPrivateKey({ key: block.text, format: 'pem', ...(encrypted && { passphrase }) });
  } catch {
    // OpenSSL's own words are of no help to people, and differ between its versions.
    throw new Error(encrypted
      ? 'holds a private key that the passphrase does not open: give the one with which it was encrypted'
      : 'holds a private key that cannot be read: expected an RSA or EC key as PKCS#8, PKCS#1 or SEC 1');
  }
}
