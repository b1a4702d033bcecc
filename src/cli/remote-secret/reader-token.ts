import { randomBytes } from 'crypto';
import { setTimeout as sleep } from 'timers/promises';
import { DiscoveryLink } from './links';
import { mayList, ReviewedUser } from './token-check';
import { lifetimeSeconds, tokenClaims } from './token-claims';
import { quoted } from '../../mesh/quoted';
import {
  configMapPath, KubeApi, KubeApiError, KubeConfigMap, KubeObject, KubeSecret, secretPath, secretsPath,
} from '../kubernetes/kube-api';
import { MANAGED_BY } from '../kubernetes/managed-by';

/** Which consumer's reader a token belongs to. */
const CONSUMER_LABEL = 'istio-privatelink/consumer';

/** The ConfigMap in which every namespace finds what signs the API server's certificate. */
const API_SERVER_CA = 'kube-root-ca.crt';

/** How long Kubernetes may take to fill the Secret of a token without an end. */
const FILL_SECONDS = 30;

/** What every reader may list, whatever its access. */
const ALWAYS_READ = 'services';

/** A token of a reader, and what proves the API server to it. */
export interface ReaderToken {
  readonly token: string;
  /** In Base64. */
  readonly caData: string;
  /** Undefined for a token without an end. */
  readonly expires?: Date;
  /** How many seconds it is valid in all; undefined for a token without an end. */
  readonly grantedSeconds?: number;
  /** The Secret in the provider's cluster with which the token ends. */
  readonly secret: KubeSecret;
}

interface TokenRequest {
  readonly status: { readonly token: string; readonly expirationTimestamp: string };
}

/**
 * Makes a token for the reader of a link.
 *
 * Each token is tied to a Secret of its own in the provider's cluster, which holds the token if it has no end and is empty otherwise:
 * deleting that Secret ends this token, and no other, as soon as the API server has forgotten that it took it, ten seconds at most. The
 * token is for the API server itself, as its audience.
 *
 * @param durationSeconds how long it is to be valid; undefined for one without an end
 * @throws when there is no reader, or it may read nothing
 * @see https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/
 */
export async function makeToken(api: KubeApi, link: DiscoveryLink, durationSeconds: number | undefined): Promise<ReaderToken> {
  const { namespace, serviceAccount } = link;
  await requireReader(api, link);
  const caData = await apiServerCa(api, namespace);
  const secret = await api.create<KubeSecret>(secretsPath(namespace), tokenSecret(link, durationSeconds === undefined));
  try {
    if (durationSeconds === undefined) {
      return { token: await filledToken(api, secret), caData, secret };
    }
    const { status } = await api.create<TokenRequest>(`${accountPath(namespace, serviceAccount)}/token`, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {
        expirationSeconds: durationSeconds,
        boundObjectRef: { apiVersion: 'v1', kind: 'Secret', name: secret.metadata.name, uid: secret.metadata.uid },
      },
    });
    const claims = tokenClaims(status.token);
    return { token: status.token, caData, secret, expires: new Date(status.expirationTimestamp), grantedSeconds: claims && lifetimeSeconds(claims) };
  } catch (error) {
    await abandonToken(api, secret);
    throw error;
  }
}

/** The name under which an API server knows the reader of a link. */
export function readerUser({ namespace, serviceAccount }: DiscoveryLink): string {
  return `system:serviceaccount:${namespace}:${serviceAccount}`;
}

/** What signs the API server's certificate, in Base64. */
export async function apiServerCa(api: KubeApi, namespace: string): Promise<string> {
  const ca = await api.find<KubeConfigMap>(configMapPath(namespace, API_SERVER_CA));
  const pem = ca?.data?.['ca.crt'];
  if (pem === undefined) {
    throw new Error(`${api.name} has no ConfigMap ${namespace}/${API_SERVER_CA} with the certificate of its API server: ` +
      'Kubernetes itself makes it in every namespace, try again');
  }
  return Buffer.from(pem).toString('base64');
}

/** The Secrets of the tokens that were made here, of the readers of all consumers. */
export async function allTokenSecrets(api: KubeApi, namespace: string): Promise<KubeSecret[]> {
  return (await api.list<KubeSecret>(secretsPath(namespace), MANAGED_BY)).filter(({ metadata }) => metadata.labels?.[CONSUMER_LABEL] !== undefined);
}

/** The Secrets of all tokens that were made here for the reader of a consumer. */
export async function tokenSecrets(api: KubeApi, namespace: string, consumer: string): Promise<KubeSecret[]> {
  return api.list<KubeSecret>(secretsPath(namespace), { ...MANAGED_BY, [CONSUMER_LABEL]: consumer });
}

/** Whether the token of a Secret was made for the reader of a consumer. */
export function isTokenOf({ metadata }: KubeSecret, consumer: string): boolean {
  return metadata.labels?.[CONSUMER_LABEL] === consumer;
}

/** Ends a token. */
export async function withdrawToken(api: KubeApi, secret: KubeSecret): Promise<void> {
  // Whatever was changed about it meanwhile, the token has to end.
  const { name, namespace, uid } = secret.metadata;
  await api.remove(secretPath(namespace!, name!), { metadata: { uid } });
}

/** Ends a token that nobody was given, if that can be done: why it is abandoned matters more. */
export async function abandonToken(api: KubeApi, secret: KubeSecret): Promise<void> {
  try {
    await withdrawToken(api, secret);
  } catch {
    // `rotate` withdraws it.
  }
}

async function requireReader(api: KubeApi, link: DiscoveryLink): Promise<void> {
  const { namespace, serviceAccount } = link;
  if (!await api.find<KubeObject>(accountPath(namespace, serviceAccount))) {
    throw new Error(`${api.name} has no service account ${quoted(serviceAccount)}: apply 50-reader.yaml of its bundle first`);
  }
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  const user: ReviewedUser = { username: readerUser(link), groups };
  if (link.reads.includes(ALWAYS_READ) && !await unlessForbidden(mayList(api, user, ALWAYS_READ))) {
    throw new Error(`service account ${quoted(serviceAccount)} of ${api.name} may not list ${ALWAYS_READ}: apply 50-reader.yaml of its bundle first`);
  }
}

/** Who may make tokens need not be allowed to ask what others may do. */
async function unlessForbidden(answer: Promise<boolean>): Promise<boolean> {
  try {
    return await answer;
  } catch (error) {
    if ((error as KubeApiError).reason === 'Forbidden') {
      return true;
    }
    throw error;
  }
}

function accountPath(namespace: string, serviceAccount: string): string {
  return `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}`;
}

function tokenSecret({ consumer, namespace, serviceAccount }: DiscoveryLink, holdsToken: boolean): KubeSecret {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `${serviceAccount}-${randomBytes(4).toString('hex')}`,
      namespace,
      labels: { ...MANAGED_BY, [CONSUMER_LABEL]: consumer.name },
      annotations: {
        // https://kubernetes.io/docs/reference/labels-annotations-taints/#description
        'kubernetes.io/description': `A token with which the istiod of cluster ${consumer.name} reads this cluster; ` +
          'it ends when this Secret is deleted.',
        ...(holdsToken && { 'kubernetes.io/service-account.name': serviceAccount }),
      },
    },
    type: holdsToken ? 'kubernetes.io/service-account-token' : 'Opaque',
  };
}

async function filledToken(api: KubeApi, secret: KubeSecret): Promise<string> {
  const { name, namespace } = secret.metadata;
  for (let waited = 0; waited < FILL_SECONDS; waited++) {
    const token = (await api.get<KubeSecret>(secretPath(namespace!, name!))).data?.token;
    if (token !== undefined) {
      return Buffer.from(token, 'base64').toString();
    }
    await sleep(1000);
  }
  throw new Error(`${api.name} did not fill Secret ${namespace}/${name} with a token within ${FILL_SECONDS} seconds: ` +
    'see that its controller manager runs, or leave out --long-lived');
}
