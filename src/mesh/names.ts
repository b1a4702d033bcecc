import { createHash } from 'crypto';

/**
 * Every name and number that both renderers need, as a pure function of the model. Neither renderer may ask the other for one.
 */

/** Names of clusters end up in stack names, host names and Kubernetes names beside a prefix; this leaves room for all of them. */
export const MAX_QUALIFIABLE_NAME = 32;

/** The port on which an east-west gateway takes mesh traffic. https://istio.io/latest/docs/ops/deployment/application-requirements/ */
export const EAST_WEST_PORT = 15443;

/** The port and path of a proxy's readiness check. https://istio.io/latest/docs/ops/deployment/application-requirements/ */
export const HEALTH_CHECK_PORT = 15021;
export const HEALTH_CHECK_PATH = '/healthz/ready';

/** How long the gateway keeps serving open connections once it is told to stop; its target group waits as long. */
export const DRAIN_SECONDS = 60;

export const ISTIO_NAMESPACE = 'istio-system';

/** The name that Istio's own samples give the gateway, its Service and its service account. */
export const EAST_WEST_GATEWAY = 'istio-eastwestgateway';

/** The SNI under which a cluster's API server is reached through its east-west gateway. */
export const KUBE_API_SERVER_NAME = 'kubernetes.default.svc';

/** Elastic Load Balancing's limit for the names of load balancers and target groups. */
const MAX_LOAD_BALANCING_NAME = 32;

/**
 * A name for the cluster's load balancer or target group, which no other cluster of this or another mesh has.
 *
 * At most 32 letters, digits and hyphens, not starting with "internal-":
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
 */
export function loadBalancingName(meshId: string, cluster: string): string {
  const hash = createHash('sha256').update(`${meshId}/${cluster}`).digest('hex').slice(0, 8);
  const shortened = (text: string) => `${text.slice(0, MAX_LOAD_BALANCING_NAME - hash.length - 1).replace(/-+$/, '')}-${hash}`;
  const candidates = [`${qualifiedName(meshId, cluster)}-ew`, shortened(cluster)];
  return candidates.find(name => name.length <= MAX_LOAD_BALANCING_NAME && !name.startsWith('internal-')) ?? shortened(`ew-${cluster}`);
}

/**
 * Mesh and cluster in one name, which no other cluster of this or another mesh has: neither part may hold "--" itself.
 *
 * Cluster "c" of mesh "a-b" and cluster "b-c" of mesh "a" may be in one account, and stacks of one name would replace each other.
 */
export function qualifiedName(meshId: string, cluster: string): string {
  return meshId.includes('-') ? `${meshId}--${cluster}` : `${meshId}-${cluster}`;
}

export function providerStackName(meshId: string, cluster: string): string {
  return `${qualifiedName(meshId, cluster)}-provider`;
}

export function consumerStackName(meshId: string, cluster: string): string {
  return `${qualifiedName(meshId, cluster)}-consumer`;
}

/** The name of a provider's endpoint in the private hosted zone of each of its consumers. */
export function endpointRecordName(provider: string, dnsZone: string): string {
  return `${provider}.${dnsZone}`;
}

/** The key of the consumer stack's output that holds the DNS name of its endpoint for `provider`. */
export function endpointDnsNameOutput(provider: string): string {
  return `EndpointDnsName${logicalIdPart(provider)}`;
}

/** The key of the provider stack's output that holds the id of its endpoint service. */
export const ENDPOINT_SERVICE_ID_OUTPUT = 'EndpointServiceId';

/** The account of Istio's `base` chart, which may list every Secret; no cluster's reader may be it. */
export const ISTIO_READER = 'istio-reader-service-account';

/** The account that `consumer`'s istiod uses in a provider's cluster. */
export function readerServiceAccount(consumer: string): string {
  return `istio-reader-${consumer}`;
}

/** The Secret of a reader's token that has no end of its own. */
export function readerTokenSecret(consumer: string, revision: number): string {
  return `${readerServiceAccount(consumer)}-token-${revision}`;
}

/** The Secret from which istiod takes its certificate authority. https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/ */
export const CACERTS = 'cacerts';

/** The service account with which a cluster's External Secrets reaches AWS, where it is not the operator's own. */
export const EXTERNAL_SECRETS_ACCOUNT = 'istio-privatelink-secrets';

/** The SecretStore of a cluster for AWS Secrets Manager in `region`. */
export function secretStoreName(region: string): string {
  return `istio-privatelink-${region}`;
}

export function secretsStackName(meshId: string, cluster: string): string {
  return `${qualifiedName(meshId, cluster)}-secrets`;
}

/** The name in AWS Secrets Manager of what External Secrets makes a cluster's `cacerts` from. */
export function cacertsSecretName(meshId: string, cluster: string): string {
  return `istio-privatelink/${meshId}/${cluster}/cacerts`;
}

/**
 * The name in AWS Secrets Manager of the token with which `consumer`'s istiod reads `provider`'s API server.
 *
 * It does not end in a hyphen and six characters, or AWS would take them for its own suffix:
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
 */
export function readerTokenSecretName(meshId: string, provider: string, consumer: string): string {
  return `istio-privatelink/${meshId}/${provider}/readers/${consumer}/token`;
}

/**
 * The ARN of a secret without the suffix that AWS adds to its name, which nobody knows before it is made. AWS finds the secret from it:
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
 */
export function partialSecretArn(owner: { readonly partition: string; readonly region: string; readonly account: string }, name: string): string {
  return `arn:${owner.partition}:secretsmanager:${owner.region}:${owner.account}:secret:${name}`;
}

/** What the secret of a reader's token holds, as properties of a JSON object. A dot in a name would nest it when it is pushed. */
export const READER_TOKEN_PROPERTIES = { token: 'token', ca: 'ca' } as const;

/** Logical ids take letters and digits only; names are lower case, so an upper-case X stands for exactly the hyphens. */
function logicalIdPart(name: string): string {
  const joined = name.replace(/-/g, 'X');
  return joined.charAt(0).toUpperCase() + joined.slice(1);
}
