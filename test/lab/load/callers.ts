import { stringify } from 'yaml';
import { CLIENT_IMAGE } from '../images/images';
import { Lab } from '../lab';
import { READY_WITHIN } from '../live/ready-within';

/**
 * How a caller's proxy uses its connections over the link.
 *
 * - `pooled`: as the bundle has it, several requests one after the other on each;
 * - `fresh`: a new connection for each request, TLS handshake included, as after every failure and with many short-lived callers.
 */
export type CallerKind = 'pooled' | 'fresh';

export const CALLER_KINDS: readonly CallerKind[] = ['pooled', 'fresh'];

const ONE_REQUEST_EACH = { http: { maxRequestsPerConnection: 1 } };

/** As the bundle has them, but without an end. */
export const LONG_LIVED_CONNECTIONS = { tcp: { connectTimeout: '3s' } };

/** Each kind has a namespace of its own: a DestinationRule hides those of the root namespace from all of its namespace, whatever workloads it selects. */
export function callerNamespace(kind: CallerKind): string {
  return `load-${kind}`;
}

/** Two workloads of a cluster that call a service of another. */
export class Callers {
  /** Makes them, and waits until they are ready. */
  public static async make(lab: Lab, cluster: string, host: string): Promise<Callers> {
    const objects = [
      ...CALLER_KINDS.flatMap(kind => [namespace(kind), deployment(kind)]),
      connections('fresh', host, ONE_REQUEST_EACH),
    ];
    const callers = new Callers(lab, cluster, host);
    await callers.kubectl(['apply', '-f', '-'], objects.map(object => stringify(object)).join('---\n'));
    for (const kind of CALLER_KINDS) {
      await callers.kubectl(['rollout', 'status', '-n', callerNamespace(kind), `deploy/${kind}`, '--timeout', READY_WITHIN]);
    }
    return callers;
  }

  private constructor(public readonly lab: Lab, public readonly cluster: string, public readonly host: string) {}

  /** Removes them. */
  public async remove(): Promise<void> {
    await this.kubectl(['delete', 'namespace', ...CALLER_KINDS.map(callerNamespace), '--ignore-not-found', '--wait', '--timeout', '180s']);
  }

  /** Has the proxies of a kind keep other rules for the connections to the service: `connectionPool` of a DestinationRule. */
  public async setConnectionPool(kind: CallerKind, connectionPool: object): Promise<void> {
    await this.kubectl(['apply', '-f', '-'], stringify(connections(kind, this.host, connectionPool)));
  }

  /** Undoes that. */
  public async resetConnectionPool(kind: CallerKind): Promise<void> {
    if (kind === 'fresh') {
      await this.setConnectionPool(kind, ONE_REQUEST_EACH);
    } else {
      await this.kubectl(['delete', 'destinationrule', '-n', callerNamespace(kind), kind, '--ignore-not-found']);
    }
  }

  /** What the proxy counts for the service; its counters and gauges by their names in Envoy. */
  public async proxyStatistics(kind: CallerKind, ...names: readonly string[]): Promise<number[]> {
    const text = await this.kubectl(['exec', '-n', callerNamespace(kind), `deploy/${kind}`, '-c', 'istio-proxy', '--',
      'pilot-agent', 'request', 'GET', `stats?filter=${this.host.replace(/\./g, '\\.')}`]);
    return names.map(name => text.split('\n').filter(line => line.includes(`.${name}: `))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0));
  }

  private async kubectl(args: readonly string[], input?: string): Promise<string> {
    return this.lab.cluster(this.cluster).kubectl(args, input);
  }
}

function namespace(kind: CallerKind): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: callerNamespace(kind), labels: { 'istio-injection': 'enabled' } } };
}

function deployment(kind: CallerKind): object {
  const labels = { app: kind };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: kind, namespace: callerNamespace(kind) },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: {
          labels,
          // Its counters for one service are what tests look into; others are not kept by default.
          annotations: { 'proxy.istio.io/config': 'proxyStatsMatcher:\n  inclusionPrefixes: ["cluster.outbound"]\n' },
        },
        spec: {
          terminationGracePeriodSeconds: 1,
          containers: [{ name: 'caller', image: CLIENT_IMAGE, imagePullPolicy: 'IfNotPresent' }],
        },
      },
    },
  };
}

/** For one kind of caller only; TLS stays as the mesh has it. */
function connections(kind: CallerKind, host: string, connectionPool: object): object {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: kind, namespace: callerNamespace(kind) },
    spec: { host, exportTo: ['.'], trafficPolicy: { connectionPool } },
  };
}
