import { Caller } from '../guide/calls';
import { Commands } from '../guide/commands';
import { Lab } from '../lab';

/** After how many seconds without a packet the proxy of a caller probes its connections to a port of a service; undefined where it does not. */
export async function keepaliveSeconds(lab: Lab, { cluster, namespace, workload }: Caller, host: string, port: number): Promise<number | undefined> {
  const json = await new Commands(lab).istioctl(['proxy-config', 'cluster', `${workload}.${namespace}`, '--context', cluster,
    '--fqdn', host, '--port', `${port}`, '--output', 'json']);
  const [found] = JSON.parse(json) as { upstreamConnectionOptions?: { tcpKeepalive?: { keepaliveTime?: number } } }[];
  return found?.upstreamConnectionOptions?.tcpKeepalive?.keepaliveTime;
}

/** While something is done, the proxies of a cluster probe connections to one port of an imported service so late that it is never. */
export async function withoutKeepalive<T>(lab: Lab, cluster: string, host: string, port: number, use: () => Promise<T>): Promise<T> {
  const rule = ['destinationrule', host, '-n', 'istio-system'];
  const patch = async (portLevelSettings: readonly object[] | null) => lab.cluster(cluster).kubectl(
    ['patch', ...rule, '--type', 'merge', '--patch', JSON.stringify({ spec: { trafficPolicy: { portLevelSettings } } })]);
  const { spec: { trafficPolicy: { tls } } } = await lab.cluster(cluster).json<{ spec: { trafficPolicy: { tls: object } } }>(['get', ...rule]);
  try {
    // What is said of a port replaces all that is said of the service.
    await patch([{ port: { number: port }, tls, connectionPool: { tcp: { tcpKeepalive: { time: '3600s' } } } }]);
    return await use();
  } finally {
    await patch(null);
  }
}
