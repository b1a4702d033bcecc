import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'fs';
import { hostname } from 'os';
import { join } from 'path';
import { isSystemError } from './error-text';
import { quoted } from '../mesh/quoted';

/** The lock of a directory: a directory of its own, because renaming one to a name that is taken fails on every file system. */
export const LOCK = '.lock';

const OWNER = 'owner.json';

/** A lock that is not taken yet, or was taken from a run that is gone. */
const CANDIDATE = /^\.lock-(\d+)(-stale)?$/;

/** A run holds the lock for milliseconds. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 20;

interface Owner {
  readonly pid: number;
  readonly host: string;
}

/**
 * Runs `work` while no other run changes the directory.
 *
 * @throws when another run holds the lock for longer than a run takes; the lock of one that was killed is removed
 */
export function withLock<T>(directory: string, work: () => T): T {
  acquire(directory);
  try {
    removeAbandoned(directory);
    return work();
  } finally {
    release(directory);
  }
}

/** In one step: of a directory that is removed file by file, another run could take what is left, and lose it. */
function release(directory: string): void {
  const aside = candidateOf(directory);
  renameSync(join(directory, LOCK), aside);
  rmSync(aside, { recursive: true, force: true });
}

function candidateOf(directory: string): string {
  return join(directory, `${LOCK}-${process.pid}`);
}

function acquire(directory: string): void {
  const lock = join(directory, LOCK);
  const candidate = candidateOf(directory);
  const deadline = Date.now() + PATIENCE_MS;
  rmSync(candidate, { recursive: true, force: true });
  mkdirSync(candidate, { mode: 0o700 });
  writeFileSync(join(candidate, OWNER), JSON.stringify({ pid: process.pid, host: hostname() }));
  try {
    for (;;) {
      try {
        renameSync(candidate, lock);
        return;
      } catch (error) {
        // Windows says EPERM.
        if (!isSystemError(error, 'ENOTEMPTY', 'EEXIST') && !(isSystemError(error, 'EPERM', 'EACCES') && existsSync(lock))) {
          throw error;
        }
      }
      const owner = readOwner(lock);
      if (owner && isGone(owner)) {
        removeStale(lock, owner);
        continue;
      }
      if (Date.now() > deadline) {
        throw new Error(`another run is changing ${quoted(directory)}${owner ? ` (process ${owner.pid} on ${quoted(owner.host)})` : ''}: ` +
          `wait for it; if there is none, delete ${quoted(lock)}`);
      }
      sleep(PAUSE_MS);
    }
  } finally {
    rmSync(candidate, { recursive: true, force: true });
  }
}

/** Moves the lock aside first: of several runs that found it stale, one succeeds. */
function removeStale(lock: string, stale: Owner): void {
  const aside = `${lock}-${process.pid}-stale`;
  rmSync(aside, { recursive: true, force: true });
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) {
      return;
    }
    throw error;
  }
  const moved = readOwner(aside);
  if (moved?.pid === stale.pid && moved.host === stale.host) {
    rmSync(aside, { recursive: true, force: true });
  } else {
    // Another run was faster, and this is its lock.
    renameSync(aside, lock);
  }
}

/** What runs left that were killed while they waited. */
function removeAbandoned(directory: string): void {
  for (const name of readdirSync(directory)) {
    const pid = CANDIDATE.exec(name)?.[1];
    if (pid !== undefined && isGone(readOwner(join(directory, name)) ?? { pid: Number(pid), host: hostname() })) {
      rmSync(join(directory, name), { recursive: true, force: true });
    }
  }
}

function readOwner(lock: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(join(lock, OWNER), 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

function isGone({ pid, host }: Owner): boolean {
  if (host !== hostname()) {
    return false;
  }
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return isSystemError(error, 'ESRCH');
  }
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
