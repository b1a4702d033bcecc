import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run';

/** Published by hand, because npm takes a trusted publisher only for a package that exists; docs/releasing.md. */
const PLACEHOLDER = '0.0.0';

/** What npm says of a package: a version, that there is none, or why it could not say. */
export type Published = { readonly version: string } | { readonly absent: true } | { readonly unreachable: string };

/** The version of a package that npm installs by default. */
export function publishedVersion(name: string, root: string): Published {
  const published = ask(`${name}@latest`, root);
  return 'version' in published && published.version === PLACEHOLDER ? { absent: true } : published;
}

/** The newest version of a package in a range. */
export function newestVersion(name: string, range: string, root: string): Published {
  return ask(`${name}@${range}`, root);
}

function ask(wanted: string, root: string): Published {
  const { error, status, stdout } = spawnSync('npm', ['view', wanted, 'version', '--json'], { cwd: root, encoding: 'utf8' });
  if (error) throw error;
  const answer = JSON.parse(stdout || '{}');
  if (status === 0) {
    // npm has them in no order. Prereleases are in no range.
    const versions = [answer].flat() as string[];
    return { version: versions.sort((one, other) => one.localeCompare(other, 'en', { numeric: true })).at(-1)! };
  }
  // Not there yet, or without a release of its own.
  return ['E404', 'ETARGET'].includes(answer.error?.code) ? { absent: true } : { unreachable: answer.error?.summary ?? `npm view ended with ${status}` };
}

/** Unpacks a published package into an empty directory. */
export function unpack(name: string, version: string, directory: string): void {
  run('npm', ['pack', '--silent', `${name}@${version}`], directory);
  const [archive] = readdirSync(directory).filter(file => file.endsWith('.tgz'));
  run('tar', ['-xzf', join(directory, archive!), '--strip-components=1'], directory);
}
