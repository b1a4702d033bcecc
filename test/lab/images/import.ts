import { execFile } from 'child_process';
import { promisify } from 'util';
import { imageArchive } from './build';

/** Where the kubelet has containerd look for images. */
export const KUBERNETES_NAMESPACE = 'k8s.io';

/**
 * Gives the images of the lab to a containerd, which may have them already.
 *
 * @param address the socket of the containerd
 * @param namespace one of its namespaces, in the sense of containerd
 */
export async function importImages(address: string, namespace = KUBERNETES_NAMESPACE): Promise<void> {
  await promisify(execFile)('ctr', ['--address', address, '--namespace', namespace, 'images', 'import', imageArchive()]);
}
