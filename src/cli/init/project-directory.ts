import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'fs';
import { basename, dirname, join, resolve } from 'path';
import { quoted } from '../../mesh/quoted';

/** What an otherwise empty directory may hold: people make, or clone, the Git repository first. */
const GIT = '.git';

/** @throws unless a project can be made there without touching what is there already */
export function requireEmpty(path: string): void {
  if (!lstatSync(path, { throwIfNoEntry: false })) {
    return;
  }
  if (!existsSync(path) || !statSync(path).isDirectory()) {
    throw new Error(`${quoted(path)} is not a directory: choose another name`);
  }
  const present = readdirSync(path).filter(name => name !== GIT).sort();
  if (present.length > 0) {
    const shown = present.slice(0, 3).map(quoted).join(', ');
    throw new Error(`directory ${quoted(path)} is not empty (${shown}${present.length > 3 ? `, and ${present.length - 3} more` : ''}): choose another one; nothing was written`);
  }
}

/**
 * Writes the files aside, and moves them in place once all are written.
 *
 * @throws unless the directory is empty or missing; then nothing has changed
 */
export function writeProject(path: string, files: ReadonlyMap<string, string>): void {
  requireEmpty(path);
  const target = resolve(path);
  const made = mkdirSync(dirname(target), { recursive: true });
  const temporary = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
  // The temporary directory is for its owner alone; a project is as open as any new directory.
  const staging = join(temporary, 'project');
  try {
    mkdirSync(staging);
    for (const [name, content] of files) {
      writeFileSync(join(staging, name), content);
    }
    requireEmpty(path);
    if (existsSync(target)) {
      // It may be where the user's shell is, so it is not replaced.
      moveFiles([...files.keys()], staging, target);
    } else {
      renameSync(staging, target);
    }
  } catch (error) {
    if (made !== undefined) {
      rmSync(made, { recursive: true, force: true });
    }
    throw error;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** All or none. */
function moveFiles(names: readonly string[], from: string, to: string): void {
  const moved: string[] = [];
  try {
    for (const name of names) {
      renameSync(join(from, name), join(to, name));
      moved.push(name);
    }
  } catch (error) {
    moved.forEach(name => rmSync(join(to, name)));
    throw error;
  }
}
