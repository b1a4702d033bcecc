import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAssemblyFromPath, SPEC_FILE_NAME, type Assembly } from '@jsii/spec';

/**
 * Writes the compiled assembly of a project into an empty directory, with each page as the README of a submodule: rosetta knows no other
 * markdown, and says then on which page, and in which line, an error is.
 */
export function writeAssemblyWithPages(root: string, pages: readonly string[], directory: string): void {
  const assembly = loadAssemblyFromPath(root, false);
  const submodules = Object.fromEntries(pages.map(page => [page, { readme: { markdown: readFileSync(join(root, page), 'utf8') } }]));
  const withPages: Assembly = { ...assembly, submodules: { ...assembly.submodules, ...submodules } };
  writeFileSync(join(directory, SPEC_FILE_NAME), JSON.stringify(withPages));
  cpSync(join(root, 'package.json'), join(directory, 'package.json'));
  // Fixtures, and what the package depends on, are looked for beside the assembly.
  for (const name of ['rosetta', 'node_modules']) {
    symlinkSync(join(root, name), join(directory, name));
  }
}
