import { spawn, spawnSync } from 'child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { component } from '../../scripts/components/build';
import { ComponentName } from '../../scripts/components/component';

/** How much of a log an error message shows. */
const LOG_LINES = 15;

/**
 * A server of a cluster. Its process id is in a file of the cluster's directory: whoever runs the tests, and what guards
 * the directory when they are killed, can end it.
 */
export class ServerProcess {
  private readonly pidFile: string;
  private readonly logFile: string;

  /**
   * @param name which component it runs
   * @param directory the directory of its cluster, which has to be among its arguments
   */
  constructor(private readonly name: ComponentName, private readonly directory: string) {
    this.pidFile = join(directory, `${name}.pid`);
    this.logFile = join(directory, `${name}.log`);
  }

  public async start(args: readonly string[]): Promise<void> {
    const program = component(this.name);
    const log = openSync(this.logFile, 'a', 0o600);
    try {
      const [command, ...rest] = [...diesWithItsParent(), program, ...args];
      const child = spawn(command!, rest, { stdio: ['ignore', log, log] });
      if (child.pid === undefined) {
        throw new Error(`cannot start ${command}`);
      }
      writeFileSync(this.pidFile, `${child.pid}\n`);
      child.unref();
      // While one program takes the place of another, a process has no arguments.
      while (exists(child.pid) && !argumentsOf(child.pid).startsWith(program)) {
        await new Promise(resolve => setTimeout(resolve, 1));
      }
    } finally {
      closeSync(log);
    }
  }

  /** Ends it at once, as a crash of its machine would; what it wrote stays. */
  public async kill(): Promise<void> {
    const pid = this.pid();
    if (pid !== undefined) {
      process.kill(pid, 'SIGKILL');
      // It has no arguments any more while its threads end one by one, and its port is still open.
      while (exists(pid)) {
        await new Promise(resolve => setTimeout(resolve, 10));
      }
    }
    rmSync(this.pidFile, { force: true });
  }

  /** Undefined while it does not run. */
  public pid(): number | undefined {
    const pid = existsSync(this.pidFile) ? Number(readFileSync(this.pidFile, 'utf8')) : undefined;
    return pid !== undefined && argumentsOf(pid).includes(this.directory) ? pid : undefined;
  }

  /**
   * @throws with the end of its log if it ended by itself
   */
  public requireAlive(): void {
    if (this.pid() === undefined) {
      throw new Error(`${this.name} ended, and should not have:\n${this.logTail()}`);
    }
  }

  public logTail(): string {
    return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-LOG_LINES).join('\n');
  }
}

/**
 * The arguments of a running process, separated by spaces; empty if there is none of that id.
 *
 * An id alone proves nothing: systems use it again.
 */
export function argumentsOf(pid: number): string {
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Linux can kill a process when its parent dies. Elsewhere, and of what is killed together with the tests, the guard alone takes care. */
function diesWithItsParent(): readonly string[] {
  const setpriv = ['setpriv', '--pdeathsig', 'KILL'];
  setprivWorks ??= process.platform === 'linux' && spawnSync(setpriv[0]!, [...setpriv.slice(1), 'true']).status === 0;
  return setprivWorks ? setpriv : [];
}

let setprivWorks: boolean | undefined;
