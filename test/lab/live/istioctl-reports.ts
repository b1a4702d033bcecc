import { Commands } from '../guide/commands';

/** What `istioctl analyze` says of something. */
export interface AnalysisMessage {
  readonly level: string;
  /** For instance `IST0101`. */
  readonly code: string;
  /** For instance `VirtualService shop/status`. */
  readonly origin: string;
  readonly message: string;
}

/** What the istiods of a cluster say of the clusters that they watch, its own included: `synced`, `timeout` and so on by the name of the cluster. */
export async function remoteClusters(commands: Commands, cluster: string): Promise<{ readonly [cluster: string]: string }> {
  const [header, ...rows] = (await commands.istioctl(['remote-clusters', '--context', cluster])).trimEnd().split('\n');
  // The cluster itself has no secret, so that words cannot be counted.
  const column = header!.indexOf('STATUS');
  return Object.fromEntries(rows.map(row => [row.split(/\s/)[0]!, row.slice(column).trimStart().split(/\s/)[0]!]));
}

/**
 * What `istioctl analyze` has to say of a cluster and others.
 *
 * @param others as contexts: in the remote secrets is an address that leads nowhere outside the VPC, and istioctl waits for it for ever
 */
export async function analyze(commands: Commands, cluster: string, others: readonly string[]): Promise<AnalysisMessage[]> {
  const contexts = others.flatMap(other => ['--remote-contexts', other]);
  return JSON.parse(await commands.istioctl(['analyze', '--all-namespaces', '--context', cluster, ...contexts, '--output', 'json'])) as AnalysisMessage[];
}
