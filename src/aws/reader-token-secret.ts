import { RemovalPolicy, Tags } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { allowKeyForSecret, meshSecret } from './mesh-secret';
import { MeshLink } from '../mesh/mesh-link';
import { readerTokenSecretName } from '../mesh/names';
import { readerTokenPolicy } from '../mesh/reader-token-policy';

/** Properties of the secret of a reader's token. */
export interface ReaderTokenSecretProps {
  /** The link whose remote secret External Secrets makes. */
  readonly link: MeshLink;

  /**
   * The key that encrypts the secret, in the same account and region. Its policy is changed to let both roles use it for this secret.
   *
   * The policy of an imported key cannot be changed; there is a warning then.
   */
  readonly encryptionKey: kms.IKey;
}

/** Stronger than any tag that the app puts on all its resources. */
const TAG_PRIORITY = 1000;

/**
 * The secret through which the token of a reader goes from the provider's cluster to the consumer's.
 *
 * External Secrets in the provider pushes it with exactly the provider's role, and reads it in the consumer with exactly the consumer's role.
 * Administrators of the provider's account keep what their own policies give them; nobody is denied, because that would lock them out.
 * Both roles must exist when it is deployed. The secret is empty at first, and deleted with the stack, without a recovery window: the token is
 * made in the provider's cluster, and pushed again from there.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
 *
 * @example
 * const roles = 'arn:aws:iam::111111111111:role';
 * const web = mesh.addCluster('web', {
 *   account: '111111111111',
 *   region: 'eu-west-1',
 *   vpc: ClusterVpc.fromLookup('vpc-0a333333333333333'),
 *   externalSecrets: ExternalSecrets.withServiceAccount({ roleArn: `${roles}/web-secrets` }),
 * });
 * const data = mesh.addCluster('data', {
 *   account: '111111111111',
 *   region: 'eu-west-1',
 *   vpc: ClusterVpc.fromLookup('vpc-0a444444444444444'),
 *   externalSecrets: ExternalSecrets.withServiceAccount({ roleArn: `${roles}/data-secrets` }),
 * });
 * web.consume(data, { mode: LinkMode.discovery({ remoteSecret: RemoteSecret.externalSecrets() }) });
 *
 * const encryptionKey = new kms.Key(stack, 'Key', { enableKeyRotation: true });
 * new ReaderTokenSecret(stack, 'WebReadsData', { link: data.provides[0], encryptionKey });
 */
export class ReaderTokenSecret extends Construct {
  /** The name of the secret. */
  public readonly secretName: string;

  /**
   * The ARN of the secret.
   *
   * @attribute
   */
  public readonly secretArn: string;

  /** The resource policy of the secret, as JSON. The `PushSecret` must name the same, or External Secrets tries to replace it. */
  public readonly resourcePolicy: string;

  /**
   * @throws when another than External Secrets makes the remote secret of the link, or the stack is not in the provider's account and region
   */
  public constructor(scope: Construct, id: string, props: ReaderTokenSecretProps) {
    super(scope, id);
    const { link, encryptionKey } = props;
    const { consumer, provider } = link;
    const { mesh } = provider;
    if (!link._hasExternalSecret) {
      throw new Error(`link ${link.name} needs no secret in AWS: External Secrets does not make its remote secret, use RemoteSecret.externalSecrets() for the link`);
    }
    this.secretName = readerTokenSecretName(mesh.meshId, provider.name, consumer.name);
    const resourcePolicy = readerTokenPolicy(link);
    this.resourcePolicy = JSON.stringify(resourcePolicy);
    const secret = meshSecret(this, {
      owner: provider,
      secretName: this.secretName,
      description: `Token with which cluster ${consumer.name} reads the API server of cluster ${provider.name} in mesh ${mesh.meshId}`,
      encryptionKey,
      resourcePolicy,
      removalPolicy: RemovalPolicy.DESTROY,
      withoutRotation: 'Kubernetes makes the token and External Secrets pushes it; a new one is made by raising the tokenRevision of the link.',
    });
    // External Secrets pushes to no secret without it.
    Tags.of(secret).add('managed-by', 'external-secrets', { priority: TAG_PRIORITY });
    this.secretArn = secret.ref;

    // The same statement for all readers of the provider, so that it is in the key's policy once.
    allowKeyForSecret(encryptionKey, provider.externalSecrets!.roleArn, ['kms:Decrypt', 'kms:GenerateDataKey'], provider,
      readerTokenSecretName(mesh.meshId, provider.name, '*'));
    allowKeyForSecret(encryptionKey, consumer.externalSecrets!.roleArn, ['kms:Decrypt'], provider, this.secretName);
  }
}
