/**
 * Three accounts, two regions, hub and spoke: teams call the services of a platform cluster, and it calls theirs;
 * the teams do not reach each other. Argo CD applies the bundles.
 */
import { App } from 'aws-cdk-lib';
import { ClusterVpc, GitOps, Mesh, MeshBundles, MeshStacks, ServicePort } from 'cdk-istio-privatelink';

const mesh = new Mesh({ meshId: 'company', trustDomain: 'mesh.example.com', dnsZone: 'mesh.example.internal' });

const platform = mesh.addCluster('platform', {
  account: '111111111111',
  region: 'eu-west-1',
  vpc: ClusterVpc.fromAttributes({
    vpcId: 'vpc-0a111111111111111',
    availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
    // Zone names differ from account to account; ids do not, and tell whether two VPCs share zones.
    availabilityZoneIds: ['euw1-az1', 'euw1-az2', 'euw1-az3'],
    subnetIds: ['subnet-0a111111111111111', 'subnet-0b111111111111111', 'subnet-0c111111111111111'],
  }),
  podSecurityGroupIds: ['sg-0a111111111111111'],
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

platform.exportService({
  namespace: 'identity',
  name: 'login',
  ports: [ServicePort.grpc(9000), ServicePort.http(8080)],
  serviceAccount: 'login',
});
orders.exportService({ namespace: 'orders', name: 'api', ports: [ServicePort.http(80)], serviceAccount: 'orders-api' });
analytics.exportService({ namespace: 'events', name: 'collector', ports: [ServicePort.tcp(7000)], serviceAccount: 'collector' });

mesh.connectHub(platform);

const app = new App();
new MeshStacks(app, 'Mesh', { mesh, terminationProtection: true });
app.synth();
new MeshBundles({
  mesh,
  gitOps: GitOps.argoCd({ repoUrl: 'https://git.example.com/platform/mesh.git', targetRevision: 'main' }),
}).synth();
