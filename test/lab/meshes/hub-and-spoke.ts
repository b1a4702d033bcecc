/**
 * Three accounts, two regions, hub and spoke, with what examples/cross-account leaves open: one gateway is installed by istioctl, platform and orders
 * run services of the same names, and the demo answers.
 */
import { App } from 'aws-cdk-lib';
import { ClusterVpc, GatewayInstallation, LinkMode, Mesh, MeshBundles, MeshStacks, ReaderAccess, ServicePort } from 'cdk-istio-privatelink';

const mesh = new Mesh({ meshId: 'company', trustDomain: 'mesh.example.com', dnsZone: 'mesh.example.internal' });

const platform = mesh.addCluster('platform', {
  account: '111111111111',
  region: 'eu-west-1',
  vpc: ClusterVpc.fromAttributes({
    vpcId: 'vpc-0a111111111111111',
    availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
    availabilityZoneIds: ['euw1-az1', 'euw1-az2', 'euw1-az3'],
    subnetIds: ['subnet-0a111111111111111', 'subnet-0b111111111111111', 'subnet-0c111111111111111'],
  }),
  podSecurityGroupIds: ['sg-0a111111111111111'],
  gatewayInstallation: GatewayInstallation.manifests(),
});
const orders = mesh.addCluster('orders', {
  account: '222222222222',
  region: 'eu-west-1',
  vpc: ClusterVpc.fromAttributes({
    vpcId: 'vpc-0a222222222222222',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    availabilityZoneIds: ['euw1-az2', 'euw1-az3'],
    subnetIds: ['subnet-0a222222222222222', 'subnet-0b222222222222222'],
  }),
  podSecurityGroupIds: ['sg-0a222222222222222'],
  gatewayInstallation: GatewayInstallation.istioOperator(),
});
const analytics = mesh.addCluster('analytics', {
  account: '333333333333',
  region: 'us-east-1',
  vpc: ClusterVpc.fromAttributes({
    vpcId: 'vpc-0a333333333333333',
    availabilityZones: ['us-east-1a', 'us-east-1b'],
    availabilityZoneIds: ['use1-az4', 'use1-az6'],
    subnetIds: ['subnet-0a333333333333333', 'subnet-0b333333333333333'],
  }),
  podCidrs: ['10.30.0.0/16'],
});

platform.deployDemo(platform.exportService({ namespace: 'identity', name: 'login', ports: [ServicePort.http(80)], serviceAccount: 'login' }));
orders.deployDemo(orders.exportService({ namespace: 'orders', name: 'api', ports: [ServicePort.http(80)], serviceAccount: 'api' }));
analytics.deployDemo(analytics.exportService({ namespace: 'events', name: 'collector', ports: [ServicePort.http(80)], serviceAccount: 'collector' }));

// Both run shop/status and shop/notes; only the first is exported, and by both.
for (const cluster of [platform, orders]) {
  cluster.exportService({ namespace: 'shop', name: 'status', ports: [ServicePort.http(80), ServicePort.tcp(7000)], serviceAccount: 'shop' });
}

// To orders as in the guide, to analytics as by default.
mesh.connect(platform, orders, { mode: LinkMode.discovery({ readerAccess: ReaderAccess.WITH_SECRETS }) });
mesh.connect(platform, analytics);

const app = new App();
new MeshStacks(app, 'Mesh', { mesh });
app.synth();
new MeshBundles({ mesh }).synth();
