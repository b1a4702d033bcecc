/**
 * The mesh: its clusters, the services that they share, and who calls whom.
 *
 * Replace accounts, regions and ids by those of your own clusters, and the services by your own.
 */
import { ClusterVpc, Mesh, ServicePort } from 'cdk-istio-privatelink';

export const mesh = new Mesh({ meshId: 'my-mesh' });

const cluster1 = mesh.addCluster('cluster1', {
  account: '111111111111',
  region: 'eu-west-1',
  vpc: ClusterVpc.fromAttributes({
    vpcId: 'vpc-0a111111111111111',
    // One private subnet in each zone.
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    subnetIds: ['subnet-0a111111111111111', 'subnet-0b111111111111111'],
  }),
  // On EKS usually the cluster security group.
  podSecurityGroupIds: ['sg-0a111111111111111'],
});
const cluster2 = mesh.addCluster('cluster2', {
  account: '222222222222',
  region: 'eu-west-1',
  vpc: ClusterVpc.fromAttributes({
    vpcId: 'vpc-0a222222222222222',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    subnetIds: ['subnet-0a222222222222222', 'subnet-0b222222222222222'],
  }),
  podSecurityGroupIds: ['sg-0a222222222222222'],
});

// Only what is exported can be reached from another cluster.
cluster1.exportService({ namespace: 'shop', name: 'catalog', ports: [ServicePort.http(80)], serviceAccount: 'catalog' });
cluster2.exportService({ namespace: 'billing', name: 'invoices', ports: [ServicePort.grpc(9000)], serviceAccount: 'invoices' });

mesh.connect(cluster1, cluster2);
