import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** What a killed run left is removed after so long: nothing takes it to make. */
const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;

/** How the names of unfinished directories begin. */
const UNFINISHED = '.unfinished-';

/** The user's cache directory, for what is made once and serves all clones. https://specifications.freedesktop.org/basedir-spec/latest/ */
export function cacheDirectory(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cdk-istio-privatelink');
}

/**
 * Makes a directory whole or not at all. Two may do so at the same time: whoever is first provides it for both.
 *
 * @param isWhole whether the directory has what it should, which somebody may have removed from it
 * @param make fills the directory that it is given, which is renamed afterwards
 */
export function makeWhole(directory: string, isWhole: () => boolean, make: (unfinished: string) => void): void {
  const parent = dirname(directory);
  mkdirSync(parent, { recursive: true });
  removeAbandoned(parent);
  // Beside the target, because a rename does not cross file systems.
  const unfinished = mkdtempSync(join(parent, `${UNFINISHED}${basename(directory)}-`));
  try {
    make(unfinished);
    try {
      renameSync(unfinished, directory);
    } catch (error) {
      // Unless another run was faster.
      if (!isWhole()) {
        if (!existsSync(directory)) throw error;
        rmSync(directory, { recursive: true });
        renameSync(unfinished, directory);
      }
    }
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function removeAbandoned(parent: string): void {
  for (const path of readdirSync(parent).filter(name => name.startsWith(UNFINISHED)).map(name => join(parent, name))) {
    if (Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > ABANDONED_AFTER_MS) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}
