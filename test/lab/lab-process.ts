import { spawn } from 'child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { basename } from 'path';
import { killIfThere } from './kill-if-there';
import { labPath } from './lab-directory';

/** How much of a log an error message shows. */
const LOG_LINES = 15;

/** How long a process may take to end by itself. */
const GRACE_MS = 10_000;

/** How a process is started. */
export interface LabProcessOptions {
  /** The network namespace it runs in; the host's if there is none. */
  readonly namespace?: string;
  /** Its whole environment, beside PATH. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * A program of the lab, which runs on after the command that started it. Its process id lies in a file, with the time at which the process
 * began: ids are used again.
 */
export class LabProcess {
  /** All of the lab, in the order of their names. */
  public static all(): LabProcess[] {
    return existsSync(labPath('run')) ? readdirSync(labPath('run')).sort().map(file => new LabProcess(basename(file, '.pid'))) : [];
  }

  private readonly pidFile: string;
  /** Where both its outputs go. */
  public readonly logFile: string;

  /** @param name unique in the lab, for instance `cluster1-etcd` */
  public constructor(public readonly name: string) {
    this.pidFile = labPath('run', `${name}.pid`);
    this.logFile = labPath('log', `${name}.log`);
  }

  /** @throws if it runs already */
  public start(command: string, args: readonly string[], { namespace, env = {} }: LabProcessOptions = {}): void {
    if (this.pid() !== undefined) {
      throw new Error(`${this.name} runs already, as process ${this.pid()}`);
    }
    mkdirSync(labPath('run'), { recursive: true });
    mkdirSync(labPath('log'), { recursive: true });
    const log = openSync(this.logFile, 'a', 0o600);
    try {
      // Not `ip netns exec`, which would hide the mounts of the control groups. A process takes another's place, so the id stays.
      const [program, ...rest] = [...namespace === undefined ? [] : ['nsenter', `--net=/run/netns/${namespace}`], command, ...args];
      const child = spawn(program!, rest, { detached: true, stdio: ['ignore', log, log], cwd: '/', env: { PATH: process.env.PATH, ...env } });
      if (child.pid === undefined) {
        throw new Error(`cannot start ${command}`);
      }
      writeFileSync(this.pidFile, `${child.pid} ${startTime(child.pid)}\n`);
      child.unref();
    } finally {
      closeSync(log);
    }
  }

  /** Undefined while it does not run. */
  public pid(): number | undefined {
    const [pid, start] = this.written();
    return start !== undefined && startTime(Number(pid)) === start ? Number(pid) : undefined;
  }

  /** What is in the file of its id; it may be removed at any time, by whoever takes the lab down. */
  private written(): string[] {
    try {
      return readFileSync(this.pidFile, 'utf8').trim().split(' ');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return [];
    }
  }

  /** Asks it to end, and ends it when it does not. */
  public async stop(graceMs = GRACE_MS): Promise<void> {
    const pid = this.pid();
    if (pid !== undefined) {
      killIfThere(pid, 'SIGTERM');
      const deadline = Date.now() + graceMs;
      while (this.pid() !== undefined) {
        if (Date.now() > deadline) {
          killIfThere(pid);
        }
        await new Promise(resolve => setTimeout(resolve, 20));
      }
    }
    rmSync(this.pidFile, { force: true });
  }

  /** @throws with the end of its log if it ended by itself */
  public requireAlive(): void {
    if (this.pid() === undefined) {
      throw new Error(`${this.name} ended, and should not have:\n${this.logTail()}`);
    }
  }

  public logTail(lines = LOG_LINES): string {
    return existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n') : '';
  }
}

/** When a process began, in ticks since the machine did; undefined when there is none of that id, or only what its parent has not taken note of. */
function startTime(pid: number): string | undefined {
  try {
    // The name of the program comes second, in brackets, and may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
