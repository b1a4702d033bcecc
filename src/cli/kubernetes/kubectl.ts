import { spawn } from 'child_process';
import { existsSync } from 'fs';
import { quoted } from '../../mesh/quoted';
import { errorText, isSystemError } from '../error-text';

/** How long kubectl may wait for an answer of an API server, unless it is told to wait for something. */
const REQUEST_TIMEOUT_SECONDS = 20;

/** How much longer than that it may take in all, with the program that its kubeconfig names for credentials. */
const GRACE_SECONDS = 40;

/** What kubectl says when it fails. */
export class KubectlError extends Error {
  /** Why the API server refused, in its own words, for instance `NotFound`; undefined where there was no such answer. */
  public readonly reason?: string;

  constructor(message: string) {
    const match = /^Error from server \((\w+)\): (.*)$/s.exec(message) ?? /^(?=.*\((Unauthorized)\))(.*)$/s.exec(message);
    super(match?.[2] ?? message);
    // A KubectlError is an answer, not a fault of this program.
    this.name = 'Error';
    this.reason = match?.[1];
  }
}

export interface KubectlOptions {
  /** What kubectl reads from its standard input. Secrets go this way: arguments can be seen by every user of the machine. */
  readonly input?: string;
  /** How long it waits by itself, where it is told to. */
  readonly waitsSeconds?: number;
}

/** The user's own kubectl, with the user's own kubeconfig: how a cluster is reached and who asks is decided there. */
export class Kubectl {
  /**
   * @param env the environment, with KUBECONFIG and what programs for credentials need
   * @param kubeconfig the file to use instead of the one that kubectl finds
   */
  constructor(private readonly env: NodeJS.ProcessEnv, private readonly kubeconfig?: string) {}

  /**
   * Runs kubectl.
   *
   * @returns its standard output
   * @throws KubectlError when it fails
   * @throws when there is no kubectl
   */
  public async run(args: readonly string[], { input, waitsSeconds }: KubectlOptions = {}): Promise<string> {
    const flags = this.kubeconfig === undefined ? [] : [`--kubeconfig=${this.kubeconfig}`];
    const timeout = waitsSeconds === undefined ? [`--request-timeout=${REQUEST_TIMEOUT_SECONDS}s`] : [];
    const limit = (waitsSeconds ?? REQUEST_TIMEOUT_SECONDS) + GRACE_SECONDS;
    return new Promise((resolve, reject) => {
      const child = spawn('kubectl', [...args, ...flags, ...timeout], { env: this.env, stdio: ['pipe', 'pipe', 'pipe'] });
      const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
      const text = (stream: keyof typeof chunks) => Buffer.concat(chunks[stream]).toString();
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        // What kubectl itself started, for credentials, may live on and hold these.
        [child.stdin, child.stdout, child.stderr].forEach(stream => stream.destroy());
        const said = spoken(text('stderr'));
        reject(new KubectlError(`there was no answer within ${limit} seconds${said === '' ? '' : ` (${said})`}`));
      }, limit * 1000);
      child.stdout.on('data', (chunk: Buffer) => chunks.stdout.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => chunks.stderr.push(chunk));
      // It may end before it has read everything; its exit code says why.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input ?? '');
      child.on('error', error => {
        clearTimeout(timer);
        reject(new Error(`kubectl ${isSystemError(error, 'ENOENT') ? 'not found' : `cannot be started (${errorText(error)})`}: this command reads and writes objects ` +
          'of your clusters with it; install it (https://kubernetes.io/docs/tasks/tools/#kubectl) and see that it is on the PATH'));
      });
      child.on('close', (code, signal) => {
        clearTimeout(timer);
        if (code === 0) {
          resolve(text('stdout'));
        } else {
          reject(new KubectlError(complaint(text('stdout'), text('stderr')) || `kubectl ended with ${signal ?? `exit code ${code}`}, and said nothing`));
        }
      });
    });
  }

  /**
   * The names of the contexts in the kubeconfig.
   *
   * @throws when there is no such file: kubectl would say that it has no contexts
   */
  public async contexts(): Promise<string[]> {
    if (this.kubeconfig !== undefined && !existsSync(this.kubeconfig)) {
      throw new Error(`kubeconfig ${quoted(this.kubeconfig)} not found: give the path of yours with --kubeconfig`);
    }
    return (await this.run(['config', 'get-contexts', '-o', 'name'])).split('\n').filter(line => line !== '');
  }
}

/** What kubectl complains of when it fails, in words that help. */
function complaint(stdout: string, stderr: string): string {
  // It asks on its standard output, and its standard input is no terminal.
  if (stdout.startsWith('Please enter ')) {
    return 'the context has no credentials, kubectl asks for a user name: see "kubectl config view --minify" for the context';
  }
  const said = spoken(stderr);
  return said.includes('unknown flag: --raw') ? 'this kubectl is too old, it has no option --raw: install a newer one' : said;
}

/** Standard error without what libraries log there, unless there is nothing else. */
function spoken(stderr: string): string {
  const lines = stderr.split('\n').map(line => line.trim()).filter(line => line !== '');
  const own = lines.filter(line => !/^([EWIF]\d{4} \d\d:|Warning: )/.test(line));
  return (own.length > 0 ? own : lines.slice(-1)).join('\n').replace(/^error: /, '');
}
