import { LabProcess } from '../lab-process';

/** What runs for a cluster, beside containers. */
export const PROGRAMS = [
  'containerd', 'coredns', 'etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-proxy', 'kube-scheduler', 'kubelet',
] as const;

export type Program = typeof PROGRAMS[number];

/** A program of a cluster, whether it runs or not. */
export function programOf(cluster: string, program: Program): LabProcess {
  return new LabProcess(`${cluster}-${program}`);
}
