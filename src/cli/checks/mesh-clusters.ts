import { join } from 'path';
import { CliFinding, error, warning } from '../finding';
import { Material } from './material';
import { quoted } from '../../mesh/quoted';
import { isInside, realPath } from '../certs-directory';
import { MeshFile } from '../mesh-file';

/** Whether the mesh's clusters have certificates, and no others, and the keys are apart from the bundles. */
export function checkMeshClusters({ directory, clusters }: Material, mesh: MeshFile): CliFinding[] {
  return [
    ...mesh.clusters.filter(({ name }) => !clusters.some(cluster => cluster.name === name)).map(({ name }) => error('CA-10', join(directory, name),
      `cluster ${quoted(name)} of the mesh has no intermediate: run "istio-privatelink certs issue ${name}"`)),
    ...clusters.filter(({ name }) => !mesh.clusters.some(cluster => cluster.name === name)).map(({ name }) => warning('CA-28', join(directory, name),
      `${quoted(name)} is not a cluster of mesh ${quoted(mesh.meshId)}: delete its key, if the cluster is gone`)),
    ...(isInside(realPath(directory), mesh.bundles)
      ? [error('CA-14', directory, `the keys lie in the bundles' directory ${quoted(mesh.bundles)}, which is committed and applied: move them`)]
      : []),
  ];
}
