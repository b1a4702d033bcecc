import { spawnSync } from 'child_process';

/** How much of its output an error message shows. */
const OUTPUT_LINES = 15;

/** Where a program runs, and what it is given. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** On its standard input. */
  readonly input?: string;
}

/**
 * Runs a program to its end.
 *
 * @returns what it wrote to its standard output
 * @throws with the end of what it wrote to its standard error if it fails
 */
export function runCommand(command: string, args: readonly string[], options: RunOptions = {}): string {
  const { error, status, signal, stdout, stderr } = spawnSync(command, args, { ...options, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (error) throw error;
  if (signal) throw new Error(`${command} was interrupted by ${signal}`);
  if (status !== 0) {
    throw new Error(`${command} ${args.join(' ')} failed (${status}):\n${stderr.trimEnd().split('\n').slice(-OUTPUT_LINES).join('\n')}`);
  }
  return stdout;
}
