import {
  chmodSync, closeSync, existsSync, fsyncSync, lstatSync, mkdirSync, openSync, readdirSync, renameSync, rmdirSync, rmSync, statSync, writeSync,
} from 'fs';
import { dirname, join } from 'path';
import { LOCK, withLock } from './directory-lock';
import { errorText, isSystemError } from './error-text';
import { HAS_MODES, isOpenToOthers, modeText } from './file-mode';
import { quoted } from '../mesh/quoted';

/** A file with a path relative to the directory, with forward slashes. */
export interface KeyFile {
  readonly path: string;
  readonly text: string;
  /** Whether only the owner may read it. */
  readonly secret: boolean;
}

/** Where what was replaced is kept. */
export const PREVIOUS = '.previous';

/** Where files are written; without meaning until they are all there. */
const STAGING = '.staging';

/** Where files are that are complete and belong in the directory: whoever finds this finishes the work. */
const READY = /^\.ready-(.+)$/;

/**
 * A directory of private keys, which no interruption leaves half-written.
 *
 * A change is staged and synced to the disk first. Renaming the staged directory is the moment at which it is decided: a run that is
 * killed before has changed nothing, and what one that is killed after left to do is done by the next, before anything else.
 */
export class KeyDirectory {
  constructor(public readonly path: string) {}

  /** Finishes what a killed run decided, and removes what it did not. Every command calls this first. */
  public settle(): void {
    if (!existsSync(this.path)) {
      return;
    }
    if (!statSync(this.path).isDirectory()) {
      throw new Error(`${quoted(this.path)} is not a directory: give another with --dir`);
    }
    if (this.entries().some(name => name === STAGING || name.startsWith(LOCK) || READY.test(name))) {
      withLock(this.path, () => this.recover());
    }
  }

  /**
   * @throws when others may open the directory: whoever made it so may rely on that. One that is empty has a meaning for nobody yet
   */
  public requirePrivate(): void {
    const mode = statSync(this.path, { throwIfNoEntry: false })?.mode;
    if (mode !== undefined && isOpenToOthers(mode) && this.entries().length > 0) {
      throw new Error(`others may open ${quoted(this.path)} (mode ${modeText(mode)}), and private keys belong in a directory of mode 0700: ` +
        `run chmod 700 ${quoted(this.path)}, or give another with --dir`);
    }
  }

  /**
   * Puts files in place, all or none of them. What they replace, whole first-level directories among it, is kept in `.previous`.
   *
   * @param check called once no other run can interfere, before anything is written; what it throws is thrown
   * @returns the directory in which what was replaced is kept, if anything was
   * @throws when others may open the directory, or a file cannot be written
   */
  public put(files: readonly KeyFile[], now: Date, check: () => void): string | undefined {
    this.make();
    return withLock(this.path, () => {
      this.recover();
      check();
      try {
        makePrivate(this.file(STAGING));
        this.ignoreInGit();
        this.stage(files);
      } catch (error) {
        rmSync(this.file(STAGING), { recursive: true, force: true });
        throw error;
      }
      // Colons are not allowed in the names of files everywhere.
      const ready = `.ready-${now.toISOString().replace(/[-:]|\.\d+/g, '')}`;
      renameSync(this.file(STAGING), this.file(ready));
      syncDirectory(this.path);
      try {
        return this.complete(ready);
      } catch (error) {
        throw new Error(`${errorText(error)}; the new files are complete in ${quoted(this.file(ready))}, and the next command puts them in place`);
      }
    });
  }

  private recover(): void {
    rmSync(this.file(STAGING), { recursive: true, force: true });
    for (const name of this.entries().filter(entry => READY.test(entry)).sort()) {
      this.complete(name);
    }
  }

  /** Moves each entry of a complete directory to its place; may be interrupted and called again. */
  private complete(ready: string): string | undefined {
    const previous = join(PREVIOUS, READY.exec(ready)![1]);
    let replaced = false;
    for (const name of readdirSync(this.file(ready)).sort()) {
      if (isTaken(this.file(name))) {
        makePrivate(this.file(PREVIOUS));
        makePrivate(this.file(previous));
        renameSync(this.file(name), unusedName(this.file(join(previous, name))));
        replaced = true;
      }
      renameSync(this.file(join(ready, name)), this.file(name));
    }
    syncDirectory(this.path);
    rmdirSync(this.file(ready));
    return replaced ? this.file(previous) : undefined;
  }

  private stage(files: readonly KeyFile[]): void {
    for (const { path, text, secret } of files) {
      const staged = this.file(join(STAGING, path));
      makePrivate(dirname(staged));
      writeDurably(staged, text, secret ? 0o600 : 0o644);
    }
    for (const directory of new Set([...files.map(({ path }) => dirname(join(STAGING, path))), STAGING])) {
      syncDirectory(this.file(directory));
    }
  }

  /** Git must not see the keys; a file that is there already is somebody's own. */
  private ignoreInGit(): void {
    if (!isTaken(this.file('.gitignore'))) {
      const staged = this.file(join(STAGING, '.gitignore'));
      writeDurably(staged, '*\n', 0o644);
      renameSync(staged, this.file('.gitignore'));
    }
  }

  private make(): void {
    if (!existsSync(this.path)) {
      mkdirSync(dirname(this.path), { recursive: true });
      makePrivate(this.path);
      return;
    }
    this.requirePrivate();
    if (isOpenToOthers(statSync(this.path).mode)) {
      chmodSync(this.path, 0o700);
    }
  }

  private entries(): string[] {
    return readdirSync(this.path);
  }

  private file(path: string): string {
    return join(this.path, path);
  }
}

function makePrivate(directory: string): void {
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) {
      throw error;
    }
  }
}

function writeDurably(path: string, text: string, mode: number): void {
  const file = openSync(path, 'wx', mode);
  try {
    for (let bytes: Uint8Array = Buffer.from(text); bytes.length > 0;) {
      bytes = bytes.subarray(writeSync(file, bytes));
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncDirectory(path: string): void {
  // Windows opens no directories.
  if (HAS_MODES) {
    const directory = openSync(path, 'r');
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
  }
}

/** Whether something has the name, be it a symbolic link that leads nowhere. */
function isTaken(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function unusedName(path: string): string {
  for (let number = 1, name = path; ; name = `${path}-${++number}`) {
    if (!isTaken(name)) {
      return name;
    }
  }
}
