import { cdkApp } from './cdk-app';
import { ClusterParameters, DNS_ZONE, MESH_ID } from './cluster-parameters';
import { ClusterVpc, Mesh, MeshBundles, MeshStacks, ServicePort } from '../src';

/** The declaration that a user writes. */
export function fullMesh(clusters: ClusterParameters[]): Mesh {
  const mesh = new Mesh({ meshId: MESH_ID, dnsZone: DNS_ZONE });
  for (const { name, account, region, vpcId, subnetIds, availabilityZones, availabilityZoneIds, podSecurityGroupId, namespace } of clusters) {
    const cluster = mesh.addCluster(name, {
      account,
      region,
      vpc: ClusterVpc.fromAttributes({ vpcId, subnetIds, availabilityZones, availabilityZoneIds }),
      podSecurityGroupIds: [podSecurityGroupId],
      interfaceEndpointQuota: Math.max(50, clusters.length),
    });
    cluster.exportService({ namespace, name: 'api', ports: [ServicePort.http(80)], serviceAccount: 'api' });
  }
  mesh.connectAll();
  return mesh;
}

export function writeStacks(clusters: ClusterParameters[], outdir: string): void {
  const app = cdkApp(outdir);
  new MeshStacks(app, 'Mesh', { mesh: fullMesh(clusters) });
  app.synth();
}

export function writeBundles(clusters: ClusterParameters[], outdir: string): void {
  new MeshBundles({ mesh: fullMesh(clusters), outdir, printFindings: false }).synth();
}
