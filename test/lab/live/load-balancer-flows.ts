import { runCommand } from '../network/run-command';
import { namespacePath } from '../private-link/network-namespace';

/** The established connections that a load balancer holds: how many seconds each stays when nothing comes, by where it comes from. */
export async function loadBalancerFlows(namespace: string, port: number): Promise<Map<string, number>> {
  const table = await runCommand('nsenter', [`--net=${namespacePath(namespace)}`, 'conntrack', '-L', '-p', 'tcp', '--orig-port-dst', `${port}`]);
  const lines = table.split('\n').map(line => /^tcp\s+6 (\d+) ESTABLISHED src=(\S+) dst=(\S+) sport=(\d+) /.exec(line));
  return new Map(lines.flatMap(found => (found ? [[`${found[2]}:${found[4]} -> ${found[3]}:${port}`, Number(found[1])]] : [])));
}

/** How many packets a load balancer has answered with a reset, because they belong to no connection that it knows. */
export async function loadBalancerResets(namespace: string): Promise<number> {
  const rules = await runCommand('nsenter', [`--net=${namespacePath(namespace)}`, 'iptables', '-nvxL', 'INPUT']);
  const counts = rules.split('\n').filter(line => line.includes('tcp-reset')).map(line => Number(line.trim().split(/\s+/)[0]));
  if (counts.length === 0) {
    throw new Error(`${namespace} has no rule that sends resets:\n${rules}`);
  }
  return counts.reduce((sum, count) => sum + count, 0);
}
