import { CertificateAuthorityKind } from './certificate-authority-kind';
import { MeshCluster } from './mesh-cluster';
import { MeshLink } from './mesh-link';

/** Whether the cluster's certificate authority is in AWS Secrets Manager. */
export function keepsCertificateAuthority(cluster: MeshCluster): boolean {
  return cluster.certificateAuthority.kind === CertificateAuthorityKind.EXTERNAL_SECRETS;
}

/** The links whose consumers read the cluster with a token from AWS Secrets Manager, where the cluster puts it; sorted by consumer. */
export function keptTokens(cluster: MeshCluster): MeshLink[] {
  return cluster.provides.filter(link => link._hasExternalSecret);
}

/**
 * The links whose token the cluster takes from another account, sorted by provider. Its role needs leave from its own account for that too:
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
 */
export function foreignTokens(cluster: MeshCluster): MeshLink[] {
  return cluster.consumes.filter(link => link._hasExternalSecret && link.isCrossAccount);
}

/** Whether there is anything for a secrets stack of the cluster. */
export function needsSecretsStack(cluster: MeshCluster): boolean {
  return keepsCertificateAuthority(cluster) || keptTokens(cluster).length > 0 || foreignTokens(cluster).length > 0;
}
