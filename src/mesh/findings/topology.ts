import { Finding, FindingSeverity } from '../finding';
import { Mesh } from '../mesh';
import { MeshCluster } from '../mesh-cluster';

/** TOPO: how the clusters are linked. */
export function topologyFindings(mesh: Mesh): Finding[] {
  return [
    ...mesh.links.filter(link => link.services.length === 0).map(link => ({
      id: 'TOPO-01',
      severity: FindingSeverity.WARNING,
      subject: link.name,
      message: `link ${link.name} imports no service: ` +
        `${link.provider.exportedServices.length === 0 ? 'export' : 'import'} one from cluster "${link.provider.name}", or remove the link`,
    })),
    ...islands(mesh).slice(1).map(island => ({
      id: 'TOPO-02',
      severity: FindingSeverity.WARNING,
      subject: island[0],
      message: `the clusters ${island.join(', ')} are linked with no other cluster of mesh "${mesh.meshId}": link them, or declare a mesh of their own`,
    })),
  ];
}

/** The groups of clusters that are linked in any direction, sorted by their first cluster. */
function islands(mesh: Mesh): string[][] {
  const seen = new Set<MeshCluster>();
  return mesh.clusters.flatMap(start => {
    if (seen.has(start)) {
      return [];
    }
    const island: string[] = [];
    const queue = [start];
    seen.add(start);
    for (let cluster = queue.pop(); cluster; cluster = queue.pop()) {
      island.push(cluster.name);
      for (const next of [...cluster.consumes.map(link => link.provider), ...cluster.provides.map(link => link.consumer)]) {
        if (!seen.has(next)) {
          seen.add(next);
          queue.push(next);
        }
      }
    }
    return [island.sort()];
  });
}
