/**
 * Three clusters, each linked with each, in VPCs that the same app makes. Helm installs one of the gateways, stub Services
 * resolve names, one service runs in two clusters, and Flux applies the bundles. (cdk.context.json answers the CDK's question
 * for the zones of the account.)
 */
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { ClusterVpc, GatewayInstallation, GitOps, Mesh, MeshBundles, MeshCluster, MeshStacks, NameResolution, ServicePort } from 'cdk-istio-privatelink';

const app = new App();
const mesh = new Mesh({ meshId: 'trio' });
const env = { account: '111111111111', region: 'eu-north-1' };

function addCluster(name: string, cidr: string, gatewayInstallation = GatewayInstallation.manifests()): MeshCluster {
  const network = new Stack(app, `${name}-network`, { env, description: `The VPC of cluster ${name}` });
  const vpc = new ec2.Vpc(network, 'Vpc', {
    ipAddresses: ec2.IpAddresses.cidr(cidr),
    availabilityZones: ['eu-north-1a', 'eu-north-1b'],
    natGateways: 1,
    restrictDefaultSecurityGroup: false,
  });
  return mesh.addCluster(name, {
    ...env,
    vpc: ClusterVpc.fromVpc(vpc),
    podCidrs: [cidr],
    gatewayInstallation,
    nameResolution: NameResolution.STUB_SERVICES,
  });
}

// The ranges may overlap: nothing routes between the VPCs.
const blue = addCluster('blue', '10.0.0.0/16');
const green = addCluster('green', '10.0.0.0/16');
const red = addCluster('red', '10.0.0.0/16', GatewayInstallation.helm());

// Callers anywhere are balanced over both clusters that run the catalog.
for (const cluster of [blue, green]) {
  cluster.exportService({ namespace: 'shop', name: 'catalog', ports: [ServicePort.http(80)], serviceAccount: 'catalog' });
}
red.exportService({ namespace: 'shop', name: 'search', ports: [ServicePort.grpc(9000)], serviceAccount: 'search' });
mesh.connectAll();

new MeshStacks(app, 'Mesh', { mesh });
app.synth();
new MeshBundles({ mesh, gitOps: GitOps.flux() }).synth();
