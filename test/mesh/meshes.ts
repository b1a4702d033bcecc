import { createHash } from 'crypto';
import {
  ClusterVpc, ClusterVpcAttributes, ExportedService, ExportServiceProps, LinkOptions, Mesh, MeshCluster, MeshClusterProps, MeshProps, ServicePort,
} from '../../src/mesh';

/** Seventeen hexadecimal digits, as in the ids of EC2, that differ from name to name. */
export function hexId(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 17);
}

/** The attributes of a VPC with two zones whose ids are known; another name is another VPC. */
export function vpcAttributes(name: string, overrides: Partial<ClusterVpcAttributes> = {}): ClusterVpcAttributes {
  const availabilityZones = overrides.availabilityZones ?? ['eu-west-1a', 'eu-west-1b'];
  return {
    vpcId: `vpc-${hexId(name)}`,
    availabilityZones,
    subnetIds: availabilityZones.map(zone => `subnet-${hexId(`${name}/${zone}`)}`),
    availabilityZoneIds: availabilityZones.map(zone => `euw1-az${zone.charCodeAt(zone.length - 1) - 96}`),
    ...overrides,
  };
}

/** Properties of a cluster with which a mesh has neither problems nor findings; those of another name differ in their VPC. */
export function clusterProps(name: string, overrides: Partial<MeshClusterProps> = {}): MeshClusterProps {
  return {
    account: '111111111111',
    region: 'eu-west-1',
    vpc: ClusterVpc.fromAttributes(vpcAttributes(name)),
    podSecurityGroupIds: [`sg-${hexId(name)}`],
    ...overrides,
  };
}

export function addCluster(mesh: Mesh, name: string, overrides: Partial<MeshClusterProps> = {}): MeshCluster {
  return mesh.addCluster(name, clusterProps(name, overrides));
}

/** Exports the service `api` in a namespace named after the cluster. */
export function exportApi(cluster: MeshCluster, overrides: Partial<ExportServiceProps> = {}): ExportedService {
  return cluster.exportService({ namespace: cluster.name, name: 'api', ports: [ServicePort.http(80)], serviceAccount: 'api', ...overrides });
}

/** A mesh of the given clusters, each of which exports `api`, without links. */
export function meshOf(names: readonly string[], props: Partial<MeshProps> = {}): { mesh: Mesh; clusters: MeshCluster[] } {
  const mesh = new Mesh({ meshId: 'demo', ...props });
  const clusters = names.map(name => addCluster(mesh, name));
  clusters.forEach(cluster => exportApi(cluster));
  return { mesh, clusters };
}

export interface Pair {
  readonly mesh: Mesh;
  readonly cluster1: MeshCluster;
  readonly cluster2: MeshCluster;
}

/** Clusters `cluster1` and `cluster2`, each exporting `api`, linked in both directions. */
export function pair(options: LinkOptions = {}, props: Partial<MeshProps> = {}): Pair {
  const { mesh, clusters: [cluster1, cluster2] } = meshOf(['cluster1', 'cluster2'], props);
  mesh.connect(cluster1, cluster2, options);
  return { mesh, cluster1, cluster2 };
}
