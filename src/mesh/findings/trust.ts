import { Finding, FindingSeverity } from '../finding';
import { Mesh } from '../mesh';
import { MeshCluster } from '../mesh-cluster';

/** The group of issuers whose keys are usually Secrets of their own cluster. */
const IN_CLUSTER_ISSUERS = 'cert-manager.io';

/** TRUST: where certificate authorities come from. */
export function trustFindings(mesh: Mesh): Finding[] {
  const [first, ...others] = mesh.clusters;
  if (others.length === 0) {
    return [];
  }
  const sources = new Set(mesh.clusters.map(source));
  return sources.size === 1 && !sources.has(IN_CLUSTER_ISSUERS) ? [] : [{
    id: 'TRUST-01',
    severity: FindingSeverity.INFO,
    subject: first.name,
    message: `whether the certificate authorities of mesh "${mesh.meshId}" lead to one root is not known at synthesis ` +
      `(${mesh.clusters.map(cluster => `${cluster.name}: ${described(cluster)}`).join(', ')}): compare the root in the Secret cacerts of each cluster before the first call`,
  }];
}

/** Who makes the authority: a kind, or the group of its issuer. */
function source({ certificateAuthority: { kind, _certManager } }: MeshCluster): string {
  return _certManager?.issuerGroup ?? kind;
}

function described({ certificateAuthority: { kind, _certManager } }: MeshCluster): string {
  return _certManager ? `${_certManager.issuerKind} "${_certManager.issuerName}"` : kind;
}
