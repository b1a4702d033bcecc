import { quoted } from '../mesh/quoted';

/** What an exception says of itself, without its stack. */
export function errorText(error: unknown): string {
  const message = (error as Partial<Error> | undefined)?.message;
  return typeof message === 'string' ? message : String(error);
}

/** Whether an exception is the operating system's answer `code`. */
export function isSystemError(error: unknown, ...codes: string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException | undefined)?.code ?? '');
}

/** What `read` makes of a file's content; what it throws goes on after the name of the file. */
export function inFile<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${quoted(file)} ${errorText(error)}`);
  }
}
