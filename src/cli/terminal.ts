import { createColors } from 'picocolors';

/** Where a command reads and writes. */
export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
}

export type Colors = ReturnType<typeof createColors>;

/**
 * Colours for a stream that is a terminal and whose user did not say NO_COLOR (https://no-color.org).
 *
 * picocolors' own rule also colours what is piped, where CI or FORCE_COLOR is set.
 */
export function colorsOf(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Colors {
  return createColors(stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb');
}

export function printLine({ stdout }: Terminal, line: string): void {
  stdout.write(`${line}\n`);
}

/** Something to know, beside the result: on standard error, where it does not disturb a pipe. */
export function printNote({ stderr }: Terminal, note: string): void {
  stderr.write(`note: ${note}\n`);
}

export function printError({ stderr, env }: Terminal, message: string): void {
  stderr.write(`${colorsOf(stderr, env).red('error:')} ${oneLine(message)}\n`);
}

export function printJson(terminal: Terminal, value: object): void {
  printLine(terminal, JSON.stringify(value, undefined, 2));
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ');
}
