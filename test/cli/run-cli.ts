import { PassThrough } from 'stream';
import { run } from '../../src/cli/program';
import { Terminal } from '../../src/cli/terminal';

/** What a run of the program said. */
export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly now?: Date;
  readonly env?: NodeJS.ProcessEnv;
  /** Whether the streams pass for a terminal. */
  readonly isTTY?: boolean;
}

/** Runs the program in this process, with streams of its own. */
export async function cli(args: readonly string[], { now = new Date(), env = {}, isTTY = false }: CliOptions = {}): Promise<CliResult> {
  const [stdout, stderr] = [capture(isTTY), capture(isTTY)];
  const stdin = Object.assign(new PassThrough(), { isTTY });
  const terminal = { stdin, stdout: stdout.stream, stderr: stderr.stream, env } as unknown as Terminal;
  const exitCode = await run(args, terminal, now);
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

/** Runs the program and fails the test unless it ends with 0. */
export async function succeed(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const result = await cli(args, options);
  expect([args, result]).toEqual([args, expect.objectContaining({ exitCode: 0 })]);
  return result;
}

function capture(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 100 });
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { stream, text: () => Buffer.concat(chunks).toString() };
}
