import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAssemblyFromPath } from '@jsii/spec';
import { publicNames } from './names';

const ROOT = join(__dirname, '..', '..');

/** The command that writes the list anew. */
export const RENEW = 'npm run api:list';

/** The list that is committed. */
export const LIST = join(ROOT, 'test', 'public-api', 'public-api.txt');

/**
 * The names of the compiled library.
 *
 * @throws if it was not compiled since the last change of its source
 */
export function compiledNames(): string[] {
  const compiled = statSync(join(ROOT, '.jsii'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const newer = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts') && statSync(join(ROOT, 'src', file)).mtimeMs > compiled);
  if (newer.length > 0) {
    throw new Error(`src/${newer[0]} is newer than .jsii, which says what is public: run npm run compile first`);
  }
  return publicNames(loadAssemblyFromPath(ROOT));
}

export function listedNames(): string[] {
  return readFileSync(LIST, 'utf8').split('\n').filter(line => line !== '');
}

export function writeList(): void {
  writeFileSync(LIST, `${compiledNames().join('\n')}\n`);
}
