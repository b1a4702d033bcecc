import { Construct } from 'constructs';
import { stringify } from 'yaml';
import { endpointHost } from './endpoint-host';
import { refreshInterval } from './refresh-interval';
import {
  ExternalSecret, ExternalSecretSpecSecretStoreRefKind, ExternalSecretSpecTargetCreationPolicy, ExternalSecretSpecTargetDeletionPolicy,
  ExternalSecretSpecTargetTemplateEngineVersion,
} from '../../imports/external-secrets.io';
import { awsRegion } from '../mesh/aws-region';
import { dnsLabel } from '../mesh/dns-name';
import { EAST_WEST_PORT, ISTIO_NAMESPACE, KUBE_API_SERVER_NAME, READER_TOKEN_PROPERTIES, secretStoreName } from '../mesh/names';
import { REMOTE_SECRET_CLUSTER_ANNOTATION, REMOTE_SECRET_LABEL, remoteKubeconfig, remoteSecretName } from '../mesh/remote-kubeconfig';
import { secretsManagerName } from '../mesh/secrets-manager-name';

/** The way to another cluster's API server, and where the token for it is. */
export interface RemoteSecretFromSecretsManagerProps {
  /** The name of the other cluster. */
  readonly cluster: string;

  /** Where this cluster reaches the other one's gateway, and through it the API server: the DNS name or IPv4 address of the VPC endpoint. */
  readonly address: string;

  /** The name of the secret in AWS Secrets Manager that the other cluster pushes to. Its ARN where it is in another account. */
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

/** What External Secrets replaces by the token: JSON's string is YAML's, so no token can end the string and say more than a token. */
const TOKEN = `{{ .${READER_TOKEN_PROPERTIES.token} | toJson }}`;
const CA_DATA = `{{ .${READER_TOKEN_PROPERTIES.ca} | b64enc }}`;

/**
 * Has External Secrets write the remote secret of another cluster: the Secret with which istiod reads that cluster's API server.
 *
 * The Secret goes with this object, and istiod then forgets the cluster. It stays when the secret in AWS vanishes.
 *
 * @see https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/#enable-endpoint-discovery
 *
 * @example
 * new RemoteSecretFromSecretsManager(chart, 'Cluster2', {
 *   cluster: 'cluster2',
 *   address: 'cluster2.mesh.internal',
 *   awsSecret: 'arn:aws:secretsmanager:eu-west-1:222222222222:secret:demo/cluster2/reader-cluster1-AbCdEf',
 *   region: 'eu-west-1',
 * });
 */
export class RemoteSecretFromSecretsManager extends Construct {
  /**
   * @throws when a name, the address, the region or the refresh time is not valid
   */
  constructor(scope: Construct, id: string, props: RemoteSecretFromSecretsManagerProps) {
    super(scope, id);
    const cluster = dnsLabel(props.cluster, 'cluster name');
    const { address } = endpointHost(props.address, ['address', `of cluster "${cluster}"`]);
    const key = secretsManagerName(props.awsSecret, ['AWS secret', `of cluster "${cluster}"`]);
    new ExternalSecret(this, 'Resource', {
      metadata: { name: remoteSecretName(cluster), namespace: ISTIO_NAMESPACE },
      spec: {
        refreshInterval: refreshInterval(props.refreshMinutes),
        secretStoreRef: { kind: ExternalSecretSpecSecretStoreRefKind.SECRET_STORE, name: secretStoreName(awsRegion(props.region, 'region of the AWS secret')) },
        target: {
          name: remoteSecretName(cluster),
          creationPolicy: ExternalSecretSpecTargetCreationPolicy.OWNER,
          deletionPolicy: ExternalSecretSpecTargetDeletionPolicy.RETAIN,
          template: {
            engineVersion: ExternalSecretSpecTargetTemplateEngineVersion.V2,
            type: 'Opaque',
            metadata: {
              labels: { [REMOTE_SECRET_LABEL]: 'true' },
              annotations: { [REMOTE_SECRET_CLUSTER_ANNOTATION]: cluster },
            },
            data: { [cluster]: kubeconfigTemplate(cluster, `https://${address}:${EAST_WEST_PORT}`) },
          },
        },
        data: Object.values(READER_TOKEN_PROPERTIES).map(property => ({ secretKey: property, remoteRef: { key, property } })),
      },
    });
  }
}

function kubeconfigTemplate(cluster: string, server: string): string {
  const kubeconfig = remoteKubeconfig({ cluster, server, tlsServerName: KUBE_API_SERVER_NAME, caData: CA_DATA, token: TOKEN });
  // The token's template brings quotation marks of its own.
  return stringify(kubeconfig, { version: '1.1', lineWidth: 0 }).replace(JSON.stringify(TOKEN), TOKEN);
}
