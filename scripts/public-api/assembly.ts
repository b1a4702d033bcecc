import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { loadAssemblyFromPath, type Assembly } from '@jsii/spec';

const ROOT = join(__dirname, '..', '..');

/**
 * What the compiler says is public.
 *
 * @throws if the library was not compiled since the last change of its source
 */
export function compiledAssembly(): Assembly {
  const compiled = statSync(join(ROOT, '.jsii'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const newer = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts') && statSync(join(ROOT, 'src', file)).mtimeMs > compiled);
  if (newer.length > 0) {
    throw new Error(`src/${newer[0]} is newer than .jsii, which says what is public: run npm run compile first`);
  }
  return loadAssemblyFromPath(ROOT);
}
