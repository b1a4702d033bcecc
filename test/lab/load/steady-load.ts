import { ChildProcess, spawn } from 'child_process';
import { createInterface } from 'readline';
import { CALLER_KINDS, CallerKind, callerNamespace, Callers } from './callers';
import { CallRecord, isAnswered } from './load-report';
import { component } from '../../../scripts/components/build';

/** Of each kind: half of them keep their own connection to the proxy, half make a new one for each request. */
const CALLERS_OF_A_KIND = 4;

/** 2.5 requests a second for each of 8 callers: 20 in all. */
const REQUESTS_A_MINUTE = 150;

/** When a caller gives a request up. */
export const GIVES_UP_AFTER_SECONDS = 10;

const CHECK_EVERY_MS = 100;

/** Requests at a steady rate, each of whose ends is written down. A caller waits for its answer, so one that hangs makes fewer. */
export class SteadyLoad {
  /** Begins, and waits until each caller was answered. */
  public static async start(callers: Callers): Promise<SteadyLoad> {
    const load = new SteadyLoad(callers);
    await load.untilSteady(2000);
    return load;
  }

  public readonly records: CallRecord[] = [];
  private readonly children: ChildProcess[];
  private problems = '';

  private constructor(callers: Callers) {
    this.children = CALLER_KINDS.map(kind => this.startCallers(callers, kind));
  }

  /**
   * Waits until no request has failed for a while, and none hangs.
   *
   * @throws if that does not happen in time
   */
  public async untilSteady(forMs: number, withinMs = 120_000): Promise<void> {
    const begin = Date.now();
    for (;;) {
      await new Promise(resolve => setTimeout(resolve, CHECK_EVERY_MS));
      const now = Date.now();
      const since = now - forMs;
      const recent = this.records.filter(({ end }) => end > Math.max(since, begin));
      const answered = new Set(recent.filter(isAnswered).map(({ caller }) => caller));
      if (since >= begin && recent.every(isAnswered) && answered.size === CALLER_KINDS.length * CALLERS_OF_A_KIND) {
        return;
      }
      if (now - begin > withinMs) {
        const last = this.records.slice(-5).map(({ caller, status, error }) => `${caller} ${status} ${error}`).join('\n');
        throw new Error(`the load is not steady after ${withinMs / 1000} s; the last requests:\n${last}\n${this.problems}`);
      }
    }
  }

  /** Ends it, also in the pods. */
  public async stop(): Promise<readonly CallRecord[]> {
    await Promise.all(this.children.map(async child => {
      const closed = new Promise(resolve => child.once('close', resolve));
      child.stdin!.end();
      if (child.exitCode === null) await closed;
    }));
    return this.records;
  }

  private startCallers({ lab, cluster, host }: Callers, kind: CallerKind): ChildProcess {
    const child = spawn(component('kubectl'), ['--kubeconfig', lab.cluster(cluster).kubeconfig, '--context', cluster,
      'exec', '-i', '-n', callerNamespace(kind), `deploy/${kind}`, '-c', 'caller', '--', 'sh', '-c', script(host)], { stdio: 'pipe' });
    child.stdin.on('error', () => undefined);
    child.stderr.on('data', chunk => this.problems += String(chunk));
    createInterface({ input: child.stdout }).on('line', line => {
      const [number, status, seconds, ...error] = line.split(' ');
      this.records.push({ caller: `${kind} ${number}`, kind, end: Date.now(), status: status!, seconds: Number(seconds), error: error.join(' ') });
    });
    return child;
  }
}

/** Calls until its standard input ends, as it does with the test. */
function script(host: string): string {
  const callers = Array.from({ length: CALLERS_OF_A_KIND }, (_, number) => [
    // A line at a time, so that those of several callers do not mix.
    'stdbuf -oL curl --silent --rate', `${REQUESTS_A_MINUTE}/m`, '--max-time', GIVES_UP_AFTER_SECONDS, '--output /dev/null',
    number % 2 === 0 ? '' : '--header "Connection: close"',
    `--write-out '${number} %{http_code} %{time_total} %{errormsg}\\n' 'http://${host}/?[1-100000]' & pids="$pids $!"`,
  ].join(' '));
  return `${callers.join('\n')}\ncat > /dev/null\nkill $pids`;
}
