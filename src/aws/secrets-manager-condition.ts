import { RegionInfo } from 'aws-cdk-lib/region-info';
import { MeshCluster } from '../mesh/mesh-cluster';
import { partialSecretArn } from '../mesh/names';

/** The ARN of a secret as policies name it: AWS adds a hyphen and six characters to the name. */
export function secretArnPattern(owner: Parameters<typeof partialSecretArn>[0], secretName: string): string {
  return `${partialSecretArn(owner, secretName)}-??????`;
}

/**
 * The condition under which a role may use a KMS key: when AWS Secrets Manager asks in its name, for a secret with such an ARN.
 *
 * A condition cannot name the secret's own ARN, because the secret names the key.
 *
 * @param owners clusters in the regions of the secrets
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html#security-encryption-encryption-context
 */
export function forSecrets(owners: readonly MeshCluster[], arnPattern: string): { [operator: string]: { [key: string]: string | string[] } } {
  const hosts = [...new Set(owners.flatMap(secretsManagerHosts))].sort();
  return {
    StringEquals: { 'kms:ViaService': hosts.length === 1 ? hosts[0] : hosts },
    StringLike: { 'kms:EncryptionContext:SecretARN': arnPattern },
  };
}

/** In China the name may end either way; both are AWS. */
function secretsManagerHosts({ region }: MeshCluster): string[] {
  return ['amazonaws.com', RegionInfo.get(region).domainSuffix!].map(suffix => `secretsmanager.${region}.${suffix}`);
}
