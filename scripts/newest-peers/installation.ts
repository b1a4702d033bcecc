import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PeerVersions } from './peers';
import { run } from '../api-compatibility/run';
import { cacheDirectory, makeWhole } from '../cache-directory';

/** Versions that no run used for so long are removed: something newer is out, and they are large. */
const UNUSED_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * Installs the peers in the user's cache directory, unless they are there.
 *
 * @returns the `node_modules` with them
 */
export function installPeers(peers: PeerVersions, progress: (line: string) => void): string {
  const parent = join(cacheDirectory(), 'newest-peers');
  const directory = join(parent, Object.entries(peers).map(([name, version]) => `${name.replace('/', '+')}@${version}`).join('_'));
  const isWhole = () => existsSync(join(directory, 'node_modules', '.package-lock.json'));
  if (!isWhole()) {
    progress(`installing into ${directory}`);
    makeWhole(directory, isWhole, unfinished => install(peers, unfinished));
  }
  const now = new Date();
  utimesSync(directory, now, now);
  removeUnused(parent);
  return join(directory, 'node_modules');
}

function install(peers: PeerVersions, directory: string): void {
  writeFileSync(join(directory, 'package.json'), '{ "private": true }\n');
  const wanted = Object.entries(peers).map(([name, version]) => `${name}@${version}`);
  run('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...wanted], directory);
}

function removeUnused(parent: string): void {
  for (const path of readdirSync(parent).map(name => join(parent, name))) {
    if (Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > UNUSED_AFTER_MS) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}
