import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Runs commands one after another until one is interrupted, so that whoever called can clean up. */
export class Interruptible {
  private running?: number;
  private interruptedBy?: NodeJS.Signals;

  public constructor() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        this.interruptedBy ??= signal;
        this.end(signal);
      });
    }
  }

  /**
   * Runs a command with what it starts as a group of its own, of which nothing stays.
   *
   * @returns its exit code
   */
  public async run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<number> {
    // What came while this process was busy is handled now.
    await new Promise(resolve => setImmediate(resolve));
    if (this.interruptedBy) {
      return this.exitCode(this.interruptedBy);
    }
    const child = spawn(command, args, { cwd, env, stdio: 'inherit', detached: true });
    this.running = child.pid;
    try {
      return await new Promise<number>((resolve, reject) => {
        child.on('error', reject).on('exit', (code, signal) => resolve(code ?? this.exitCode(signal!)));
      });
    } finally {
      this.end('SIGKILL');
      this.running = undefined;
    }
  }

  private end(signal: NodeJS.Signals): void {
    if (this.running === undefined) {
      return;
    }
    try {
      process.kill(-this.running, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  /** As shells have it. */
  private exitCode(signal: NodeJS.Signals): number {
    return 128 + constants.signals[signal];
  }
}
