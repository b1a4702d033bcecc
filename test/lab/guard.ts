/** Takes the lab down when whoever brought it up is gone before it said that the lab is to stay. Run by `guardLab`. */
import { ChildProcess, spawn } from 'child_process';
import { Socket } from 'net';
import { pathToFileURL } from 'url';
import { Lab } from './lab';

/** What the guard is told when the lab is to stay. */
const STAY = 'stay\n';

/** Watches over the lab that this process is about to bring up. */
export class LabGuard {
  private readonly child: ChildProcess;

  public constructor() {
    // A session of its own: what ends this process, a terminal too, must not end it.
    this.child = spawn(process.execPath, ['--import', pathToFileURL(require.resolve('tsx')).href, __filename], {
      detached: true, stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.child.unref();
    (this.child.stdin as Socket).unref();
    this.child.stdin!.on('error', () => {});
  }

  /** Lets the lab stay as it is: up on purpose, or down already. */
  public async dismiss(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) {
      return;
    }
    // Or this process would end here, with what it has to do after that, when nothing else keeps it.
    this.child.ref();
    const ended = new Promise(resolve => this.child.once('exit', resolve));
    this.child.stdin!.end(STAY);
    await ended;
  }
}

function watch(): void {
  // Signals are for the process that is watched.
  ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach(signal => process.on(signal, () => {}));
  let told = '';
  process.stdin.on('data', chunk => { told += String(chunk); });
  process.stdin.on('close', () => {
    if (told !== STAY) {
      void Lab.down();
    }
  });
}

if (require.main === module) {
  watch();
}
