import { takenTokens } from './remote-secrets-file';
import { SecretsManagerAccount } from '../../kubernetes/secrets-manager-account';
import { SecretsManagerStore } from '../../kubernetes/secrets-manager-store';
import { MeshCluster } from '../../mesh';
import { keepsCertificateAuthority, keptTokens } from '../../mesh/cluster-secrets';
import { BundleFile } from '../bundle-file';

export function secretStores(cluster: MeshCluster): BundleFile[] {
  const regions = secretRegions(cluster);
  const { externalSecrets } = cluster;
  return regions.length === 0 || !externalSecrets ? [] : [{
    path: '05-secret-store.yaml',
    purpose: `How External Secrets of cluster ${cluster.name} reaches AWS Secrets Manager.`,
    syncWave: -25,
    content: {
      chart: chart => {
        if (externalSecrets.ownServiceAccount) {
          new SecretsManagerAccount(chart, 'account', { externalSecrets });
        }
        for (const region of regions) {
          new SecretsManagerStore(chart, region, { region, externalSecrets });
        }
      },
    },
  }];
}

/** The regions in which the cluster's External Secrets reads or writes, sorted. */
function secretRegions(cluster: MeshCluster): string[] {
  const own = keepsCertificateAuthority(cluster) || keptTokens(cluster).length > 0 ? [cluster.region] : [];
  return [...new Set([...own, ...takenTokens(cluster).map(link => link.provider.region)])].sort();
}
