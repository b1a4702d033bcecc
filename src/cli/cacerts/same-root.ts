import { ObservedAuthority } from './observed';
import { quoted } from '../../mesh/quoted';
import { Certificate } from '../certificate';

/**
 * @param cluster the cluster, for messages
 * @throws when what the cluster trusts, or signs with, has no root in common with what it is to trust
 */
export function requireSameRoot(cluster: string, { distributedRoots, signingRoots }: Omit<ObservedAuthority, 'workloads'>, roots: readonly Certificate[]): void {
  const others = [signingRoots, distributedRoots].find(trusted => trusted.length > 0 && !shareRoot(trusted, roots));
  if (others) {
    throw new Error(`${cluster} trusts another root already (${quoted(others[0].subject)}, serial number ${others[0].serial}): until all its workloads are restarted, ` +
      'those with certificates of one root refuse those of the other; run the command again with --replace-root and --restart where that may be, ' +
      'or change the root step by step (docs/trust.md)');
  }
}

export function shareRoot(some: readonly Certificate[], others: readonly Certificate[]): boolean {
  return some.some(({ fingerprint }) => others.some(other => other.fingerprint === fingerprint));
}
