/**
 * One direction only, VPCs looked up by id: batch jobs call a model server, which calls nobody. The jobs' cluster offers nothing,
 * so it needs no gateway, no load balancer and no endpoint service. Its istiod is installed by another team.
 *
 * The lookups are answered by cdk.context.json; delete it to look up VPCs of your own.
 */
import { App } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { k8s } from 'cdk8s-plus-28';
import { ClusterVpc, IstiodInstallation, Mesh, MeshBundles, MeshStacks, ServicePort } from 'cdk-istio-privatelink';

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
  istiodInstallation: IstiodInstallation.ELSEWHERE,
});
models.exportService({ namespace: 'inference', name: 'predict', ports: [ServicePort.grpc(8500)], serviceAccount: 'predict' });
jobs.consume(models);

const app = new App();
new MeshStacks(app, 'Mesh', { mesh });
app.synth();

// Objects of one's own go into the same bundle, in a file of their own.
const bundles = new MeshBundles({ mesh });
new k8s.KubeService(bundles.chart(jobs, '95-alias'), 'alias', {
  metadata: { name: 'predict', namespace: 'jobs' },
  spec: { type: 'ExternalName', externalName: 'predict.inference.svc.cluster.local' },
});
bundles.synth();
