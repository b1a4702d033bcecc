import { Mesh } from './mesh';
import { MeshCluster } from './mesh-cluster';

/** The clusters of one VPC, which share its interface endpoints and its private hosted zones; usually one. */
export interface SharedVpc {
  /** The clusters, sorted by name. */
  readonly clusters: MeshCluster[];
  /** How many interface endpoints they need, one for each link of each. */
  readonly endpoints: number;
  /** How many interface endpoints the VPC may hold: a quota that one of them declares as raised is that of all. */
  readonly quota: number;
}

/** The VPCs of the mesh, sorted by their first cluster. */
export function sharedVpcs(mesh: Mesh): SharedVpc[] {
  const byVpc = new Map<string, MeshCluster[]>();
  for (const cluster of mesh.clusters) {
    const key = `${cluster.account}/${cluster.region}/${cluster.vpc.description}`;
    byVpc.set(key, [...(byVpc.get(key) ?? []), cluster]);
  }
  return [...byVpc.values()].map(clusters => ({
    clusters,
    endpoints: clusters.reduce((sum, cluster) => sum + cluster.consumes.length, 0),
    quota: Math.max(...clusters.map(cluster => cluster.interfaceEndpointQuota)),
  }));
}

/** The clusters as the subject of a sentence in the singular or plural. */
export function clustersOf({ clusters }: SharedVpc): string {
  const names = clusters.map(cluster => `"${cluster.name}"`);
  return names.length === 1 ? `cluster ${names[0]}` : `clusters ${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}
