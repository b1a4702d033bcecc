/**
 * The guide to the letter: a Service of type LoadBalancer makes each load balancer, `istioctl install -f` installs the gateway,
 * and the endpoints' own DNS names, read from the outputs of `cdk deploy`, are the addresses.
 *
 * Order: apply the bundles (the load balancers appear), put their ARNs below, `cdk deploy --all --outputs-file outputs.json`,
 * write the bundles again, apply them. The outputs.json beside this file is a sample.
 */
import { App, Duration } from 'aws-cdk-lib';
import {
  ClusterVpc, EndpointAddress, GatewayInstallation, IstioVersion, LoadBalancer, Mesh, MeshBundles, MeshCluster, MeshStacks, ServicePort,
} from 'cdk-istio-privatelink';

const mesh = new Mesh({ meshId: 'guide', istioVersion: IstioVersion.of('1.29.6') });

function addCluster(name: string, digit: string, loadBalancerId: string): MeshCluster {
  return mesh.addCluster(name, {
    account: '111111111111',
    region: 'eu-west-1',
    vpc: ClusterVpc.fromAttributes({
      vpcId: `vpc-0a${digit.repeat(15)}`,
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      subnetIds: [`subnet-0a${digit.repeat(15)}`, `subnet-0b${digit.repeat(15)}`],
    }),
    podSecurityGroupIds: [`sg-0a${digit.repeat(15)}`],
    gatewayInstallation: GatewayInstallation.istioOperator({ replicas: 3 }),
    loadBalancer: LoadBalancer.fromService({
      loadBalancerArn: `arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/guide-${name}-ew/${loadBalancerId}`,
      idleTimeout: Duration.seconds(600),
    }),
  });
}

const cluster1 = addCluster('cluster1', '1', '50dc6c495c0c9188');
const cluster2 = addCluster('cluster2', '2', '73e2d6bc24d8a067');
cluster1.deployDemo(cluster1.exportService({
  namespace: 'cluster1-webserver', name: 'api', ports: [ServicePort.http(8085)], serviceAccount: 'api',
}));
cluster2.deployDemo(cluster2.exportService({
  namespace: 'cluster2-webserver', name: 'api', ports: [ServicePort.http(80)], serviceAccount: 'api',
}));
mesh.connect(cluster1, cluster2, { address: EndpointAddress.fromOutputs('outputs.json') });

const app = new App();
new MeshStacks(app, 'Mesh', { mesh });
app.synth();
new MeshBundles({ mesh }).synth();
