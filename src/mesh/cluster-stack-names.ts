import { needsSecretsStack } from './cluster-secrets';
import { MeshCluster } from './mesh-cluster';
import { consumerStackName, providerStackName, secretsStackName } from './names';

/** The names of a cluster's stacks; undefined where it needs none of a kind. */
export interface ClusterStackNames {
  readonly provider?: string;
  readonly consumer?: string;
  readonly secrets?: string;
}

export function clusterStackNames(cluster: MeshCluster): ClusterStackNames {
  const { mesh: { meshId }, name, provides, consumes } = cluster;
  return {
    provider: provides.length > 0 ? providerStackName(meshId, name) : undefined,
    consumer: consumes.length > 0 ? consumerStackName(meshId, name) : undefined,
    secrets: needsSecretsStack(cluster) ? secretsStackName(meshId, name) : undefined,
  };
}
