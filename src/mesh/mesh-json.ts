import { readFileSync } from 'fs';
import { quoted } from './quoted';

/** The form of `mesh.json`. Additions keep the version, other changes raise it. */
export const MESH_DESCRIPTION_VERSION = 1;

/** A DNS label (RFC 1123): what the library lets a mesh, cluster, revision or namespace be called. */
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * A `mesh.json`, the description of a mesh that `MeshBundles` writes.
 *
 * What is in it becomes names of files, parts of certificates and arguments of other programs, so every value is read through a method of
 * this. `where` is the value's path in the description.
 */
export class MeshJson {
  /**
   * Reads the file.
   *
   * @param remedy what to do where the file or a value in it cannot be used, for messages
   * @throws when it is not a description of a mesh in the version that this release reads
   */
  public static read(path: string, remedy: string): MeshJson {
    return MeshJson.readIfThere(path, remedy) ?? fail(`mesh description ${quoted(path)} not found: ${remedy}`);
  }

  /** As `read`, but undefined when there is no file. */
  public static readIfThere(path: string, remedy: string): MeshJson | undefined {
    const text = readText(path, remedy);
    if (text === undefined) {
      return undefined;
    }
    let description: unknown;
    try {
      description = JSON.parse(text);
    } catch {
      throw new Error(`mesh description ${quoted(path)} is not JSON: ${remedy}`);
    }
    if (!isRecord(description)) {
      throw new Error(`mesh description ${quoted(path)} is not a JSON object: ${remedy}`);
    }
    if (description.version !== MESH_DESCRIPTION_VERSION) {
      throw new Error(`mesh description ${quoted(path)} has version ${quoted(description.version)}, and this release reads version ${MESH_DESCRIPTION_VERSION}: ` +
        'synthesize the mesh with the library of the same release');
    }
    return new MeshJson(path, remedy, description);
  }

  private constructor(public readonly path: string, private readonly remedy: string, public readonly content: Record<string, unknown>) {}

  /** The values of one of the lists that a description has. */
  public list(name: 'clusters' | 'links'): unknown[] {
    const list = this.content[name];
    return Array.isArray(list) ? list : fail(`mesh description ${quoted(this.path)} has no list of ${name}: ${this.remedy}`);
  }

  public label(value: unknown, where: string): string {
    return this.matching(value, where, LABEL, 'a DNS label');
  }

  public matching(value: unknown, where: string, pattern: RegExp, expected: string): string {
    return typeof value === 'string' && pattern.test(value) ? value : this.invalid(value, where, expected);
  }

  public oneOf<T extends string>(value: unknown, where: string, allowed: readonly T[]): T {
    return allowed.find(candidate => candidate === value) ??
      this.invalid(value, where, allowed.length === 1 ? quoted(allowed[0]) : `one of ${allowed.map(quoted).join(', ')}`);
  }

  public record(value: unknown, where: string): Record<string, unknown> {
    return isRecord(value) ? value : fail(`mesh description ${quoted(this.path)} is not valid: ${where} is not an object; ${this.remedy}`);
  }

  /** What `parse` makes of the text; it throws where that is not what is expected. */
  public parsed<T>(value: unknown, where: string, parse: (text: string) => T, expected: string): T {
    const text = this.matching(value, where, /^/, expected);
    try {
      return parse(text);
    } catch {
      return this.invalid(value, where, expected);
    }
  }

  /** @throws because of something that more than one value is to blame for */
  public reject(problem: string): never {
    return fail(`mesh description ${quoted(this.path)} ${problem}: ${this.remedy}`);
  }

  private invalid(value: unknown, where: string, expected: string): never {
    return fail(`mesh description ${quoted(this.path)} is not valid: ${where} is ${value === undefined ? 'missing' : quoted(value)}, ` +
      `expected ${expected}; ${this.remedy}`);
  }
}

export function isDnsLabel(text: string): boolean {
  return LABEL.test(text);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined when there is no file. */
function readText(path: string, remedy: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? undefined : fail(`mesh description ${quoted(path)} cannot be read (${message}): ${remedy}`);
  }
}

function fail(message: string): never {
  throw new Error(message);
}
