import { Kubectl } from './kubectl';
import { quoted } from '../../mesh/quoted';

/** What tells an EKS cluster from others in the names of contexts. */
export interface ContextCluster {
  readonly name: string;
  /** Undefined where the cluster is no longer in the mesh. */
  readonly account?: string;
  readonly region?: string;
}

/** The contexts that were named with `--context`, by cluster. */
export type NamedContexts = ReadonlyMap<string, string>;

/**
 * Reads the values of `--context`: `<cluster>=<context>`, or only the context where the command is about one cluster.
 *
 * @throws when a value names no cluster that the command is about, or a cluster is named twice
 */
export function parseContexts(values: readonly string[], clusters: readonly string[]): NamedContexts {
  const named = new Map<string, string>();
  for (const value of values) {
    const [cluster, context] = splitContext(value, clusters);
    if (named.has(cluster)) {
      throw new Error(`--context names ${quoted(named.get(cluster)!)} and ${quoted(context)} for cluster ${quoted(cluster)}: give one`);
    }
    named.set(cluster, context);
  }
  return named;
}

/** A context may have a "=" in its name, a cluster may not. */
function splitContext(value: string, clusters: readonly string[]): [cluster: string, context: string] {
  const cluster = clusters.find(name => value.startsWith(`${name}=`));
  const context = cluster === undefined ? value : value.slice(cluster.length + 1);
  if (context === '') {
    throw new Error(`--context ${quoted(value)} is empty: give the name of a context of your kubeconfig`);
  }
  if (cluster !== undefined) {
    return [cluster, context];
  }
  if (clusters.length !== 1) {
    throw new Error(`--context ${quoted(value)} does not say for which cluster: give <cluster>=<context> with ${clusters.map(quoted).join(' or ')}`);
  }
  return [clusters[0], context];
}

/**
 * The context that leads to a cluster: the one that was named, else the only one of the kubeconfig that has its name, as kubectl users,
 * `aws eks update-kubeconfig` and eksctl name contexts.
 *
 * @throws when there is none or several, or the named one is not in the kubeconfig
 */
export async function contextOf(kubectl: Kubectl, cluster: ContextCluster, named: NamedContexts): Promise<string> {
  const contexts = await kubectl.contexts();
  const asked = named.get(cluster.name);
  const there = contexts.length === 0 ? 'it has none (kubectl looks where KUBECONFIG says, or in ~/.kube/config)' : `it has ${contexts.map(quoted).join(', ')}`;
  if (asked !== undefined) {
    if (!contexts.includes(asked)) {
      throw new Error(`context ${quoted(asked)} of cluster ${quoted(cluster.name)} is not in your kubeconfig: ${there}`);
    }
    return asked;
  }
  if (contexts.includes(cluster.name)) {
    return cluster.name;
  }
  const candidates = contexts.filter(context => isEksContext(context, cluster));
  if (candidates.length !== 1) {
    throw new Error(`${candidates.length === 0 ? 'no context' : `${candidates.length} contexts`} of your kubeconfig ${candidates.length === 0 ? 'has' : 'have'} the name of ` +
      `cluster ${quoted(cluster.name)}: name one with --context ${cluster.name}=<context>; ${there}`);
  }
  return candidates[0];
}

function isEksContext(context: string, { name, account, region }: ContextCluster): boolean {
  const arn = /^arn:[a-z-]+:eks:([^:]+):([^:]+):cluster\/(.+)$/.exec(context);
  const eksctl = /@([^.@]+)\.([^.@]+)\.eksctl\.io$/.exec(context);
  return arn
    ? arn[3] === name && arn[1] === region && arn[2] === account
    : eksctl !== null && eksctl[1] === name && eksctl[2] === region;
}
