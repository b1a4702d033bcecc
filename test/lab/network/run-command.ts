import { spawn } from 'child_process';

/**
 * Runs a program to its end.
 *
 * @returns what it prints
 * @throws with what it says on standard error, unless it ends with 0
 */
export async function runCommand(command: string, args: readonly string[], input = ''): Promise<string> {
  const { exitCode, stdout, stderr } = await tryCommand(command, args, input);
  if (exitCode !== 0) {
    throw new Error(`${[command, ...args].join(' ')} ended with ${exitCode}: ${(stderr || stdout).trim()}`);
  }
  return stdout;
}

/** How a program ended. */
export interface CommandResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, whichever that is. */
export async function tryCommand(command: string, args: readonly string[], input = '', env = process.env, cwd?: string): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'pipe', env, cwd });
    const [stdout, stderr] = [child.stdout, child.stderr].map(stream => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      return () => Buffer.concat(chunks).toString();
    });
    child.on('error', reject);
    child.on('close', exitCode => resolve({ exitCode, stdout: stdout!(), stderr: stderr!() }));
    // A program need not read what it is given.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
