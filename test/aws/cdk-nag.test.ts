import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { AwsSolutionsChecks } from 'cdk-nag';
import { importVpc, synthesizeApp } from './synthesize';
import { CertificateAuthority, ClusterVpc, ExternalSecrets, LinkMode, LoadBalancer, Mesh, MeshClusterProps, MeshStacks, RemoteSecret } from '../../src';
import { addCluster, exportApi, hexId } from '../mesh/meshes';

const ENV = { account: '111111111111', region: 'eu-west-1' };

/** Every choice of a mesh that makes another resource: accounts, regions, load balancers, secrets, and what is known of pods and VPCs. */
function addMesh(app: App): void {
  const mesh = new Mesh({ meshId: 'demo' });
  const loadBalancer = LoadBalancer.fromService({ loadBalancerArn: `arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/name/${hexId('lb')}` });
  const vpc = ClusterVpc.fromVpc(new ec2.Vpc(new Stack(app, 'Network', { env: ENV }), 'Vpc'));
  const clusters: Partial<MeshClusterProps>[] = [{}, { account: '222222222222' }, { region: 'eu-west-2', podCidrs: ['10.0.0.0/16'] }, { loadBalancer }, { vpc, podSecurityGroupIds: [] }];
  for (const [index, props] of clusters.entries()) {
    exportApi(addCluster(mesh, `cluster${index + 1}`, {
      certificateAuthority: CertificateAuthority.externalSecrets(),
      externalSecrets: ExternalSecrets.withServiceAccount({ roleArn: `arn:aws:iam::${props.account ?? ENV.account}:role/external-secrets` }),
      ...props,
    }));
  }
  mesh.connectAll({ mode: LinkMode.discovery({ remoteSecret: RemoteSecret.externalSecrets() }) });
  new MeshStacks(app, 'Mesh', { mesh });
}

/** Rule and construct of each finding of the pack "AWS Solutions". As a plugin the pack needs a later release of the CDK. */
function violations(app: App): string[] {
  synthesizeApp(app);
  return new AwsSolutionsChecks().validateScope(app).violations
    .flatMap(({ ruleName, violatingResources }) => violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`))
    .filter(violation => !violation.includes(' Network/'))
    .sort();
}

test('cdk-nag finds nothing that is not acknowledged with a reason', () => {
  const app = new App();
  addMesh(app);
  expect(violations(app)).toEqual([]);
});

test('what is acknowledged here stays a finding elsewhere in the app', () => {
  const app = new App();
  addMesh(app);
  const stack = new Stack(app, 'Other', { env: ENV });
  const vpc = importVpc(stack);
  new elbv2.NetworkLoadBalancer(stack, 'LoadBalancer', { vpc });
  new secretsmanager.Secret(stack, 'Secret');
  new ec2.SecurityGroup(stack, 'SecurityGroup', { vpc, description: 'Open' }).addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(80));
  expect(violations(app)).toEqual([
    'AwsSolutions-EC23 Other/SecurityGroup/Resource', 'AwsSolutions-ELB2 Other/LoadBalancer/Resource', 'AwsSolutions-SMG4 Other/Secret/Resource',
  ]);
});
