import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { refreshInterval } from './refresh-interval';
import { PushSecret, PushSecretSpecDeletionPolicy, PushSecretSpecSecretStoreRefsKind, PushSecretSpecUpdatePolicy } from '../../imports/external-secrets.io';
import { awsRegion } from '../mesh/aws-region';
import { dnsLabel } from '../mesh/dns-name';
import { ISTIO_NAMESPACE, READER_TOKEN_PROPERTIES, readerServiceAccount, readerTokenSecret, secretStoreName } from '../mesh/names';
import { secretsManagerName } from '../mesh/secrets-manager-name';

/** The token of another cluster's reader, and where it goes. */
export interface PushedReaderTokenProps {
  /** The name of the cluster whose istiod reads this one. A `RemoteReader` for it has to be in the cluster. */
  readonly consumer: string;

  /**
   * Tells one token from the next. A new value makes a new token, and pruning the old one's Secret withdraws that.
   *
   * @default 1
   */
  readonly tokenRevision?: number;

  /** The name of the secret in AWS Secrets Manager. It exists already, and carries the tag `managed-by: external-secrets`. */
  readonly awsSecret: string;

  /** The AWS region of the secret. A `SecretsManagerStore` for it has to be in the cluster. */
  readonly region: string;

  /** The resource policy of the AWS secret, as JSON: External Secrets would remove one that it is not told. */
  readonly resourcePolicy: string;

  /**
   * After how many minutes a change is pushed at the latest.
   *
   * @default 60
   */
  readonly refreshMinutes?: number;
}

const POLICY_FILE = 'policy.json';

/**
 * A token of the account with which another cluster's istiod reads this one, and its way to AWS Secrets Manager.
 *
 * The token has no end of its own: Kubernetes makes it for the Secret, and it ends when that goes. The Secret holds nothing here.
 *
 * @see https://kubernetes.io/docs/concepts/security/service-accounts/#get-a-token
 * @see https://external-secrets.io/latest/api/pushsecret/
 *
 * @example
 * new RemoteReader(chart, 'Reader', { consumer: 'cluster1', access: ReaderAccess.WITHOUT_SECRETS, configMaps: true });
 * new PushedReaderToken(chart, 'Token', {
 *   consumer: 'cluster1',
 *   awsSecret: 'demo/cluster2/reader-cluster1',
 *   region: 'eu-west-1',
 *   resourcePolicy: JSON.stringify({ Version: '2012-10-17', Statement: [] }),
 * });
 */
export class PushedReaderToken extends Construct {
  /**
   * @throws when a name, the region, the policy or a number is not valid
   */
  constructor(scope: Construct, id: string, props: PushedReaderTokenProps) {
    super(scope, id);
    const consumer = dnsLabel(props.consumer, 'consumer');
    const remoteKey = secretsManagerName(props.awsSecret, 'AWS secret of the reader\'s token');
    const account = readerServiceAccount(consumer);
    const secret = readerTokenSecret(consumer, props.tokenRevision ?? 1);
    const policy = `${account}-policy`;

    new k8s.KubeSecret(this, 'Secret', {
      metadata: { name: secret, namespace: ISTIO_NAMESPACE, annotations: { 'kubernetes.io/service-account.name': account } },
      type: 'kubernetes.io/service-account-token',
    });
    new k8s.KubeConfigMap(this, 'ConfigMap', {
      metadata: { name: policy, namespace: ISTIO_NAMESPACE },
      data: { [POLICY_FILE]: `${JSON.stringify(policyDocument(props.resourcePolicy), undefined, 2)}\n` },
    });
    // External Secrets sees to the policy with each entry, so each has to name it.
    const entry = (secretKey: string, property: string) => ({
      match: { secretKey, remoteRef: { remoteKey, property } },
      metadata: {
        apiVersion: 'kubernetes.external-secrets.io/v1alpha1',
        kind: 'PushSecretMetadata',
        spec: {
          secretPushFormat: 'string',
          resourcePolicy: { blockPublicPolicy: true, policySourceRef: { kind: 'ConfigMap', name: policy, key: POLICY_FILE } },
        },
      },
    });
    new PushSecret(this, 'PushSecret', {
      metadata: { name: account, namespace: ISTIO_NAMESPACE },
      spec: {
        refreshInterval: refreshInterval(props.refreshMinutes),
        secretStoreRefs: [{ kind: PushSecretSpecSecretStoreRefsKind.SECRET_STORE, name: secretStoreName(awsRegion(props.region, 'region of the AWS secret')) }],
        updatePolicy: PushSecretSpecUpdatePolicy.REPLACE,
        // The secret is its maker's: with another policy, removing this object would delete it.
        deletionPolicy: PushSecretSpecDeletionPolicy.NONE,
        selector: { secret: { name: secret } },
        data: [entry('token', READER_TOKEN_PROPERTIES.token), entry('ca.crt', READER_TOKEN_PROPERTIES.ca)],
      },
    });
  }
}

function policyDocument(json: string): object {
  try {
    const document: unknown = JSON.parse(json);
    if (document !== null && typeof document === 'object' && !Array.isArray(document)) {
      return document;
    }
  } catch {
    // The message below says what is wrong.
  }
  throw new Error('the resource policy of the reader\'s token is not a JSON object: expected what the AWS secret has, {"Version": "2012-10-17", "Statement": [...]}');
}
