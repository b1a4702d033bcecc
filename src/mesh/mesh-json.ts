import { quoted } from '../mesh/quoted';

/** What to do with a description that cannot be used. */
export const GIVE_ANOTHER = 'synthesize the mesh again, or give the path of its mesh.json with --mesh';

/** A DNS label (RFC 1123): what the library lets a mesh, cluster, revision or namespace be called. */
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/*
 * What is in the description becomes names of files, parts of certificates and arguments of other programs, so every value is read through
 * one of these. `where` is its path in the description.
 */

export function label(path: string, value: unknown, where: string): string {
  return matching(path, value, where, LABEL, 'a DNS label');
}

export function matching(path: string, value: unknown, where: string, pattern: RegExp, expected: string): string {
  if (typeof value !== 'string' || !pattern.test(value)) {
    throw invalid(path, value, where, expected);
  }
  return value;
}

export function oneOf<T extends string>(path: string, value: unknown, where: string, allowed: readonly T[]): T {
  const found = allowed.find(candidate => candidate === value);
  if (found === undefined) {
    throw invalid(path, value, where, allowed.length === 1 ? quoted(allowed[0]) : `one of ${allowed.map(quoted).join(', ')}`);
  }
  return found;
}

export function record(path: string, value: unknown, where: string): Record<string, unknown> {
  if (!isRecord(value)) {
    throw new Error(`mesh description ${quoted(path)} is not valid: ${where} is not an object; ${GIVE_ANOTHER}`);
  }
  return value;
}

/** What `parse` makes of the text; it throws where that is not what is expected. */
export function parsed<T>(path: string, value: unknown, where: string, parse: (text: string) => T, expected: string): T {
  const text = matching(path, value, where, /^/, expected);
  try {
    return parse(text);
  } catch {
    throw invalid(path, value, where, expected);
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(path: string, value: unknown, where: string, expected: string): Error {
  return new Error(`mesh description ${quoted(path)} is not valid: ${where} is ${value === undefined ? 'missing' : quoted(value)}, ` +
    `expected ${expected}; ${GIVE_ANOTHER}`);
}
