import { RemoteSecretFromSecretsManager } from '../../kubernetes/remote-secret-from-secrets-manager';
import { MeshCluster, MeshLink } from '../../mesh';
import { partialSecretArn, readerTokenSecretName } from '../../mesh/names';
import { BundleFile } from '../bundle-file';

export function remoteSecrets(cluster: MeshCluster): BundleFile[] {
  const links = takenTokens(cluster);
  return links.length === 0 ? [] : [{
    path: '60-remote-secrets.yaml',
    purpose: `With what the istiod of cluster ${cluster.name} reads the API servers of its providers, from the tokens that they push.`,
    syncWave: 30,
    content: {
      chart: chart => {
        for (const link of links) {
          const { provider } = link;
          const awsSecret = readerTokenSecretName(provider.mesh.meshId, provider.name, cluster.name);
          new RemoteSecretFromSecretsManager(chart, provider.name, {
            cluster: provider.name,
            address: link._endpointHostname(),
            // A name means a secret of one's own account.
            awsSecret: link.isCrossAccount ? partialSecretArn(provider, awsSecret) : awsSecret,
            region: provider.region,
            refreshMinutes: cluster.externalSecrets!.refreshMinutes,
          });
        }
      },
    },
  }];
}

/** The links over which the cluster reads others with a token that they push. */
export function takenTokens(cluster: MeshCluster): MeshLink[] {
  return cluster.consumes.filter(link => link._hasExternalSecret);
}
