import { generateKeyPairSync } from 'crypto';
import { App, SecretValue, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { importVpc } from './synthesize';
import { CertificateAuthority, ClusterVpc, ExternalSecrets, LinkMode, LoadBalancer, Mesh, MeshClusterProps, MeshStacks, RemoteSecret } from '../../src';
import { addCluster, exportApi, hexId } from '../mesh/meshes';

export const ENV = { account: '111111111111', region: 'eu-west-1' };

/** Every choice of a mesh that makes another resource: accounts, regions, load balancers, secrets, and what is known of pods and VPCs. */
export function everyResource(app: App): MeshStacks {
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
  return new MeshStacks(app, 'Mesh', { mesh });
}

/** What checkers find something in, for comparison: a load balancer, a security group, and a secret that has its key in the template. */
export function foreignResources(scope: Construct): void {
  const vpc = importVpc(Stack.of(scope));
  const loadBalancer = new elbv2.NetworkLoadBalancer(scope, 'LoadBalancer', { vpc });
  new ec2.VpcEndpointService(scope, 'Service', { vpcEndpointServiceLoadBalancers: [loadBalancer], acceptanceRequired: false });
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  new secretsmanager.Secret(scope, 'Secret', { secretStringValue: SecretValue.unsafePlainText(privateKey.export({ type: 'sec1', format: 'pem' }) as string) });
  new ec2.SecurityGroup(scope, 'SecurityGroup', { vpc, description: 'Open' }).addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(80));
}
