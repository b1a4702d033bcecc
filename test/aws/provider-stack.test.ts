import { App, CliCredentialsStackSynthesizer, DefaultStackSynthesizer, Duration } from 'aws-cdk-lib';
import { onlyProperties, onlyResource, resourcesOfType, Synthesized, synthesizeApp, synthesizeMesh } from './synthesize';
import { LoadBalancer, Mesh, MeshClusterProps, MeshStacks, ProviderStack } from '../../src';
import { loadBalancingName, providerStackName } from '../../src/mesh/names';
import { errorMessage } from '../mesh/error-message';
import { addCluster, exportApi, hexId, pair } from '../mesh/meshes';

/** A provider with the given properties, and its consumers. */
function provider(props: Partial<MeshClusterProps>, ...consumers: Partial<MeshClusterProps>[]): Mesh {
  const mesh = new Mesh({ meshId: 'demo' });
  const cluster = addCluster(mesh, 'provider', props);
  exportApi(cluster);
  consumers.forEach((consumer, index) => addCluster(mesh, `consumer-${index + 1}`, consumer).consume(cluster));
  return mesh;
}

const providerStack = (synthesized: Synthesized) => synthesized.stacks['demo-provider-provider'];
const roles = (synthesized: Synthesized) => resourcesOfType(providerStack(synthesized), 'AWS::IAM::Role');

describe('the stack', () => {
  test('is that of the cluster: account, region, name, description', () => {
    const { stacks } = synthesizeMesh(provider({ account: '222222222222', region: 'eu-west-2' }, {}));
    expect(stacks['demo-provider-provider']).toMatchObject({
      account: '222222222222', region: 'eu-west-2', template: { Description: 'East-west endpoint service of cluster provider in mesh demo' },
    });
  });

  test('holds one endpoint service with load balancer and target group of the cluster', () => {
    const stack = providerStack(synthesizeMesh(provider({}, {})));
    expect(onlyProperties(stack, 'AWS::ElasticLoadBalancingV2::TargetGroup').Name).toBe(loadBalancingName('demo', 'provider'));
    expect(onlyProperties(stack, 'AWS::ElasticLoadBalancingV2::LoadBalancer')).not.toHaveProperty('Name');
    expect(onlyProperties(stack, 'AWS::EC2::VPCEndpointService').AcceptanceRequired).toBe(false);
  });

  test('takes over what the cluster says of its load balancer and pods', () => {
    const loadBalancer = LoadBalancer.managed({ deletionProtection: true, idleTimeout: Duration.hours(1) });
    const stack = providerStack(synthesizeMesh(provider({ loadBalancer, podSecurityGroupIds: ['sg-00000001', 'sg-00000001'], podCidrs: ['10.1.0.0/16'] }, {})));
    expect(onlyProperties(stack, 'AWS::ElasticLoadBalancingV2::LoadBalancer').LoadBalancerAttributes).toContainEqual({ Key: 'deletion_protection.enabled', Value: 'true' });
    expect(onlyProperties(stack, 'AWS::ElasticLoadBalancingV2::Listener').ListenerAttributes).toEqual([{ Key: 'tcp.idle_timeout.seconds', Value: '3600' }]);
    expect(resourcesOfType(stack, 'AWS::EC2::SecurityGroupIngress').map(({ Properties }) => Properties!.GroupId)).toEqual(['sg-00000001', 'sg-00000001']);
    expect(onlyProperties(stack, 'AWS::EC2::SecurityGroup').SecurityGroupEgress.map((rule: any) => rule.DestinationSecurityGroupId ?? rule.CidrIp))
      .toEqual(['sg-00000001', '10.1.0.0/16', 'sg-00000001', '10.1.0.0/16']);
  });

  test('tells what others need in outputs', () => {
    const { Outputs } = providerStack(synthesizeMesh(provider({}, {}))).template;
    expect(Object.keys(Outputs!).sort()).toEqual(['EndpointServiceId', 'EndpointServiceName', 'LoadBalancerSecurityGroupId', 'TargetGroupName']);
    expect(Outputs!.TargetGroupName.Value).toBe(loadBalancingName('demo', 'provider'));
  });
});

describe('consumers', () => {
  test('only their principals may create endpoints, each once', () => {
    const role = 'arn:aws:iam::333333333333:role/deploy';
    const stack = providerStack(synthesizeMesh(provider({}, { account: '333333333333', principalArns: [role] }, { account: '222222222222' }, { account: '222222222222' })));
    expect(onlyProperties(stack, 'AWS::EC2::VPCEndpointServicePermissions').AllowedPrincipals).toEqual(['arn:aws:iam::222222222222:root', role]);
  });

  test('only their regions are allowed, each once, and not the own one', () => {
    const stack = providerStack(synthesizeMesh(provider({}, { region: 'us-east-1' }, { region: 'eu-west-2' }, { region: 'us-east-1' }, {})));
    expect(onlyProperties(stack, 'AWS::EC2::VPCEndpointService').SupportedRegions).toEqual(['eu-west-2', 'us-east-1']);
    expect(onlyProperties(providerStack(synthesizeMesh(provider({}, {}))), 'AWS::EC2::VPCEndpointService')).not.toHaveProperty('SupportedRegions');
  });

  test('fails when there are none', () => {
    const cluster = addCluster(new Mesh({ meshId: 'demo' }), 'alone');
    expect(errorMessage(() => new ProviderStack(new App(), 'Stack', { cluster }))).toBe('cluster "alone" needs no provider stack: no other cluster consumes it');
  });
});

describe('how consumers learn the id of the endpoint service', () => {
  const serviceId = (synthesized: Synthesized, consumer = 'consumer-1') =>
    onlyProperties(synthesized.stacks[`demo-${consumer}-consumer`], 'AWS::EC2::VPCEndpoint').ServiceName['Fn::Join'][1][1];

  test('in the same account and region by an export', () => {
    const synthesized = synthesizeMesh(provider({}, {}));
    expect(serviceId(synthesized)).toEqual({ 'Fn::ImportValue': 'demo-provider-provider:EndpointServiceId' });
    expect(roles(synthesized)).toEqual([]);
  });

  test('the export is there for each provider, so that the last import of it can go', () => {
    const synthesized = synthesizeMesh(provider({}, { account: '222222222222' }));
    expect(providerStack(synthesized).template.Outputs!.EndpointServiceId.Export).toEqual({ Name: 'demo-provider-provider:EndpointServiceId' });
  });

  test('in another region by the output, without custom resources', () => {
    const synthesized = synthesizeMesh(provider({}, { region: 'eu-west-2' }));
    expect(serviceId(synthesized)).toEqual({
      'Fn::GetStackOutput': { StackName: 'demo-provider-provider', OutputName: 'EndpointServiceId', Region: 'eu-west-1' },
    });
    expect(roles(synthesized)).toEqual([]);
    for (const { template } of Object.values(synthesized.stacks)) {
      expect(Object.values(template.Resources).filter(({ Type }) => /^(Custom|AWS::Lambda|AWS::SSM)/.test(Type))).toEqual([]);
    }
  });

  test('in another account by the output, with a role that lets in deployments from there and reads nothing else', () => {
    const synthesized = synthesizeMesh(provider({}, { account: '222222222222', region: 'eu-west-2' }, { account: '222222222222' }, {}));
    const { RoleName, ...role } = onlyProperties(providerStack(synthesized), 'AWS::IAM::Role');
    for (const consumer of ['consumer-1', 'consumer-2']) {
      expect(serviceId(synthesized, consumer)).toEqual({
        'Fn::GetStackOutput': {
          StackName: 'demo-provider-provider', OutputName: 'EndpointServiceId', Region: 'eu-west-1', RoleArn: `arn:aws:iam::111111111111:role/${RoleName}`,
        },
      });
    }
    expect(role.AssumeRolePolicyDocument.Statement).toEqual([{
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: {
        AWS: ['eu-west-1', 'eu-west-2'].map(region => ({
          'Fn::Sub': `arn:\${AWS::Partition}:iam::222222222222:role/cdk-hnb659fds-cfn-exec-role-222222222222-${region}`,
        })),
      },
    }]);
    expect(role.Policies).toEqual([{
      PolicyName: expect.any(String),
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{
          Effect: 'Allow', Action: 'cloudformation:DescribeStacks', Resource: 'arn:aws:cloudformation:eu-west-1:111111111111:stack/demo-provider-provider/*',
        }],
      },
    }]);
  });

  test('each account has a role of its own, so that trust policies stay small', () => {
    const consumers = Array.from({ length: 40 }, (_, index) => ({ account: String(200000000000 + index) }));
    const found = roles(synthesizeMesh(provider({}, ...consumers))).map(({ Properties }) => Properties!);
    expect(new Set(found.map(({ RoleName }) => RoleName)).size).toBe(40);
    for (const { AssumeRolePolicyDocument } of found) {
      expect(JSON.stringify(AssumeRolePolicyDocument).length).toBeLessThan(2048);
    }
  });

  test('the role follows the synthesizer', () => {
    const synthesizer = new DefaultStackSynthesizer({ qualifier: 'mesh' });
    const role = onlyResource(providerStack(synthesizeMesh(provider({}, { account: '222222222222' }), { synthesizer })), 'AWS::IAM::Role');
    expect(JSON.stringify(role)).toContain('cdk-mesh-cfn-exec-role-222222222222-eu-west-1');
  });

  test('names of roles differ from cluster to cluster and region to region, and fit', () => {
    const names = [['a', 'b'.repeat(32)], ['a', `${'b'.repeat(31)}c`], ['c'.repeat(32), 'b'.repeat(32)]].flatMap(([meshId, name]) => ['eu-west-1', 'ap-southeast-2'].map(region => {
      const mesh = new Mesh({ meshId });
      const { vpc } = addCluster(new Mesh({ meshId: 'other' }), 'any');
      const cluster = mesh.addCluster(name, { account: '111111111111', region, vpc, podCidrs: ['10.0.0.0/16'] });
      addCluster(mesh, 'consumer', { account: '222222222222' }).consume(cluster);
      return onlyProperties(synthesizeMesh(mesh).stacks[providerStackName(meshId, name)], 'AWS::IAM::Role').RoleName as string;
    }));
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) {
      expect(name).toMatch(/^[a-z][a-z0-9-]{1,62}[a-z0-9]$/);
    }
  });

  test('fails when a consumer in another account has no role that could be let in', () => {
    expect(errorMessage(() => new MeshStacks(new App(), 'Mesh', { mesh: provider({}, { account: '222222222222' }), synthesizer: new CliCredentialsStackSynthesizer() }))).toBe(
      'stack "demo-consumer-1-consumer" reads an output of stack "demo-provider-provider" in another account, but has no CloudFormation execution role ' +
      'that could be let in: use a synthesizer with one, such as DefaultStackSynthesizer');
  });
});

describe('a load balancer that a Service made', () => {
  const loadBalancerArn = `arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/name/${hexId('lb')}`;

  test('is taken by its ARN, and nothing else is created', () => {
    const stack = providerStack(synthesizeMesh(provider({ loadBalancer: LoadBalancer.fromService({ loadBalancerArn }) }, {})));
    expect(Object.values(stack.template.Resources).map(({ Type }) => Type)).toEqual(['AWS::EC2::VPCEndpointService', 'AWS::EC2::VPCEndpointServicePermissions']);
    expect(onlyProperties(stack, 'AWS::EC2::VPCEndpointService').NetworkLoadBalancerArns).toEqual([loadBalancerArn]);
    expect(Object.keys(stack.template.Outputs!)).toEqual(['EndpointServiceId', 'EndpointServiceName']);
  });

  test.each([[undefined, 'provider'], ['eks-1', 'eks-1']])('is looked up by the tags of the controller (EKS cluster %s)', (eksClusterName, tag) => {
    const mesh = () => provider({ loadBalancer: LoadBalancer.fromService({ eksClusterName }) }, {});
    // CDK also looks up the security groups of what it has yet to find.
    const lookups = synthesizeMesh(mesh()).missing.filter(({ props }) => props.loadBalancerType !== undefined);
    expect(lookups.map(({ props }) => props)).toMatchObject([{
      account: '111111111111',
      region: 'eu-west-1',
      loadBalancerType: 'network',
      loadBalancerTags: [{ key: 'elbv2.k8s.aws/cluster', value: tag }, { key: 'service.k8s.aws/stack', value: 'istio-system/istio-eastwestgateway' }],
    }]);
    const answer = {
      loadBalancerArn,
      loadBalancerCanonicalHostedZoneId: 'Z1',
      loadBalancerDnsName: 'lb',
      vpcId: 'vpc-00000000',
      securityGroupIds: [],
      ipAddressType: 'ipv4',
    };
    expect(onlyProperties(providerStack(synthesizeMesh(mesh(), {}, { context: { [lookups[0].key]: answer } })), 'AWS::EC2::VPCEndpointService').NetworkLoadBalancerArns).toEqual([loadBalancerArn]);
  });
});

describe('used without MeshStacks', () => {
  test('further properties of a stack are its own', () => {
    const app = new App();
    const { cluster1 } = pair();
    const stack = new ProviderStack(app, 'Stack', { cluster: cluster1, description: 'Mine', terminationProtection: true, tags: { team: 'a' } });
    expect(stack).toMatchObject({ cluster: cluster1, stackName: 'demo-cluster1-provider' });
    expect(synthesizeApp(app).stacks['demo-cluster1-provider']).toMatchObject({
      template: { Description: 'Mine' },
      terminationProtection: true,
      tags: { 'team': 'a', 'istio-privatelink/mesh': 'demo', 'istio-privatelink/cluster': 'cluster1' },
    });
  });

  test.each([
    [{ stackName: 'mine' }, 'stackName "mine" is not that of cluster "cluster1", whose stack needs "demo-cluster1-provider": leave it out'],
    [{ env: { account: '222222222222' } }, 'env.account "222222222222" is not that of cluster "cluster1", whose stack needs "111111111111": leave it out'],
    [{ env: { region: 'eu-west-2' } }, 'env.region "eu-west-2" is not that of cluster "cluster1", whose stack needs "eu-west-1": leave it out'],
  ])('fails when the properties contradict the cluster: %j', (props, message) => {
    expect(errorMessage(() => new ProviderStack(new App(), 'Stack', { cluster: pair().cluster1, ...props }))).toBe(message);
  });

  test('properties that repeat the cluster do no harm', () => {
    const props = { stackName: 'demo-cluster1-provider', env: { account: '111111111111', region: 'eu-west-1' } };
    expect(new ProviderStack(new App(), 'Stack', { cluster: pair().cluster1, ...props }).stackName).toBe('demo-cluster1-provider');
  });
});
