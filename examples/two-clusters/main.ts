/**
 * Two clusters in two VPCs of one account, each calling the other: the guide.
 *
 * cluster1 runs a web server on 8085, cluster2 one on 80; callers use
 * http://api.cluster2-webserver.svc.cluster.local and http://api.cluster1-webserver.svc.cluster.local:8085.
 */
import { App } from 'aws-cdk-lib';
import { ClusterVpc, LinkMode, Mesh, MeshBundles, MeshStacks, ReaderAccess, ServicePort } from 'cdk-istio-privatelink';

const mesh = new Mesh({ meshId: 'demo' });

const cluster1 = mesh.addCluster('cluster1', {
  account: '111111111111',
  region: 'eu-west-1',
  vpc: ClusterVpc.fromAttributes({
    vpcId: 'vpc-0a111111111111111',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    subnetIds: ['subnet-0a111111111111111', 'subnet-0b111111111111111'],
  }),
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

// As in the guide, each istiod may read the other cluster as Istio's own role allows, Secrets included, so that
// "istioctl remote-clusters" says synced. Without this line neither reads a Secret: traffic works, the status stays "timeout".
mesh.connect(cluster1, cluster2, { mode: LinkMode.discovery({ readerAccess: ReaderAccess.WITH_SECRETS }) });

const app = new App();
new MeshStacks(app, 'Mesh', { mesh });
app.synth();
new MeshBundles({ mesh }).synth();
