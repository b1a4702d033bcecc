import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/**
 * Puts a finished directory in the place of another. Whatever goes wrong, the target is either as before or complete.
 */
export function replaceDirectory(target: string, finished: string): void {
  // Beside the target, because a rename does not cross file systems.
  const incoming = `${target}.incoming-${process.pid}`;
  const outgoing = `${target}.outgoing-${process.pid}`;
  mkdirSync(dirname(target), { recursive: true });
  try {
    cpSync(finished, incoming, { recursive: true });
    const existed = existsSync(target);
    if (existed) renameSync(target, outgoing);
    try {
      renameSync(incoming, target);
    } catch (error) {
      if (existed) renameSync(outgoing, target);
      throw error;
    }
  } finally {
    rmSync(incoming, { recursive: true, force: true });
    rmSync(outgoing, { recursive: true, force: true });
  }
}

/** One line for every file that is not the same in both directories; empty if they are equal. */
export function directoryDifferences(actual: string, expected: string): string[] {
  const present = filesBelow(actual);
  const wanted = filesBelow(expected);
  return [...new Set([...present, ...wanted])].sort().flatMap((file) => {
    if (!present.includes(file)) return [`${file}: missing`];
    if (!wanted.includes(file)) return [`${file}: not generated, should not be there`];
    const before = readFileSync(join(actual, file), 'utf8');
    const after = readFileSync(join(expected, file), 'utf8');
    return before === after ? [] : [`${file}: differs from line ${firstDifferentLine(before, after)}`];
  });
}

function filesBelow(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => !statSync(join(directory, path)).isDirectory())
    .map((path) => path.split(sep).join('/'));
}

function firstDifferentLine(one: string, other: string): number {
  const lines = one.split('\n');
  const otherLines = other.split('\n');
  const length = Math.max(lines.length, otherLines.length);
  for (let index = 0; index < length; index++) {
    if (lines[index] !== otherLines[index]) return index + 1;
  }
  return length;
}
