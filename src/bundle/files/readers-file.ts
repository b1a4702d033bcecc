import { PushedReaderToken } from '../../kubernetes/pushed-reader-token';
import { RemoteReader } from '../../kubernetes/remote-reader';
import { MeshCluster } from '../../mesh';
import { readerTokenSecretName } from '../../mesh/names';
import { readerTokenPolicy } from '../../mesh/reader-token-policy';
import { BundleFile } from '../bundle-file';

export function readers(cluster: MeshCluster): BundleFile[] {
  const links = cluster.provides.filter(link => link._isDiscovery);
  return links.length === 0 ? [] : [{
    path: '50-reader.yaml',
    purpose: `What the istiod of each consumer may read in cluster ${cluster.name}; removing a consumer removes exactly its account.`,
    syncWave: 25,
    content: {
      chart: chart => {
        for (const link of links) {
          new RemoteReader(chart, link.consumer.name, {
            consumer: link.consumer.name,
            access: link.mode.readerAccess!,
            // The reader serves the consumer's istiod, so the consumer's version decides.
            configMaps: link.consumer.istioVersion._readsRemoteMeshConfig,
          });
          if (link._hasExternalSecret) {
            new PushedReaderToken(chart, `${link.consumer.name}-token`, {
              consumer: link.consumer.name,
              tokenRevision: link.mode.remoteSecret!.tokenRevision,
              awsSecret: readerTokenSecretName(cluster.mesh.meshId, cluster.name, link.consumer.name),
              region: cluster.region,
              resourcePolicy: JSON.stringify(readerTokenPolicy(link)),
              refreshMinutes: cluster.externalSecrets!.refreshMinutes,
            });
          }
        }
      },
    },
  }];
}
