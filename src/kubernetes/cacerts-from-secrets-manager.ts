import { Construct } from 'constructs';
import { refreshInterval } from './refresh-interval';
import {
  ExternalSecret, ExternalSecretSpecSecretStoreRefKind, ExternalSecretSpecTargetCreationPolicy, ExternalSecretSpecTargetDeletionPolicy,
  ExternalSecretSpecTargetTemplateEngineVersion,
} from '../../imports/external-secrets.io';
import { awsRegion } from '../mesh/aws-region';
import { CACERTS, ISTIO_NAMESPACE, secretStoreName } from '../mesh/names';
import { secretsManagerName } from '../mesh/secrets-manager-name';

/** Where the certificate authority comes from. */
export interface CacertsFromSecretsManagerProps {
  /** The name or ARN of the secret in AWS Secrets Manager: a JSON object with the properties `ca-cert.pem`, `ca-key.pem`, `cert-chain.pem` and `root-cert.pem`. */
  readonly awsSecret: string;

  /** The AWS region of the secret. A `SecretsManagerStore` for it has to be in the cluster. */
  readonly region: string;

  /**
   * After how many minutes a change in AWS is taken over at the latest.
   *
   * @default 60
   */
  readonly refreshMinutes?: number;
}

/** https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/#plug-in-certificates-and-key-into-the-cluster */
const FILES = ['ca-cert.pem', 'ca-key.pem', 'cert-chain.pem', 'root-cert.pem'];

/**
 * Has External Secrets make the Secret `cacerts` from a secret in AWS Secrets Manager.
 *
 * The Secret outlives both: neither a secret that vanishes in AWS nor the removal of this object deletes the authority of a live mesh.
 *
 * @see https://external-secrets.io/latest/api/externalsecret/
 *
 * @example
 * const externalSecrets = ExternalSecrets.withServiceAccount({ roleArn: 'arn:aws:iam::111111111111:role/mesh-secrets' });
 * new SecretsManagerAccount(chart, 'Account', { externalSecrets });
 * new SecretsManagerStore(chart, 'Store', { region: 'eu-west-1', externalSecrets });
 * new CacertsFromSecretsManager(chart, 'Cacerts', { awsSecret: 'demo/cluster1/cacerts', region: 'eu-west-1' });
 */
export class CacertsFromSecretsManager extends Construct {
  /**
   * @throws when the secret or the region is not valid, or the refresh time is not a whole number of minutes from 1 on
   */
  constructor(scope: Construct, id: string, props: CacertsFromSecretsManagerProps) {
    super(scope, id);
    const key = secretsManagerName(props.awsSecret, 'AWS secret of the certificate authority');
    new ExternalSecret(this, 'Resource', {
      metadata: { name: CACERTS, namespace: ISTIO_NAMESPACE },
      spec: {
        refreshInterval: refreshInterval(props.refreshMinutes),
        secretStoreRef: { kind: ExternalSecretSpecSecretStoreRefKind.SECRET_STORE, name: secretStoreName(awsRegion(props.region, 'region of the AWS secret')) },
        target: {
          name: CACERTS,
          creationPolicy: ExternalSecretSpecTargetCreationPolicy.ORPHAN,
          deletionPolicy: ExternalSecretSpecTargetDeletionPolicy.RETAIN,
          // Without a template the Secret would get this object's labels and annotations, and Argo CD take it for one to prune.
          template: { engineVersion: ExternalSecretSpecTargetTemplateEngineVersion.V2, type: 'Opaque' },
        },
        data: FILES.map(file => ({ secretKey: file, remoteRef: { key, property: file } })),
      },
    });
  }
}
