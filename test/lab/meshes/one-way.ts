/**
 * One direction only: batch jobs call a model server, which calls nobody. The jobs' cluster offers nothing to others, but runs
 * a web server that the model server could want to call.
 */
import { App } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { ClusterVpc, DemoApplication, Mesh, MeshBundles, MeshStacks, NameResolution, ServicePort } from 'cdk-istio-privatelink';

const mesh = new Mesh({ meshId: 'ml' });
const models = mesh.addCluster('models', {
  account: '111111111111',
  region: 'us-west-2',
  vpc: ClusterVpc.fromLookup('vpc-0a111111111111111'),
  podSecurityGroupIds: ['sg-0a111111111111111'],
});
const jobs = mesh.addCluster('jobs', {
  account: '111111111111',
  region: 'us-west-2',
  vpc: ClusterVpc.fromLookup('vpc-0a222222222222222', { vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS } }),
  podSecurityGroupIds: ['sg-0a222222222222222'],
  nameResolution: NameResolution.STUB_SERVICES,
});
models.deployDemo(models.exportService({ namespace: 'inference', name: 'predict', ports: [ServicePort.http(8500)], serviceAccount: 'predict' }));
jobs.consume(models);

const app = new App();
new MeshStacks(app, 'Mesh', { mesh });
app.synth();

const bundles = new MeshBundles({ mesh });
new DemoApplication(bundles.chart(jobs, '95-batch'), 'batch', {
  cluster: 'jobs',
  namespace: 'batch',
  name: 'batch',
  serviceAccount: 'batch',
  port: ServicePort.http(80),
  image: 'public.ecr.aws/nginx/nginx-unprivileged:1.29',
  replicas: 1,
});
bundles.synth();
