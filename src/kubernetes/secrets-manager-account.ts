import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ExternalSecrets } from '../mesh/external-secrets';
import { EXTERNAL_SECRETS_ACCOUNT, ISTIO_NAMESPACE } from '../mesh/names';

/** Who the account is for AWS. */
export interface SecretsManagerAccountProps {
  /** `ExternalSecrets.withServiceAccount()`. */
  readonly externalSecrets: ExternalSecrets;
}

/**
 * The service account with which External Secrets reaches AWS from Istio's namespace, and nothing else in the cluster does.
 *
 * @see https://external-secrets.io/latest/provider/aws-access/#eks-service-account-credentials
 *
 * @example
 * new SecretsManagerAccount(chart, 'Account', {
 *   externalSecrets: ExternalSecrets.withServiceAccount({ roleArn: 'arn:aws:iam::111111111111:role/mesh-secrets' }),
 * });
 */
export class SecretsManagerAccount extends Construct {
  /**
   * @throws when the operator itself has the role
   */
  constructor(scope: Construct, id: string, props: SecretsManagerAccountProps) {
    super(scope, id);
    const { roleArn, ownServiceAccount } = props.externalSecrets;
    if (!ownServiceAccount) {
      throw new Error(`the operator itself has role "${roleArn}", an account beside it would only give it away: use ExternalSecrets.withServiceAccount(), or leave the account out`);
    }
    new k8s.KubeServiceAccount(this, 'Resource', {
      metadata: {
        name: EXTERNAL_SECRETS_ACCOUNT,
        namespace: ISTIO_NAMESPACE,
        annotations: { 'eks.amazonaws.com/role-arn': roleArn },
      },
      automountServiceAccountToken: false,
    });
  }
}
