import { Command } from 'commander';
import { ContextCluster, contextOf, NamedContexts } from './contexts';
import { KubeApi, KubeObject } from './kube-api';
import { Kubectl } from './kubectl';
import { quoted } from '../../mesh/quoted';

/** The label of Istio's namespace that says which network the cluster is. */
const NETWORK_LABEL = 'topology.istio.io/network';

/** A cluster that a command is about. */
export interface OpenedCluster extends ContextCluster {
  readonly istioNamespace: string;
  /** Undefined where the cluster is no longer in the mesh. */
  readonly network?: string;
}

export function addContextOptions(command: Command, clusters: 'one' | 'several'): Command {
  const option = clusters === 'one'
    ? command.option('--context <context>', 'the context of your kubeconfig that leads to the cluster (default: the one with the cluster\'s name)')
    : command.option('--context <cluster=context...>', 'the context of your kubeconfig that leads to a cluster (default: the one with the cluster\'s name)');
  return option.option('--kubeconfig <file>', 'the kubeconfig to use (default: KUBECONFIG, or that of kubectl)');
}

/**
 * The API of a cluster of the mesh.
 *
 * @throws when no context leads there, it does not answer, or it is another cluster of the mesh
 */
export async function openCluster(kubectl: Kubectl, cluster: OpenedCluster, named: NamedContexts): Promise<KubeApi> {
  const api = new KubeApi(kubectl, cluster.name, await contextOf(kubectl, cluster, named));
  const namespace = await api.find<KubeObject>(`/api/v1/namespaces/${cluster.istioNamespace}`);
  if (!namespace) {
    throw new Error(`${api.name} has no namespace ${quoted(cluster.istioNamespace)}: apply 00-namespace.yaml of its bundle first`);
  }
  const network = namespace.metadata.labels?.[NETWORK_LABEL];
  if (network === undefined) {
    throw new Error(`namespace ${quoted(cluster.istioNamespace)} of ${api.name} has no label ${NETWORK_LABEL}, so nothing tells which cluster of the mesh it is: ` +
      'apply 00-namespace.yaml of its bundle first');
  }
  if (cluster.network !== undefined && network !== cluster.network) {
    throw new Error(`${api.name} says that it is network ${quoted(network)}, and cluster ${quoted(cluster.name)} is network ${quoted(cluster.network)}: ` +
      'the context leads to another cluster, name the right one with --context');
  }
  return api;
}
