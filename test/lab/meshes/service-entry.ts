/**
 * A shop calls a payment provider in another account, and has no access to that cluster's API server. Beside the web server
 * `charge`, the provider runs `ledger` over TCP. Three more Services lead to the pods of `charge`, each lacking one thing:
 *
 * - `refunds` is imported, but declared with an account that its pods do not run as.
 * - `reports` is exported, but not imported.
 * - `audit` is not exported.
 */
import { App, Duration } from 'aws-cdk-lib';
import { k8s } from 'cdk8s-plus-28';
import { ClusterVpc, LinkMode, LoadBalancer, Mesh, MeshBundles, MeshStacks, ServicePort } from 'cdk-istio-privatelink';

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
  // The shortest that there is.
  loadBalancer: LoadBalancer.managed({ idleTimeout: Duration.seconds(60) }),
});

const namespace = 'payments';
const http = [ServicePort.http(80)];
const callback = shop.exportService({ namespace: 'checkout', name: 'callback', ports: [ServicePort.http(8080)], serviceAccount: 'checkout' });
const charge = payments.exportService({ namespace, name: 'charge', ports: http, serviceAccount: 'charge' });
const ledger = payments.exportService({
  namespace, name: 'ledger', ports: [ServicePort.tcp(9000), ServicePort.tcp(9001, { name: 'tcp-second' })], serviceAccount: 'ledger',
});
const refunds = payments.exportService({ namespace, name: 'refunds', ports: http, serviceAccount: 'refunds' });
payments.exportService({ namespace, name: 'reports', ports: http, serviceAccount: 'charge' });
shop.deployDemo(callback);
payments.deployDemo(charge);

shop.consume(payments, { mode: LinkMode.serviceEntry(), services: [charge, ledger, refunds] });
payments.consume(shop, { mode: LinkMode.serviceEntry(), services: [callback] });

const app = new App();
new MeshStacks(app, 'Mesh', { mesh });
app.synth();

const bundles = new MeshBundles({ mesh });
const chart = bundles.chart(payments, '95-ledger');
const labels = { app: 'ledger' };
for (const name of ['refunds', 'reports', 'audit']) {
  new k8s.KubeService(chart, name, {
    metadata: { name, namespace },
    spec: { selector: { app: 'charge' }, ports: [{ name: 'http', port: 80, targetPort: k8s.IntOrString.fromNumber(8080) }] },
  });
}
new k8s.KubeServiceAccount(chart, 'account', { metadata: { name: 'ledger', namespace } });
new k8s.KubeDeployment(chart, 'ledger', {
  metadata: { name: 'ledger', namespace },
  spec: {
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        serviceAccountName: 'ledger',
        containers: [{
          name: 'ledger',
          image: 'localhost/lab/client:1',
          // Says back whatever it is told, until the other side ends it.
          command: ['sh', '-c', 'for port in 9000 9001; do socat TCP-LISTEN:$port,fork,reuseaddr EXEC:cat & done; wait'],
          readinessProbe: { tcpSocket: { port: k8s.IntOrString.fromNumber(9000) }, periodSeconds: 2 },
        }],
      },
    },
  },
});
new k8s.KubeService(chart, 'ledger-service', {
  metadata: { name: 'ledger', namespace },
  spec: { selector: labels, ports: [{ name: 'tcp', port: 9000 }, { name: 'tcp-second', port: 9001 }] },
});
bundles.synth();
