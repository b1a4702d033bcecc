import { whyNotBuildable } from '../../scripts/components/build';
import { ComponentName } from '../../scripts/components/component';

/** What these tests start. */
export const NEEDED_COMPONENTS: readonly ComponentName[] = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl', 'istioctl'];

/**
 * Why these tests cannot run on this machine.
 *
 * @returns undefined if they can
 */
export function whyNotHere(): string | undefined {
  if (process.platform !== 'linux' && process.platform !== 'darwin') {
    return `needs Linux or macOS, this is ${process.platform}: run it there, or in the Windows Subsystem for Linux`;
  }
  return whyNotBuildable(NEEDED_COMPONENTS);
}
