import { noToken } from './dns-name';
import { quoted } from './quoted';

/** How the External Secrets Operator of a cluster reaches AWS Secrets Manager. */
export interface ExternalSecretsProps {
  /**
   * The ARN of the IAM role with which the cluster reads and pushes its secrets. It must exist when the stacks are deployed.
   *
   * The secrets and their key name exactly this role, so it needs no policy of its own; where it takes a secret from another account, a stack
   * attaches one. A permissions boundary or service control policy has to allow the same.
   */
  readonly roleArn: string;

  /**
   * After how many minutes a change in AWS Secrets Manager, or in the Secret that is pushed, is taken over at the latest.
   *
   * @default 60
   */
  readonly refreshMinutes?: number;
}

/**
 * How the External Secrets Operator of a cluster reaches AWS Secrets Manager.
 *
 * @see https://external-secrets.io/latest/provider/aws-access/
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
 */
export class ExternalSecrets {
  /**
   * A service account of its own in Istio's namespace has the role (IAM roles for service accounts). The bundle brings it.
   *
   * The role's trust policy names `system:serviceaccount:istio-system:istio-privatelink-secrets`, so nothing else in the cluster can use it.
   * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
   * @throws when the ARN is not that of a role, or the refresh time is not a whole number of minutes from 1 on
   */
  public static withServiceAccount(props: ExternalSecretsProps): ExternalSecrets {
    return new ExternalSecrets(props, true);
  }

  /**
   * The operator itself has the role, through EKS Pod Identity or its own service account.
   *
   * Whoever may create an ExternalSecret anywhere in the cluster may then use a store of their own with the same role.
   * @throws when the ARN is not that of a role, or the refresh time is not a whole number of minutes from 1 on
   */
  public static withOperatorRole(props: ExternalSecretsProps): ExternalSecrets {
    return new ExternalSecrets(props, false);
  }

  /** The ARN of the role. */
  public readonly roleArn: string;
  /** After how many minutes a change is taken over at the latest. */
  public readonly refreshMinutes: number;

  private constructor(
    props: ExternalSecretsProps,
    /** Whether a service account in Istio's namespace has the role, and not the operator. */
    public readonly ownServiceAccount: boolean,
  ) {
    this.roleArn = noToken(props.roleArn, 'role ARN of External Secrets');
    if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/.test(this.roleArn)) {
      throw new Error(`role ARN ${quoted(this.roleArn)} of External Secrets is not that of one IAM role: expected arn:aws:iam::<account>:role/<name>`);
    }
    this.refreshMinutes = noToken(props.refreshMinutes ?? 60, 'refresh time of External Secrets');
    if (!Number.isInteger(this.refreshMinutes) || this.refreshMinutes < 1) {
      throw new Error(`refresh time ${quoted(this.refreshMinutes)} of External Secrets is not a number of minutes: expected a whole number from 1 on`);
    }
  }
}
