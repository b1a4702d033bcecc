import { join } from 'path';
import { Cluster, KubernetesObject } from './cluster';
import { sharedClusters } from './shared-clusters';

const GOLDEN = join(__dirname, '..', 'golden', 'two-clusters', 'dist');

export const ISTIO_NAMESPACE = 'istio-system';

/** What the bundles hold that needs no custom resource definition: the namespaces, and what the peer's istiod reads with. */
const FILES = ['00-namespace.yaml', '50-reader.yaml'];

/** The kinds that the command line makes, or that tests put before it. */
const KINDS = 'secrets,serviceaccounts,deployments.apps';

/** Applies the part of a cluster's golden bundle that is plain Kubernetes. */
export function applyBundle(cluster: Cluster): void {
  cluster.kubectl(['apply', ...FILES.flatMap(file => ['--filename', join(GOLDEN, cluster.name, file)])]);
}

/** Removes from `istio-system` what is not of the cluster's bundle, nor made by Kubernetes itself. */
export function cleanIstioNamespace(cluster: Cluster): void {
  const own = cluster.name === 'cluster1' ? 'istio-reader-cluster2' : 'istio-reader-cluster1';
  const { items } = cluster.json<{ items: KubernetesObject[] }>(['get', KINDS, '--namespace', ISTIO_NAMESPACE]);
  const foreign = items.filter(({ kind, metadata: { name } }) => kind !== 'ServiceAccount' || !['default', own].includes(name));
  if (foreign.length > 0) {
    cluster.kubectl(['delete', '--namespace', ISTIO_NAMESPACE, ...foreign.map(({ kind, metadata: { name } }) => `${kind.toLowerCase()}/${name}`)]);
  }
}

/**
 * Gives each test of the file that calls this an `istio-system` in both clusters as their bundles make it, whatever the
 * test before did there.
 */
export function withMeshNamespaces(): void {
  const { cluster1, cluster2 } = sharedClusters();
  beforeEach(() => [cluster1, cluster2].forEach(applyBundle));
  afterEach(() => [cluster1, cluster2].forEach(cleanIstioNamespace));
}
