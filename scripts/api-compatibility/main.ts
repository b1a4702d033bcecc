/**
 * Compares the compiled API of the project in the working directory with its last release.
 *
 * Exit code 1: something breaks that no commit since then announces by its name. 2: there is no release yet, and the output says so;
 * with --allow-unreleased, that is no failure.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { announcements, announces } from './announcements';
import { breakingChanges } from './breaking-changes';
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
    return compare(name, root, release.tag, releasedAssembly(release, name, root, scratch));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function compare(name: string, root: string, tag: string, released: string): number {
  const breaks = breakingChanges(name, released, root);
  if (breaks === undefined) {
    print(`nothing in the public API breaks what ${tag} promised`);
    return 0;
  }
  print(breaks.report);
  const announced = announcements(root, tag);
  const silent = breaks.names.filter(broken => !announced.some(announcement => announces(announcement, broken)));
  if (silent.length === 0) {
    print(`these changes break what ${tag} promised; announced by: ${announced.map(({ subject }) => subject).join('; ')}`);
    return 0;
  }
  print(`these changes break what ${tag} promised, and nothing since then announces ${silent.join(', ')}: keep the old API, deprecated, `
    + 'or name it in the commit that breaks it, which on GitHub is the title and the description of the pull request: '
    + `after "feat!: ", or in a footer "BREAKING CHANGE: ${silent.join(', ')}: what to do now"`);
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
