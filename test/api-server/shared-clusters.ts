import { writeFileSync } from 'fs';
import { join } from 'path';
import { Cluster } from './cluster';
import { kubeconfig } from './kubeconfig';
import { kubectlEnvironment } from './kubectl-environment';
import { runDirectory } from './run-directory';

/** The two clusters that all tests of a run share, named as in examples/two-clusters. */
export interface SharedClusters {
  readonly cluster1: Cluster;
  readonly cluster2: Cluster;
  /** A kubeconfig with the contexts `cluster1` and `cluster2`, and no current one. */
  readonly kubeconfig: string;
  /** For programs that run kubectl: `PATH` has the one that was built, `KUBECONFIG` both contexts. */
  readonly env: NodeJS.ProcessEnv;
}

/** Starts both at the same time. */
export async function startSharedClusters(): Promise<void> {
  const clusters = await Promise.all(['cluster1', 'cluster2'].map(async name => Cluster.create(name)));
  writeFileSync(kubeconfigPath(), kubeconfig(clusters.map(cluster => cluster.kubeconfigEntry())), { mode: 0o600 });
}

export function sharedClusters(): SharedClusters {
  return { cluster1: Cluster.open('cluster1'), cluster2: Cluster.open('cluster2'), kubeconfig: kubeconfigPath(), env: kubectlEnvironment(kubeconfigPath()) };
}

function kubeconfigPath(): string {
  return join(runDirectory(), 'kubeconfig');
}
