/** The second baseline: the objects of our bundles, held in memory, through the `yaml` package alone. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { parseAllDocuments, stringify } from 'yaml';

/** The objects of one file. */
export interface ObjectFile {
  readonly path: string;
  readonly documents: object[];
}

export function yamlPaths(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.yaml')).sort();
}

/** The objects of bundles that were written. */
export function readObjects(directory: string): ObjectFile[] {
  return yamlPaths(directory).map(path => ({
    path,
    documents: parseAllDocuments(readFileSync(join(directory, path), 'utf8'), { version: '1.1' }).map(document => document.toJS() as object),
  }));
}

export function writeYaml(files: ObjectFile[], outdir: string): void {
  const directories = new Set<string>();
  for (const { path, documents } of files) {
    const file = join(outdir, path);
    const directory = dirname(file);
    if (!directories.has(directory)) {
      mkdirSync(directory, { recursive: true });
      directories.add(directory);
    }
    writeFileSync(file, documents.map(document => stringify(document, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false })).join('---\n'));
  }
}

/**
 * The size of our bundles in bytes, with `mesh.json` and the record of what was written.
 *
 * @throws when the baseline did not write the same YAML, comments aside, because then comparing the times would mean nothing
 */
export function sameYaml(ours: string, baseline: string): number {
  const [own, other] = [yamlPaths(ours), yamlPaths(baseline)];
  const different = own.length !== other.length ? 'in the number of files' : own.find(path =>
    readFileSync(join(ours, path), 'utf8').replace(/^(#.*\n)*/, '') !== readFileSync(join(baseline, path), 'utf8'));
  if (different !== undefined) {
    throw new Error(`the bundles and the objects through yaml alone differ ${different}: bring benchmark/yaml-only.ts up to date`);
  }
  return readdirSync(ours, { recursive: true, encoding: 'utf8' })
    .map(path => statSync(join(ours, path)))
    .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
}
