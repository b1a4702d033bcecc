import { readFileSync, statSync } from 'fs';
import { noToken } from './dns-name';
import { missingOutput } from './missing-output';
import { quoted } from './quoted';

/** A file that `cdk deploy --outputs-file` writes: the outputs of stacks, by the stacks' names. */
export class OutputsFile {
  private parsed?: { readonly version: string; readonly content: unknown };

  /**
   * @param path relative to the working directory
   */
  public constructor(public readonly path: string) {
    noToken(path, 'path of the outputs file');
  }

  /** The file, for messages. */
  public get name(): string {
    return `outputs file ${quoted(this.path)}`;
  }

  /**
   * The value of an output.
   *
   * @param what what it holds, for messages
   * @param how what to do where it is missing, for messages
   * @throws what `missingOutput` makes, when the file or the output is not there yet
   */
  public output(stackName: string, key: string, what: string, how: string): string {
    const outputs = this.read(how);
    const missing = `${this.name} has no output "${key}" of stack "${stackName}"`;
    const stack = field(outputs, stackName);
    if (stack === undefined) {
      throw missingOutput(`${missing} (stacks in it: ${keysOf(outputs)}): ${how}`);
    }
    const value = field(stack, key);
    if (value === undefined) {
      throw missingOutput(`${missing} (outputs of that stack: ${keysOf(stack)}): ${how}`);
    }
    if (typeof value !== 'string') {
      throw new Error(`output "${key}" of stack "${stackName}" in ${this.name} is ${JSON.stringify(value)}, expected ${what}: ${how}`);
    }
    return value;
  }

  /** A full mesh asks once for every link; the file is parsed again only when it has changed. */
  private read(how: string): unknown {
    let version: string;
    let text: string;
    try {
      const { mtimeNs, size, ino } = statSync(this.path, { bigint: true });
      version = `${ino}/${size}/${mtimeNs}`;
      if (this.parsed?.version === version) {
        return this.parsed.content;
      }
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw code === 'ENOENT' ? missingOutput(`${this.name} does not exist: ${how}`) : new Error(`${this.name} cannot be read (${oneLine(message)}): ${how}`);
    }
    try {
      const content: unknown = JSON.parse(text);
      this.parsed = { version, content };
      return content;
    } catch (error) {
      throw new Error(`${this.name} is not JSON (${oneLine((error as Error).message)}): ${how}`);
    }
  }
}

/** The parser quotes the file, line breaks included. */
function oneLine(message: string): string {
  return quoted(message.replace(/\s+/g, ' ')).slice(1, -1).replace(/\\"/g, '"');
}

function keysOf(value: unknown): string {
  const keys = value !== null && typeof value === 'object' ? Object.keys(value).sort() : [];
  return keys.map(key => quoted(key).slice(1, -1)).join(', ') || 'none';
}

function field(value: unknown, key: string): unknown {
  return value !== null && typeof value === 'object' && Object.prototype.hasOwnProperty.call(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
