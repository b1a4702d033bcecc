import { Lab, Progress, timed } from '../lab';
import { eventually } from '../live/eventually';

/** How long a call may fail after everything is installed: proxies learn of a remote cluster in steps. */
const ANSWERED_WITHIN_MS = 120_000;

/** How a call between workloads ended. */
export interface CallResult {
  /** Undefined when there was none: no connection, or curl gave up. */
  readonly status?: number;
  readonly body: string;
  /** What curl says of a failure. */
  readonly error: string;
}

/** Who calls. */
export interface Caller {
  readonly cluster: string;
  readonly namespace: string;
  /** As kubectl names it, for instance `deploy/api`. */
  readonly workload: string;
  /** Of its containers; the first unless given. */
  readonly container?: string;
}

/** Calls an URL from a container of a workload, through its proxy. */
export async function call(lab: Lab, { cluster, namespace, workload, container }: Caller, url: string): Promise<CallResult> {
  const { exitCode, stdout, stderr } = await lab.cluster(cluster).tryKubectl(['exec', '-n', namespace, workload, ...container ? ['-c', container] : [], '--',
    'curl', '--silent', '--show-error', '--max-time', '10', '--write-out', '\n%{http_code}', url]);
  const [, body = '', status] = /^([\s\S]*)\n(\d{3})$/.exec(stdout) ?? [];
  return { status: exitCode === 0 ? Number(status) : undefined, body, error: stderr.trim() };
}

/** The guide's last step, between all clusters of a lab whose example runs the demo: each answers with its name. */
export async function checkCalls(lab: Lab, progress: Progress): Promise<void> {
  const { clusters, links } = lab.app.mesh;
  for (const { consumer, provider } of links) {
    const caller = clusters.find(({ name }) => name === consumer)!.exports[0]!;
    const called = clusters.find(({ name }) => name === provider)!.exports[0]!;
    const url = `http://${called.host}:${called.ports[0]!.port}/`;
    await timed(progress, `curl ${url} from ${consumer}`, async () => {
      const [name, namespace] = caller.host.split('.');
      const answer = await untilAnswered(lab, { cluster: consumer, namespace: namespace!, workload: `deploy/${name}`, container: 'webserver' }, url);
      if (answer !== `hello from ${provider}\n`) {
        throw new Error(`${url} called from ${consumer} was answered by somebody else: ${JSON.stringify(answer)}`);
      }
      progress(`  ${answer.trim()}`);
    });
  }
}

/** @throws with the last failure when there is no answer with status 200 in time */
export async function untilAnswered(lab: Lab, from: Caller, url: string, withinMs = ANSWERED_WITHIN_MS): Promise<string> {
  const { body } = await eventually(`${url} called from ${from.cluster} is answered`, async () => call(lab, from, url), ({ status }) => status === 200, withinMs);
  return body;
}
