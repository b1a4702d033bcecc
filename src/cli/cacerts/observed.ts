import { Workloads } from './workloads';
import { CACERTS } from '../../mesh/names';
import { Certificate } from '../certificate';
import { CA_CERT, ROOT_CERT } from '../certs-directory';
import { errorText } from '../error-text';
import { configMapPath, KubeApi, KubeConfigMap, KubeSecret, secretPath } from '../kubernetes/kube-api';

/** The Secret in which istiod keeps the authority that it made for itself. */
export const SELF_SIGNED = 'istio-ca-secret';

/** The ConfigMap in which istiod hands its root to every namespace. */
const DISTRIBUTED_ROOT = 'istio-ca-root-cert';

/** What a cluster has of a certificate authority. */
export interface ObservedAuthority {
  readonly cacerts?: KubeSecret;
  readonly selfSigned?: KubeSecret;
  /** The roots that workloads are told to trust; none before istiod first ran. */
  readonly distributedRoots: Certificate[];
  /** The roots of the authority that istiod signs with, or will from its next start on. */
  readonly signingRoots: Certificate[];
  /** Undefined where the user may not see them. */
  readonly workloads?: Workloads;
}

/** Looks at the certificate authority of a cluster, and changes nothing. */
export async function observeAuthority(api: KubeApi, namespace: string): Promise<Omit<ObservedAuthority, 'workloads'>> {
  const [cacerts, selfSigned, distributed] = await Promise.all([
    api.find<KubeSecret>(secretPath(namespace, CACERTS)),
    api.find<KubeSecret>(secretPath(namespace, SELF_SIGNED)),
    api.find<KubeConfigMap>(configMapPath(namespace, DISTRIBUTED_ROOT)),
  ]);
  return {
    cacerts,
    selfSigned,
    distributedRoots: roots(distributed?.data?.[ROOT_CERT], `ConfigMap ${namespace}/${DISTRIBUTED_ROOT} of ${api.name}`),
    signingRoots: cacerts
      ? roots(decoded(cacerts, ROOT_CERT), `Secret ${namespace}/${CACERTS} of ${api.name}`)
      : roots(selfSigned && (decoded(selfSigned, ROOT_CERT) || decoded(selfSigned, CA_CERT)), `Secret ${namespace}/${SELF_SIGNED} of ${api.name}`),
  };
}

/** The text of one key of a Secret. */
export function decoded({ data }: KubeSecret, key: string): string | undefined {
  const value = data?.[key];
  return value === undefined ? undefined : Buffer.from(value, 'base64').toString();
}

function roots(pem: string | undefined, where: string): Certificate[] {
  if (pem === undefined || pem === '') {
    return [];
  }
  try {
    return Certificate.fromPem(pem);
  } catch (error) {
    throw new Error(`what ${where} has as ${ROOT_CERT} ${errorText(error)}; nothing tells which root the cluster trusts: ` +
      'keep a copy of the object, delete it, and run the command again');
  }
}
