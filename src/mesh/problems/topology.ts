import { Mesh } from '../mesh';

export function topologyProblems(mesh: Mesh): string[] {
  if (mesh.clusters.length === 0) {
    return [`mesh "${mesh.meshId}" has no cluster: add at least two with addCluster() and link them with connect()`];
  }
  return mesh.clusters
    .filter(cluster => cluster.consumes.length === 0 && cluster.provides.length === 0)
    .map(cluster => `cluster "${cluster.name}" has no link: link it with connect() or consume(), or remove it from the mesh`);
}
