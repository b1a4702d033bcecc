import { spawnSync } from 'child_process';
import { join } from 'path';
import { cacheDirectory } from '../../scripts/cache-directory';

/** Nothing here takes longer, unless it hangs: the Go compiler reads all of the CDK. */
const TIMEOUT_MS = 900_000;

/** What a program gave. */
export interface Run {
  readonly status: number | null;
  /** Of standard output and standard error: Maven writes a program's errors to the former. */
  readonly output: string;
}

/**
 * Runs a program of some language, and waits for its end.
 *
 * @throws an error with the code ETIMEDOUT if it takes too long
 */
export function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}, timeoutMs: number = TIMEOUT_MS): Run {
  const { error, status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    maxBuffer: 64 * 1024 * 1024,
    // The runtimes of jsii unpack what they load; the CDK takes long, so that is kept.
    env: { ...process.env, JSII_RUNTIME_PACKAGE_CACHE_ROOT: join(cacheDirectory(), 'jsii-packages'), ...env },
  });
  if (error) throw error;
  return { status, output: stdout + stderr };
}

/** @throws unless the program succeeds */
export function runOrThrow(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): void {
  const { status, output } = run(command, args, cwd, env);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${output}`);
}
