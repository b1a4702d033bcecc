/**
 * The mesh: its clusters, the services that they share, and who calls whom.
 *
 * Replace accounts, regions and ids by those of your own clusters. The services are samples that answer as soon as the mesh is
 * deployed; then replace them by your own.
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
  account: '111111111111',
  region: 'eu-west-1',
  vpc: ClusterVpc.fromAttributes({
    vpcId: 'vpc-0a222222222222222',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    subnetIds: ['subnet-0a222222222222222', 'subnet-0b222222222222222'],
  }),
  podSecurityGroupIds: ['sg-0a222222222222222'],
});

// Only what is exported can be reached from another cluster. deployDemo() makes a web server that answers, and from whose pod the other one can be called.
cluster1.deployDemo(cluster1.exportService({
  namespace: 'cluster1-webserver',
  name: 'api',
  ports: [ServicePort.http(8085)],
  serviceAccount: 'api',
}));
cluster2.deployDemo(cluster2.exportService({
  namespace: 'cluster2-webserver',
  name: 'api',
  ports: [ServicePort.http(80)],
  serviceAccount: 'api',
}));

mesh.connect(cluster1, cluster2); // both directions
