/**
 * A shop calls a payment provider in another account, and has no access to that cluster's API server:
 * no remote secret, no reader account. The provider calls back over a link of its own.
 */
import { App } from 'aws-cdk-lib';
import { ClusterVpc, LinkMode, Mesh, MeshBundles, MeshStacks, ServicePort } from 'cdk-istio-privatelink';

const mesh = new Mesh({ meshId: 'pay' });

const shop = mesh.addCluster('shop', {
  account: '111111111111',
  region: 'eu-central-1',
  vpc: ClusterVpc.fromAttributes({
    vpcId: 'vpc-0a111111111111111',
    availabilityZones: ['eu-central-1a', 'eu-central-1b'],
    availabilityZoneIds: ['euc1-az2', 'euc1-az3'],
    subnetIds: ['subnet-0a111111111111111', 'subnet-0b111111111111111'],
  }),
  podSecurityGroupIds: ['sg-0a111111111111111'],
});
const payments = mesh.addCluster('payments', {
  account: '222222222222',
  region: 'eu-central-1',
  vpc: ClusterVpc.fromAttributes({
    vpcId: 'vpc-0a222222222222222',
    availabilityZones: ['eu-central-1a', 'eu-central-1b'],
    availabilityZoneIds: ['euc1-az2', 'euc1-az3'],
    subnetIds: ['subnet-0a222222222222222', 'subnet-0b222222222222222'],
  }),
  podSecurityGroupIds: ['sg-0a222222222222222'],
});

const charge = payments.exportService({
  namespace: 'payments',
  name: 'charge',
  ports: [ServicePort.http(80), ServicePort.grpc(9090)],
  serviceAccount: 'charge',
});
payments.exportService({ namespace: 'payments', name: 'reports', ports: [ServicePort.http(80)], serviceAccount: 'reports' });
const callback = shop.exportService({ namespace: 'checkout', name: 'callback', ports: [ServicePort.http(8080)], serviceAccount: 'checkout' });

// Of what the provider exports, the shop needs one service.
shop.consume(payments, { mode: LinkMode.serviceEntry(), services: [charge] });
payments.consume(shop, { mode: LinkMode.serviceEntry(), services: [callback] });

const app = new App();
new MeshStacks(app, 'Mesh', { mesh });
app.synth();
new MeshBundles({ mesh }).synth();
