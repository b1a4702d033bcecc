import { ChildProcessWithoutNullStreams, spawn } from 'child_process';
import { createInterface } from 'readline';
import { python } from './virtual-environment';

/** How much of what a program wrote an error message shows. */
const LOG_LINES = 20;

/** How much of it is kept: some run for days. */
const KEPT_LOG_LINES = 20_000;

/**
 * A Python program that takes a line of JSON and gives one.
 *
 * It ends when its input does, also when this process is killed.
 */
export class LineProcess {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly waiting: { resolve(line: unknown): void; reject(error: Error): void }[] = [];
  private readonly log: string[] = [];
  private readonly listeners: ((line: string) => void)[] = [];
  private readonly ended: Promise<void>;
  private hasEnded = false;

  /** @param args those of Python */
  constructor(args: readonly string[]) {
    // Nothing of the caller's environment: not its credentials, its proxies nor its settings of Python. Without -B, Python writes beside its sources.
    this.child = spawn(python(), ['-B', ...args], { cwd: __dirname, env: { PATH: process.env.PATH, LANG: 'C.UTF-8' } });
    createInterface({ input: this.child.stdout }).on('line', line => this.waiting.shift()?.resolve(JSON.parse(line)));
    createInterface({ input: this.child.stderr }).on('line', line => {
      this.log.push(line);
      this.log.splice(0, this.log.length - KEPT_LOG_LINES);
      this.listeners.forEach(listener => listener(line));
    });
    // Closed by its reader, when the program has ended already.
    this.child.stdin.on('error', () => {});
    this.ended = new Promise(resolve => this.child.once('close', () => {
      this.hasEnded = true;
      this.waiting.splice(0).forEach(({ reject }) => reject(new Error(`python ${args.join(' ')} ended:\n${this.log.slice(-LOG_LINES).join('\n')}`)));
      resolve();
    }).once('error', error => {
      this.waiting.splice(0).forEach(({ reject }) => reject(error));
      resolve();
    }));
  }

  /** Sends a line, and gives the one that comes back. */
  public async ask(request: unknown): Promise<unknown> {
    if (this.hasEnded) {
      throw new Error(`process ${this.pid} ended already:\n${this.log.slice(-LOG_LINES).join('\n')}`);
    }
    const answer = new Promise<unknown>((resolve, reject) => this.waiting.push({ resolve, reject }));
    this.tell(request);
    return answer;
  }

  public tell(request: unknown): void {
    this.child.stdin.write(`${JSON.stringify(request)}\n`);
  }

  public get pid(): number {
    return this.child.pid!;
  }

  /** Tells of each line that the program writes to its standard error. */
  public onLogLine(listener: (line: string) => void): void {
    this.listeners.push(listener);
  }

  /** What the program wrote to its standard error, by line: the last of it. */
  public get logLines(): readonly string[] {
    return this.log;
  }

  public async end(): Promise<void> {
    this.child.stdin.end();
    await this.ended;
  }
}
