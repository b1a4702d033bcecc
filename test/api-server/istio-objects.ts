import { Cluster } from './cluster';
import { ISTIO_NAMESPACE } from './mesh-namespace';
import { privateKeyPem } from '../../src/cli/private-key';
import { authority, CustomAuthority } from '../cli/custom-authority';

/** What istiod writes into a cluster, and what else is there, as far as `certs apply` looks at it. There is no istiod here. */

/** A root of its own, as istiod makes one where it finds no `cacerts`. */
export async function selfSignedRoot(): Promise<CustomAuthority> {
  return authority({ subject: 'O=cluster.local' });
}

/** The Secret in which istiod keeps it: BuildSecret in istio/istio, security/pkg/pki/ca/ca.go. */
export function putSelfSigned(cluster: Cluster, { pem, key }: CustomAuthority, type = 'istio.io/ca-root'): void {
  put(cluster, {
    ...secret('istio-ca-secret', { 'ca-cert.pem': pem, 'ca-key.pem': privateKeyPem(key), 'cert-chain.pem': '', 'key.pem': '', 'root-cert.pem': pem }), type,
  });
}

/** The ConfigMap in which istiod hands its root to a namespace. */
export function putDistributedRoot(cluster: Cluster, pem: string): void {
  put(cluster, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'istio-ca-root-cert', namespace: ISTIO_NAMESPACE }, data: { 'root-cert.pem': pem } });
}

/** Somebody else's `cacerts`. */
export function putCacerts(cluster: Cluster, texts: { readonly [key: string]: string }, metadata: object = {}): void {
  const object = secret('cacerts', texts);
  put(cluster, { ...object, type: 'Opaque', metadata: { ...object.metadata, ...metadata } });
}

export interface WorkloadOptions {
  readonly kind?: 'Deployment' | 'DaemonSet';
  readonly namespace?: string;
  readonly labels?: { readonly [key: string]: string };
  readonly podAnnotations?: { readonly [key: string]: string };
  /** Without a kubelet, one that has any never becomes ready. */
  readonly replicas?: number;
}

export function putWorkload(cluster: Cluster, name: string, options: WorkloadOptions = {}): void {
  const { kind = 'Deployment', namespace = ISTIO_NAMESPACE, labels = {}, podAnnotations, replicas = 0 } = options;
  put(cluster, {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace, labels },
    spec: {
      ...(kind === 'Deployment' ? { replicas } : {}),
      selector: { matchLabels: { name } },
      template: { metadata: { labels: { name }, annotations: podAnnotations }, spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] } },
    },
  });
}

/** istiod, of a revision or of none, as Istio's chart labels it. */
export function putIstiod(cluster: Cluster, name = 'istiod', replicas = 0): void {
  putWorkload(cluster, name, { labels: { 'app': 'istiod', 'istio': 'pilot', 'operator.istio.io/component': 'Pilot' }, replicas });
}

/** A gateway as the bundles and Istio's chart have it. */
export function putGateway(cluster: Cluster, name = 'istio-eastwestgateway', options: WorkloadOptions = {}): void {
  putWorkload(cluster, name, { ...options, podAnnotations: { 'inject.istio.io/templates': 'gateway' } });
}

/** Removes what the tests put where withMeshNamespaces() does not look. */
export function cleanIstioObjects(cluster: Cluster): void {
  cluster.kubectl(['delete', 'configmap/istio-ca-root-cert', '--namespace', ISTIO_NAMESPACE, '--ignore-not-found']);
  for (const namespace of [ISTIO_NAMESPACE, 'default']) {
    cluster.kubectl(['delete', 'daemonsets,deployments.apps,roles,rolebindings', '--all', '--namespace', namespace]);
  }
}

function secret(name: string, texts: { readonly [key: string]: string }) {
  const data = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString('base64')]));
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: ISTIO_NAMESPACE }, data };
}

function put(cluster: Cluster, object: object): void {
  cluster.kubectl(['create', '--filename', '-'], JSON.stringify(object));
}
