import { CfnOutput, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { CertificateAuthoritySecret } from './certificate-authority-secret';
import { clusterStackProps, tagClusterStack } from './cluster-stack';
import { attachForeignTokensPolicy } from './foreign-tokens-policy';
import { checkKeyPolicySize } from './key-policy-size';
import { ReaderTokenSecret } from './reader-token-secret';
import { checkStackSize } from './stack-size';
import { foreignTokens, keepsCertificateAuthority, keptTokens, needsSecretsStack } from '../mesh/cluster-secrets';
import { MeshCluster } from '../mesh/mesh-cluster';
import { secretsStackName } from '../mesh/names';

/** Properties of a secrets stack. */
export interface SecretsStackProps extends StackProps {
  /**
   * The cluster whose secrets External Secrets brings or takes.
   *
   * It decides account, region and name of the stack; `env` and `stackName` are best left out.
   */
  readonly cluster: MeshCluster;
}

/**
 * What a cluster keeps in AWS Secrets Manager for External Secrets: its certificate authority, and the tokens with which others read it.
 *
 * The secrets are empty, and no value is ever in the template. Where the cluster takes tokens from other accounts, the stack lets its role read them.
 * All roles of External Secrets that it names must exist when it is deployed, also those of other accounts.
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
 * new SecretsStack(app, 'OrdersSecrets', { cluster: orders });
 */
export class SecretsStack extends Stack {
  /** The cluster whose secrets External Secrets brings or takes. */
  public readonly cluster: MeshCluster;

  /**
   * The key of all secrets of the stack. Undefined where there are none. It stays when the stack goes, because the certificate authority does,
   * and costs until you schedule its deletion.
   */
  public readonly encryptionKey?: kms.Key;

  /** The secret of the cluster's certificate authority. Undefined where External Secrets does not bring it. */
  public readonly certificateAuthoritySecret?: CertificateAuthoritySecret;

  private readonly _readerTokenSecrets: { [consumerName: string]: ReaderTokenSecret } = {};

  /**
   * @throws when External Secrets brings the cluster nothing and takes nothing from it, when a policy would be longer than AWS takes,
   * or when `env` or `stackName` contradict the cluster
   */
  public constructor(scope: Construct, id: string, props: SecretsStackProps) {
    const { cluster, ...stackProps } = props;
    const { mesh, name } = cluster;
    super(scope, id, clusterStackProps(cluster, secretsStackName(mesh.meshId, name), `Secrets of cluster ${name} in mesh ${mesh.meshId}`, stackProps));
    this.cluster = cluster;

    if (!needsSecretsStack(cluster)) {
      throw new Error(`cluster "${name}" needs no secrets stack: External Secrets brings it no certificate authority, takes no token from it, and brings it none from another account`);
    }
    const kept = keptTokens(cluster);
    const foreign = foreignTokens(cluster);
    if (keepsCertificateAuthority(cluster) || kept.length > 0) {
      this.encryptionKey = new kms.Key(this, 'Key', {
        alias: `istio-privatelink/${mesh.meshId}/${name}`,
        description: `Secrets of cluster ${name} in mesh ${mesh.meshId}`,
        enableKeyRotation: true,
        removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      });
      checkKeyPolicySize(this.encryptionKey, cluster, kept.length);
    }
    if (keepsCertificateAuthority(cluster)) {
      this.certificateAuthoritySecret = new CertificateAuthoritySecret(this, 'CertificateAuthority', { cluster, encryptionKey: this.encryptionKey! });
      const key = 'CertificateAuthoritySecretArn';
      new CfnOutput(this, key, {
        value: this.certificateAuthoritySecret.secretArn,
        description: `Secret to put the certificate authority of cluster ${name} into`,
      }).overrideLogicalId(key);
    }
    for (const link of kept) {
      const consumer = link.consumer.name;
      this._readerTokenSecrets[consumer] = new ReaderTokenSecret(this, `Reader-${consumer}`, { link, encryptionKey: this.encryptionKey! });
    }
    if (foreign.length > 0) {
      attachForeignTokensPolicy(this, 'ForeignTokens', cluster, foreign);
    }
    tagClusterStack(this, cluster);
    checkStackSize(this, cluster, kept.length, 'readers');
  }

  /** The secrets of the tokens with which other clusters read this one, by the name of the cluster that reads. */
  public get readerTokenSecrets(): { [consumerName: string]: ReaderTokenSecret } {
    return { ...this._readerTokenSecrets };
  }
}
