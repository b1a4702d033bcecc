import { createPrivateKey } from 'crypto';
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { pemBlocks } from '../../src/cli/pem';

/** What the tests encrypt keys with, and what they type by mistake. */
export const PASSPHRASE = 'Xylophon-4711-geheim';
export const WRONG = 'Falsches-Passwort-0815';

/** So short a part of a secret that a longer one cannot be missed, and so long that it is not found by chance. */
const WINDOW = 12;

/** Every form in which the private keys below a directory could be printed. */
function secretsOf(directory: string): Set<string> {
  const secrets = new Set<string>();
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter(name => /key\.pem(-\d+)?$/.test(name))) {
    for (const { der, type, text } of pemBlocks(readFileSync(join(directory, file), 'utf8'))) {
      const key = createPrivateKey({ key: text, passphrase: PASSPHRASE });
      const jwk = key.export({ format: 'jwk' });
      const numbers = [jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi].filter(number => number !== undefined).map(number => Buffer.from(number, 'base64url'));
      // The whole file when it is encrypted; of a plain one the private part, because the public key is in certificates too.
      const whole = type === 'ENCRYPTED PRIVATE KEY' ? [der] : [];
      for (const secret of [...numbers, ...whole]) {
        for (const form of [secret.toString('base64'), secret.toString('base64url'), secret.toString('hex'), BigInt(`0x${secret.toString('hex')}`).toString()]) {
          windows(form).forEach(window => secrets.add(window));
        }
      }
      // How the file itself spells it, which is what printing the file would show.
      text.split('\n').slice(1, -2).flatMap(windows).forEach(window => secrets.add(window));
    }
  }
  // The public key and the name of its curve are in certificates too.
  for (const file of files.filter(name => name.endsWith('-cert.pem'))) {
    windows(readFileSync(join(directory, file), 'utf8')).forEach(window => secrets.delete(window));
  }
  return secrets;
}

function windows(text: string): string[] {
  return Array.from({ length: Math.max(1, text.length - WINDOW + 1) }, (_, start) => text.slice(start, start + WINDOW));
}

/** Fails the test if a part of a private key below the directories, or of a passphrase, is in the output in any form. */
export function expectNoSecrets(output: string, directories: string[]): void {
  const secrets = new Set(directories.flatMap(directory => [...secretsOf(directory)]));
  expect(secrets.size).toBeGreaterThan(100);
  expect(output).not.toMatch(/-----BEGIN [A-Z ]*PRIVATE KEY-----\n/);
  for (const passphrase of [PASSPHRASE, WRONG]) {
    expect(output).not.toContain(passphrase.slice(0, 8));
    expect(output).not.toContain(passphrase.slice(-8));
  }
  expect(windows(output).filter(window => secrets.has(window))).toEqual([]);
}
