import { ChildProcess, fork } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { constants, tmpdir } from 'os';
import { join } from 'path';

let running: ChildProcess | undefined;
let interrupted: NodeJS.Signals | undefined;

/** The exit code of a program that a signal ended; undefined without one. */
export function exitCodeOfSignal(): number | undefined {
  return interrupted && 128 + constants.signals[interrupted];
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interrupted = signal;
    running?.kill('SIGKILL');
  });
}

/**
 * Runs a program with the size and a temporary directory as arguments, and returns the message that it sends.
 *
 * The measuring blocks its process for seconds; this one stays free to stop it, and removes the directory however it ends.
 */
export async function runProcess<T>(program: string, size: number, nodeOptions: string[]): Promise<T> {
  if (interrupted) {
    throw new Error(`interrupted by ${interrupted}`);
  }
  const directory = mkdtempSync(join(tmpdir(), 'cdk-istio-privatelink-bench-'));
  try {
    return await new Promise<T>((resolve, reject) => {
      let message: T | undefined;
      let stderr = '';
      const child = running = fork(join(__dirname, program), [String(size), directory], { execArgv: nodeOptions, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
      child.stderr!.on('data', chunk => { stderr += chunk; });
      child.on('message', received => { message = received as T; });
      child.on('error', reject);
      child.on('close', (code, signal) => {
        if (code === 0 && message !== undefined) {
          resolve(message);
        } else {
          reject(new Error(interrupted ? `interrupted by ${interrupted}` : `measuring ${size} clusters ended with ${signal ?? `exit code ${code}`}${stderr && `:\n${stderr.trim()}`}`));
        }
      });
    });
  } finally {
    running = undefined;
    rmSync(directory, { recursive: true, force: true });
  }
}
