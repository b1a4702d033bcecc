/**
 * Compares the compiled API of the project in the working directory with its last release.
 *
 * Exit code 1: something breaks that no commit since then announces. 2: there is no release yet, and the output says so;
 * with --allow-unreleased, that is no failure.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { breakingChanges } from './breaking-changes';
import { announcements } from './commits';
import { lastRelease } from './last-release';
import { releasedAssembly } from './released-assembly';

function main(root: string): number {
  const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { name: string };
  if (!existsSync(join(root, '.jsii'))) {
    throw new Error('.jsii, which says what is public, is missing: run npm run compile first');
  }
  const release = lastRelease(name, root);
  if (typeof release === 'string') {
    print(release);
    return process.argv.includes('--allow-unreleased') ? 0 : 2;
  }
  const scratch = mkdtempSync(join(tmpdir(), 'cdk-istio-privatelink-release-'));
  try {
    return compare(root, release.tag, releasedAssembly(release, name, root, scratch));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function compare(root: string, tag: string, released: string): number {
  const breaks = breakingChanges(released, root);
  if (breaks === undefined) {
    print(`nothing in the public API breaks what ${tag} promised`);
    return 0;
  }
  print(breaks);
  const announced = announcements(root, tag);
  if (announced.length > 0) {
    print(`these changes break what ${tag} promised; announced by: ${announced.join('; ')}`);
    return 0;
  }
  print(`these changes break what ${tag} promised, and no commit since then announces it: keep the old API, deprecated, `
    + 'or put "!" after the type of the commit ("feat!: ...") or a footer "BREAKING CHANGE: ..." below its message');
  return 1;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  process.exitCode = main(process.cwd());
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
