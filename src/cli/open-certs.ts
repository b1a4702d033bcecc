import { refuseBundles, requireDirectory } from './certs-directory';
import { KeyDirectory } from './key-directory';
import { MeshFile, MeshFileCluster, readMesh, selectClusters } from './mesh-file';

/** A mesh, those of its clusters that a command is about, and the directory of their keys, settled and closed to others. */
export interface OpenCerts {
  readonly mesh: MeshFile;
  readonly selected: MeshFileCluster[];
  readonly directory: KeyDirectory;
}

/**
 * @param names the clusters that were named; none for all of the mesh
 * @throws when the mesh cannot be read or has no such cluster, or the directory is missing, among the bundles or open to others
 */
export function openCerts(options: { readonly mesh: string; readonly dir: string }, names: string[]): OpenCerts {
  const mesh = readMesh(options.mesh);
  const selected = selectClusters(mesh, names);
  refuseBundles(options.dir, mesh.bundles);
  requireDirectory(options.dir);
  const directory = new KeyDirectory(options.dir);
  directory.settle();
  directory.requirePrivate();
  return { mesh, selected, directory };
}
