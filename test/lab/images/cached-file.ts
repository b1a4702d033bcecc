import { createHash } from 'crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'fs';
import { join } from 'path';
import { cacheDirectory, makeWhole } from '../../../scripts/cache-directory';

/** A file in the user's cache directory, alone in a directory whose name changes with all that the file is made from. */
export class CachedFile {
  public readonly path: string;
  /** Names the file and its contents. */
  public readonly key: string;

  /** @param madeFrom all that decides what is in the file, the program that makes it included */
  public constructor(private readonly name: string, madeFrom: readonly string[]) {
    const fingerprint = createHash('sha256').update(JSON.stringify(madeFrom)).digest('hex').slice(0, 12);
    this.key = `${name}-${fingerprint}`;
    this.path = join(cacheDirectory(), 'lab-images', this.key, name);
  }

  public exists(): boolean {
    return existsSync(this.path);
  }

  /**
   * Makes the file, unless it is there. Two may do so at the same time.
   *
   * @param make writes the file to the path that it is given first; a scratch directory, which comes second, has a disk's room
   */
  public provide(make: (path: string, scratch: string) => void): void {
    if (this.exists()) {
      return;
    }
    // While there is a listener, the signal ends only the program that runs, and what is unfinished is removed.
    const onSignal = () => {};
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
    try {
      makeWhole(join(this.path, '..'), () => this.exists(), unfinished => makeBeside(unfinished, join(unfinished, this.name), make));
    } finally {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    }
  }
}

/** The text of source files, as part of what something is made from: a change of how it is made is one of what is made. */
export function sources(...files: readonly string[]): string[] {
  return files.map(file => readFileSync(file, 'utf8'));
}

function makeBeside(directory: string, path: string, make: (path: string, scratch: string) => void): void {
  const scratch = mkdtempSync(join(directory, 'scratch-'));
  make(path, scratch);
  rmSync(scratch, { recursive: true });
}
