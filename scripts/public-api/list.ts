import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiledAssembly } from './assembly';
import { publicNames } from './names';

/** The command that writes the list anew. */
export const RENEW = 'npm run api:list';

/** The list that is committed. */
export const LIST = join(__dirname, '..', '..', 'test', 'public-api', 'public-api.txt');

/** The names of the compiled library. */
export function compiledNames(): string[] {
  return publicNames(compiledAssembly());
}

export function listedNames(): string[] {
  return readFileSync(LIST, 'utf8').split('\n').filter(line => line !== '');
}

export function writeList(): void {
  writeFileSync(LIST, `${compiledNames().join('\n')}\n`);
}
