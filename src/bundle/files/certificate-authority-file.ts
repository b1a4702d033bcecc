import { CacertsFromSecretsManager } from '../../kubernetes/cacerts-from-secrets-manager';
import { CertManagerIntermediate } from '../../kubernetes/cert-manager-intermediate';
import { CertificateAuthorityKind, MeshCluster } from '../../mesh';
import { cacertsSecretName } from '../../mesh/names';
import { BundleFile } from '../bundle-file';

export function certificateAuthority(cluster: MeshCluster): BundleFile[] {
  const { mesh, name, region, revision } = cluster;
  const file = (purpose: string, content: BundleFile['content']): BundleFile[] => [{ path: '10-ca.yaml', purpose, syncWave: -20, content }];
  switch (cluster.certificateAuthority.kind) {
    case CertificateAuthorityKind.FILES: return [];
    case CertificateAuthorityKind.CERT_MANAGER: return file(`The certificate authority of cluster ${name}: cert-manager makes it, before istiod starts.`, {
      chart: chart => {
        new CertManagerIntermediate(chart, 'ca', { meshId: mesh.meshId, cluster: name, certificateAuthority: cluster.certificateAuthority, revision });
      },
    });
    case CertificateAuthorityKind.EXTERNAL_SECRETS: return file(`The certificate authority of cluster ${name}: External Secrets brings it, before istiod starts.`, {
      chart: chart => {
        new CacertsFromSecretsManager(chart, 'ca', {
          awsSecret: cacertsSecretName(mesh.meshId, name),
          region,
          refreshMinutes: cluster.externalSecrets!.refreshMinutes,
        });
      },
    });
  }
}
