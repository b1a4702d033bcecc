import { Caller } from '../guide/calls';
import { Commands } from '../guide/commands';

/** The healthy endpoints that the proxy of a caller has of a service, as `address:port`, sorted; none also where it does not know the service. */
export async function endpointsOf(commands: Commands, { cluster, namespace, workload }: Caller, host: string, port: number): Promise<string[]> {
  const table = await commands.istioctl([
    'proxy-config', 'endpoint', `${workload}.${namespace}`, '--context', cluster, '--cluster', `outbound|${port}||${host}`, '--status', 'healthy',
  ]);
  return table.split('\n').map(line => line.split(/\s/)[0]!).filter(word => /^\d+\.\d+\.\d+\.\d+:\d+$/.test(word)).sort();
}
