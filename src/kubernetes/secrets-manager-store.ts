import { Construct } from 'constructs';
import { SecretStore, SecretStoreSpecProviderAwsService } from '../../imports/external-secrets.io';
import { awsRegion } from '../mesh/aws-region';
import { ExternalSecrets } from '../mesh/external-secrets';
import { EXTERNAL_SECRETS_ACCOUNT, ISTIO_NAMESPACE, secretStoreName } from '../mesh/names';

/** AWS Secrets Manager in one region. */
export interface SecretsManagerStoreProps {
  /** The AWS region of the secrets. That of another cluster for what that cluster pushes. */
  readonly region: string;

  /** How the operator reaches AWS. */
  readonly externalSecrets: ExternalSecrets;
}

/**
 * AWS Secrets Manager in one region, as External Secrets reaches it from Istio's namespace.
 *
 * Without an account of its own it uses what the operator itself may do.
 *
 * @see https://external-secrets.io/latest/provider/aws-secrets-manager/
 *
 * @example
 * new SecretsManagerStore(chart, 'Store', {
 *   region: 'eu-west-1',
 *   externalSecrets: ExternalSecrets.withOperatorRole({ roleArn: 'arn:aws:iam::111111111111:role/external-secrets' }),
 * });
 */
export class SecretsManagerStore extends Construct {
  /**
   * @throws when the region is not the name of one
   */
  constructor(scope: Construct, id: string, props: SecretsManagerStoreProps) {
    super(scope, id);
    const region = awsRegion(props.region, 'region of the secrets');
    new SecretStore(this, 'Resource', {
      metadata: { name: secretStoreName(region), namespace: ISTIO_NAMESPACE },
      spec: {
        provider: {
          aws: {
            service: SecretStoreSpecProviderAwsService.SECRETS_MANAGER,
            region,
            auth: props.externalSecrets.ownServiceAccount ? { jwt: { serviceAccountRef: { name: EXTERNAL_SECRETS_ACCOUNT } } } : undefined,
          },
        },
      },
    });
  }
}
