import { SingleNodeCluster } from '../cluster/single-node-cluster';

/**
 * The lines of proxies' access logs of requests that began since then; kubectl counts in seconds, which is not enough to tell tests apart.
 *
 * @param of whose, as `kubectl logs` is told
 * @param since ISO 8601
 */
export async function logSince(cluster: SingleNodeCluster, of: readonly string[], since: string): Promise<string[]> {
  const log = await cluster.kubectl(['logs', ...of, '--tail', '-1', '--since-time', since]);
  return log.split('\n').filter(line => (/^\[([^\]]+)\] /.exec(line)?.[1] ?? '') >= since);
}
