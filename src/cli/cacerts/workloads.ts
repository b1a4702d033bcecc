import { KubeApi, KubeApiError } from '../kubernetes/kube-api';
import { KubeWorkload, WorkloadKind, WorkloadName, workloadsPath } from '../kubernetes/workload';

/** The annotation of pods that says with which authority they were started anew: a sum over certificates, which are public. */
export const AUTHORITY_ANNOTATION = 'istio-privatelink/authority';

/** The label that Helm and istioctl give istiod, whatever its revision. */
const ISTIOD = { app: 'istiod' };

/** A workload that takes the certificate authority, or something of it, at its start. */
export interface Workload extends WorkloadName {
  /** The authority with which this program last started it anew. */
  readonly authority?: string;
  readonly created: Date;
}

/** What there is in a cluster to start anew. */
export interface Workloads {
  readonly istiods: Workload[];
  readonly gateways: Workload[];
  /** The only namespace that could be searched for gateways; undefined where it was the whole cluster. */
  readonly onlyNamespace?: string;
}

/**
 * The istiods, and undefined where the user may not list them: without a restart they are needed for notes alone.
 */
export async function findIstiods(api: KubeApi, namespace: string): Promise<Workloads | undefined> {
  const found = await unlessForbidden(async () => api.list<KubeWorkload>(workloadsPath(WorkloadKind.DEPLOYMENT, namespace), ISTIOD));
  return found && { istiods: found.map(object => workload(WorkloadKind.DEPLOYMENT, object)), gateways: [] };
}

/**
 * The istiods and the gateways of the whole cluster, or of Istio's namespace where the user may see no more.
 *
 * @throws KubeApiError when the user may not see that either
 */
export async function findWorkloads(api: KubeApi, namespace: string): Promise<Workloads> {
  const everywhere = await unlessForbidden(async () => listAll(api));
  const found = everywhere ?? await listAll(api, namespace);
  return {
    istiods: found.filter(({ object }) => isIstiod(object, namespace)).map(({ kind, object }) => workload(kind, object)),
    gateways: found.filter(({ object }) => isGateway(object)).map(({ kind, object }) => workload(kind, object)),
    onlyNamespace: everywhere ? undefined : namespace,
  };
}

async function listAll(api: KubeApi, namespace?: string): Promise<{ readonly kind: WorkloadKind; readonly object: KubeWorkload }[]> {
  const lists = await Promise.all(Object.values(WorkloadKind).map(async kind =>
    (await api.list<KubeWorkload>(workloadsPath(kind, namespace))).map(object => ({ kind, object }))));
  return lists.flat();
}

async function unlessForbidden<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof KubeApiError && error.reason === 'Forbidden') {
      return undefined;
    }
    throw error;
  }
}

function isIstiod({ metadata }: KubeWorkload, namespace: string): boolean {
  return metadata.namespace === namespace && Object.entries(ISTIOD).every(([key, value]) => metadata.labels?.[key] === value);
}

/**
 * Whether the pods are a gateway's or a waypoint's: nothing but a proxy, which takes the root at its start.
 *
 * In this order: what the injection makes of the Helm chart's and of our own; what istiod makes of Gateways, where other implementations
 * label theirs too, but not with this; what istioctl made of its own.
 */
function isGateway({ metadata, spec: { template } }: KubeWorkload): boolean {
  return (template.metadata?.annotations?.['inject.istio.io/templates'] ?? '').split(',').some(name => name.trim() === 'gateway')
    || metadata.labels?.['gateway.istio.io/managed'] !== undefined
    || ['IngressGateways', 'EgressGateways'].includes(metadata.labels?.['operator.istio.io/component'] ?? '');
}

function workload(kind: WorkloadKind, { metadata, spec: { template } }: KubeWorkload): Workload {
  return {
    kind,
    namespace: metadata.namespace!,
    name: metadata.name!,
    authority: template.metadata?.annotations?.[AUTHORITY_ANNOTATION],
    created: new Date(metadata.creationTimestamp ?? 0),
  };
}
