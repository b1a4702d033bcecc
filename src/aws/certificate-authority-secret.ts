import { RemovalPolicy } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { allowKeyForSecret, meshSecret } from './mesh-secret';
import { keepsCertificateAuthority } from '../mesh/cluster-secrets';
import { MeshCluster } from '../mesh/mesh-cluster';
import { cacertsSecretName } from '../mesh/names';

/** Properties of the secret of a certificate authority. */
export interface CertificateAuthoritySecretProps {
  /** The cluster that External Secrets brings its certificate authority to. */
  readonly cluster: MeshCluster;

  /**
   * The key that encrypts the secret, in the same account and region. Its policy is changed to let the cluster's role use it for this secret.
   *
   * The policy of an imported key cannot be changed; there is a warning then.
   */
  readonly encryptionKey: kms.IKey;
}

/**
 * The secret from which External Secrets makes a cluster's `cacerts`. Exactly the role of that cluster reads it.
 *
 * It is empty at first. Somebody whom the account lets fills it, with a JSON object of `ca-cert.pem`, `ca-key.pem`, `cert-chain.pem` and
 * `root-cert.pem`: `aws secretsmanager put-secret-value --secret-id <ARN> --secret-string file:///dev/stdin`. No stack and no cluster can.
 * The cluster's role must exist when it is deployed. Administrators keep what their own policies give them; nobody is denied.
 *
 * It is kept when it leaves the stack, because CloudFormation deletes secrets without a recovery window, and this may be the only copy of a key.
 * Delete it yourself, or import it, before you deploy one of that name again.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 *
 * @example
 * const orders = mesh.addCluster('orders', {
 *   account: '111111111111',
 *   region: 'eu-west-1',
 *   vpc: ClusterVpc.fromLookup('vpc-0a333333333333333'),
 *   certificateAuthority: CertificateAuthority.externalSecrets(),
 *   externalSecrets: ExternalSecrets.withServiceAccount({ roleArn: 'arn:aws:iam::111111111111:role/mesh-secrets' }),
 * });
 * orders.consume(cluster1);
 * const encryptionKey = new kms.Key(stack, 'Key', { enableKeyRotation: true });
 * new CertificateAuthoritySecret(stack, 'Cacerts', { cluster: orders, encryptionKey });
 */
export class CertificateAuthoritySecret extends Construct {
  /** The name of the secret. */
  public readonly secretName: string;

  /**
   * The ARN of the secret.
   *
   * @attribute
   */
  public readonly secretArn: string;

  /**
   * @throws when the cluster has another certificate authority, or the stack is not in its account and region
   */
  public constructor(scope: Construct, id: string, props: CertificateAuthoritySecretProps) {
    super(scope, id);
    const { cluster, encryptionKey } = props;
    const { mesh, name } = cluster;
    if (!keepsCertificateAuthority(cluster)) {
      throw new Error(`cluster "${name}" needs no secret in AWS for its certificate authority: that is "${cluster.certificateAuthority.kind}", ` +
        'use CertificateAuthority.externalSecrets() for the cluster');
    }
    const { roleArn } = cluster.externalSecrets!;
    this.secretName = cacertsSecretName(mesh.meshId, name);
    this.secretArn = meshSecret(this, {
      owner: cluster,
      secretName: this.secretName,
      description: `Certificate authority of cluster ${name} in mesh ${mesh.meshId}`,
      encryptionKey,
      resourcePolicy: {
        Version: '2012-10-17',
        Statement: [
          { Sid: 'ClusterReads', Effect: 'Allow', Principal: { AWS: roleArn }, Action: ['secretsmanager:GetSecretValue'], Resource: '*' },
        ],
      },
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      withoutRotation: 'The key of the root, which signs a new certificate authority, is offline; somebody renews it with the command line tool.',
    }).ref;
    allowKeyForSecret(encryptionKey, roleArn, ['kms:Decrypt'], cluster, this.secretName);
  }
}
