import { KubeObject } from './kube-api';

export enum WorkloadKind {
  DEPLOYMENT = 'deployment',
  DAEMON_SET = 'daemonset',
}

/** What a Deployment or a DaemonSet is called. */
export interface WorkloadName {
  readonly kind: WorkloadKind;
  readonly namespace: string;
  readonly name: string;
}

/** A Deployment or a DaemonSet, as the API server describes it. */
export interface KubeWorkload extends KubeObject {
  readonly spec: { readonly template: { readonly metadata?: KubeObject['metadata'] } };
}

/** For instance `deployment istio-system/istiod`. */
export function workloadText({ kind, namespace, name }: WorkloadName): string {
  return `${kind} ${namespace}/${name}`;
}

/** The path of all workloads of a kind, in one namespace or everywhere. */
export function workloadsPath(kind: WorkloadKind, namespace?: string): string {
  return `/apis/apps/v1/${namespace === undefined ? '' : `namespaces/${namespace}/`}${kind}s`;
}
