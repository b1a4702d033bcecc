import { ObservedAuthority } from './observed';
import { shareRoot } from './same-root';
import { Workload } from './workloads';
import { Certificate, sameCertificates } from '../certificate';

/** What a plan changes of an authority. */
export interface AuthorityChange {
  readonly roots: Certificate[];
  /** Whether the Secret `cacerts` is written. */
  readonly isNew: boolean;
  readonly restart: boolean;
  /** The istiods that still have another authority; undefined where nobody knows. */
  readonly waiting?: readonly Workload[];
}

/** What to know, beside the changes. */
export function authorityNotes(observed: ObservedAuthority, { roots, isNew, restart, waiting }: AuthorityChange): string[] {
  const { cacerts, distributedRoots, workloads } = observed;
  const rootChanges = distributedRoots.length > 0 && !sameCertificates(distributedRoots, roots);
  const isRotation = rootChanges && shareRoot(distributedRoots, roots);
  // While it runs, istiod takes another intermediate, and roots that have one in common with those before.
  const takesItRunning = cacerts !== undefined && (!rootChanges || isRotation);
  const mayRun = waiting === undefined ? isNew || rootChanges : waiting.length > 0;
  return [
    ...(isRotation && mayRun ? ['istiod takes more than one root only with ISTIO_MULTIROOT_MESH=true (docs/trust.md)'] : []),
    ...(!restart && mayRun && !takesItRunning ? ['istiod takes the authority at its next start: run the command again with --restart'] : []),
    ...(rootChanges && !isRotation ? ['workloads keep the old root until they are restarted, and refuse those that have the new one'] : []),
    ...(restart && workloads?.onlyNamespace !== undefined
      ? [`gateways were looked for in namespace ${workloads.onlyNamespace} alone, you may not list those of others: restart them yourself`] : []),
  ];
}
