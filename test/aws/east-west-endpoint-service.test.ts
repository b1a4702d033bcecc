import { App, Aws, Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { importVpc, newStack, onlyProperties, onlyResource, resourcesOfType, synthesizeApp, SynthesizedStack, synthesizeStack } from './synthesize';
import { EastWestEndpointService, EastWestEndpointServiceProps } from '../../src';
import { errorMessage } from '../mesh/error-message';

const PRINCIPAL = 'arn:aws:iam::222222222222:root';
const POD_GROUP = 'sg-0123456789abcdef0';

function create(overrides: Partial<EastWestEndpointServiceProps> = {}, stack = newStack()) {
  const vpc = importVpc(stack);
  const service = new EastWestEndpointService(stack, 'EastWest', { vpc, targetGroupName: 'east-west', allowedPrincipalArns: [PRINCIPAL], ...overrides });
  return { stack, service };
}

function podGroup(stack: Stack, options: ec2.SecurityGroupImportOptions = {}) {
  return ec2.SecurityGroup.fromSecurityGroupId(stack, 'Pods', POD_GROUP, options);
}

function attributes(list: { Key: string; Value: string }[]) {
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));
}

describe('load balancer', () => {
  test('internal, across zones, without a fixed name, with rules that leave out PrivateLink traffic', () => {
    const { LoadBalancerAttributes, ...properties } = onlyProperties(synthesizeStack(create().stack), 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect(properties).toMatchObject({
      Type: 'network',
      Scheme: 'internal',
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off',
      Subnets: [expect.stringMatching(/^subnet-/), expect.stringMatching(/^subnet-/)],
    });
    expect(properties.SecurityGroups).toHaveLength(1);
    expect(properties).not.toHaveProperty('Name');
    expect(attributes(LoadBalancerAttributes)).toEqual({ 'deletion_protection.enabled': 'false', 'load_balancing.cross_zone.enabled': 'true' });
  });

  test('name, subnets, protection and enforcement as told', () => {
    const stack = newStack();
    const subnet = ec2.Subnet.fromSubnetAttributes(stack, 'Subnet', { subnetId: 'subnet-00000000', routeTableId: 'rtb-1', availabilityZone: 'eu-west-1a' });
    create({
      loadBalancerName: 'lb', vpcSubnets: { subnets: [subnet] }, deletionProtection: true, enforceInboundRulesOnPrivateLinkTraffic: true,
    }, stack);
    const properties = onlyProperties(synthesizeStack(stack), 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect(properties).toMatchObject({ Name: 'lb', Subnets: ['subnet-00000000'], EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'on' });
    expect(attributes(properties.LoadBalancerAttributes)).toMatchObject({ 'deletion_protection.enabled': 'true' });
  });

  test('listens on TCP 15443 only, and forgets idle connections after the default or the given time', () => {
    const listener = (overrides = {}) => onlyProperties(synthesizeStack(create(overrides).stack), 'AWS::ElasticLoadBalancingV2::Listener');
    expect(listener()).toMatchObject({ Port: 15443, Protocol: 'TCP', ListenerAttributes: [{ Key: 'tcp.idle_timeout.seconds', Value: '350' }] });
    expect(listener({ idleTimeout: Duration.minutes(100) }).ListenerAttributes).toEqual([{ Key: 'tcp.idle_timeout.seconds', Value: '6000' }]);
  });

  test.each([59, 6001])('fails when the idle timeout is %d seconds', seconds => {
    expect(errorMessage(() => create({ idleTimeout: Duration.seconds(seconds) })))
      .toBe(`idle timeout of ${seconds} seconds is out of range: a network load balancer takes a whole number from 60 to 6000 seconds`);
  });

  test.each(['', '-lb', 'lb-', 'a_b', 'a.b', 'a'.repeat(33)])('fails when a name is %j', name => {
    expect(errorMessage(() => create({ targetGroupName: name })))
      .toBe(`target group name "${name}" is not a name for Elastic Load Balancing: expected at most 32 letters, digits and hyphens, starting and ending with a letter or digit, not starting with "internal-"`);
  });

  test('fails when the name of the load balancer is not valid', () => {
    expect(errorMessage(() => create({ loadBalancerName: 'a b' }))).toMatch(/^load balancer name "a b" is not a name for Elastic Load Balancing: expected at most 32 letters/);
  });

  test('fails when a name is a token', () => {
    expect(errorMessage(() => create({ targetGroupName: Lazy.string({ produce: () => 'late' }) }))).toMatch(/^target group name is a CDK token \(.*\): .*literal value$/);
  });
});

describe('target group', () => {
  test('pod addresses without client addresses, checked on the readiness port', () => {
    const { service, stack } = create();
    const { TargetGroupAttributes, ...properties } = onlyProperties(synthesizeStack(stack), 'AWS::ElasticLoadBalancingV2::TargetGroup');
    expect(properties).toMatchObject({
      Name: 'east-west',
      TargetType: 'ip',
      Port: 15443,
      Protocol: 'TCP',
      HealthCheckProtocol: 'HTTP',
      HealthCheckPort: '15021',
      HealthCheckPath: '/healthz/ready',
    });
    expect(properties.HealthCheckTimeoutSeconds).toBeLessThan(properties.HealthCheckIntervalSeconds);
    expect(attributes(TargetGroupAttributes)).toEqual({
      'preserve_client_ip.enabled': 'false',
      'proxy_protocol_v2.enabled': 'false',
      'load_balancing.cross_zone.enabled': 'true',
      'deregistration_delay.timeout_seconds': '60',
      'deregistration_delay.connection_termination.enabled': 'true',
    });
    expect(service.targetGroupName).toBe('east-west');
  });

  test('a name known at synthesis also where none is given, another for each', () => {
    const stack = newStack();
    const vpc = importVpc(stack);
    const names = ['A', 'B'].map(id => new EastWestEndpointService(stack, id, { vpc, allowedPrincipalArns: [PRINCIPAL] }).targetGroupName!);
    expect(names.every(name => !Token.isUnresolved(name) && /^[A-Za-z0-9-]{1,32}$/.test(name))).toBe(true);
    expect(names[0]).not.toBe(names[1]);
    expect(resourcesOfType(synthesizeStack(stack), 'AWS::ElasticLoadBalancingV2::TargetGroup').map(({ Properties }) => Properties!.Name)).toEqual(names);
  });
});

describe('security group', () => {
  const egress = (stack: SynthesizedStack) => onlyProperties(stack, 'AWS::EC2::SecurityGroup').SecurityGroupEgress
    .map(({ Description, IpProtocol, FromPort, ToPort, ...to }: any) => ({ ...to, ports: `${IpProtocol} ${FromPort}-${ToPort}`, described: Description.length > 10 }));
  const rules = (to: object) => ['tcp 15443-15443', 'tcp 15021-15021'].map(ports => ({ ...to, ports, described: true }));

  test('lets nobody in', () => {
    const stack = synthesizeStack(create().stack);
    expect(onlyProperties(stack, 'AWS::EC2::SecurityGroup')).not.toHaveProperty('SecurityGroupIngress');
    expect(resourcesOfType(stack, 'AWS::EC2::SecurityGroupIngress')).toEqual([]);
  });

  test('reaches the VPC on the two ports where nothing is known of the pods', () => {
    expect(egress(synthesizeStack(create().stack))).toEqual(rules({ CidrIp: '10.0.0.0/16' }));
  });

  test('reaches the ranges of the pods on the two ports', () => {
    expect(egress(synthesizeStack(create({ podCidrs: ['100.64.0.0/16'] }).stack))).toEqual(rules({ CidrIp: '100.64.0.0/16' }));
  });

  test('reaches the security groups of the pods, which let it in', () => {
    const stack = newStack();
    const { service } = create({ podSecurityGroups: [podGroup(stack)] }, stack);
    const group = stack.resolve(service.securityGroup!.securityGroupId);
    const synthesized = synthesizeStack(stack);
    expect(egress(synthesized)).toEqual(rules({ DestinationSecurityGroupId: POD_GROUP }));
    expect(resourcesOfType(synthesized, 'AWS::EC2::SecurityGroupIngress').map(({ Properties }) => Properties)).toEqual([15443, 15021].map(port => ({
      GroupId: POD_GROUP, SourceSecurityGroupId: group, IpProtocol: 'tcp', FromPort: port, ToPort: port, Description: expect.stringMatching(/gateway/),
    })));
  });

  test('leaves alone a security group of the pods that is not to be changed', () => {
    const stack = newStack();
    create({ podSecurityGroups: [podGroup(stack, { mutable: false })] }, stack);
    expect(resourcesOfType(synthesizeStack(stack), 'AWS::EC2::SecurityGroupIngress')).toEqual([]);
  });

  test('security groups of the pods in another stack make no circle of stacks', () => {
    const app = new App();
    const other = newStack('eu-west-1', '111111111111', app, 'Other');
    const group = new ec2.SecurityGroup(other, 'Pods', { vpc: importVpc(other), allowAllOutbound: false });
    create({ podSecurityGroups: [group] }, newStack('eu-west-1', '111111111111', app));
    const { stacks } = synthesizeApp(app);
    expect(stacks.Stack.dependencies).toEqual(['Other']);
    expect(stacks.Other.dependencies).toEqual([]);
    expect(resourcesOfType(stacks.Stack, 'AWS::EC2::SecurityGroupIngress')).toHaveLength(2);
    expect(egress(stacks.Stack)).toEqual(rules({ DestinationSecurityGroupId: { 'Fn::ImportValue': expect.stringMatching(/^Other:/) } }));
  });

  test.each([['0.0.0.0/0', 'is the whole internet'], ['10.0.0.0', 'is not an IPv4 range']])('fails when a range of the pods is %s', (cidr, what) => {
    expect(errorMessage(() => create({ podCidrs: [cidr] }))).toMatch(new RegExp(`^pod range "${cidr}" ${what}: `));
  });

  test('fails when nothing is known of the pods, nor the range of the VPC', () => {
    const stack = newStack();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-00000000', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-00000000'] });
    expect(errorMessage(() => create({ vpc }, stack))).toBe('the range of VPC "Stack/Vpc" is not known, and nothing else says where its pods are: ' +
      'give podSecurityGroups or podCidrs, or import the VPC with vpcCidrBlock');
  });
});

describe('endpoint service', () => {
  test('without acceptance, for exactly the given principals, each once', () => {
    const user = 'arn:aws:iam::222222222222:user/team/deploy';
    const stack = synthesizeStack(create({ allowedPrincipalArns: [user, PRINCIPAL, user] }).stack);
    expect(onlyProperties(stack, 'AWS::EC2::VPCEndpointService')).toMatchObject({ AcceptanceRequired: false });
    expect(onlyProperties(stack, 'AWS::EC2::VPCEndpointService')).not.toHaveProperty('SupportedRegions');
    expect(onlyProperties(stack, 'AWS::EC2::VPCEndpointServicePermissions').AllowedPrincipals).toEqual([PRINCIPAL, user]);
  });

  test('acceptance and regions as told', () => {
    expect(onlyProperties(synthesizeStack(create({ acceptanceRequired: true, allowedRegions: ['us-east-1', 'eu-west-2', 'us-east-1'] }).stack), 'AWS::EC2::VPCEndpointService'))
      .toMatchObject({ AcceptanceRequired: true, SupportedRegions: ['eu-west-2', 'us-east-1'] });
  });

  test.each(['*', 'arn:aws:iam::*:root', 'arn:aws:iam::222222222222:role/*', 'arn:aws:iam::222222222222:role/team-?', '222222222222', 'arn:aws:sts::222222222222:root', ''])(
    'fails when a principal is %j', principal => {
      expect(errorMessage(() => create({ allowedPrincipalArns: [PRINCIPAL, principal] })))
        .toBe(`allowed principal "${principal}" is not exact: expected arn:<partition>:iam::<account>:root, :role/<name> or :user/<name>, without wildcards`);
    });

  test('fails when a principal with a token in it has a wildcard', () => {
    expect(errorMessage(() => create({ allowedPrincipalArns: [`arn:${Aws.PARTITION}:iam::*:root`] }))).toMatch(/is not exact/);
  });

  test('fails when there is no principal', () => {
    expect(errorMessage(() => create({ allowedPrincipalArns: [] }))).toMatch(/^allowedPrincipalArns is empty, so nobody could create an endpoint: /);
  });

  test('a principal may be a role of the same app', () => {
    const stack = newStack();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    create({ allowedPrincipalArns: [role.roleArn] }, stack);
    expect(onlyProperties(synthesizeStack(stack), 'AWS::EC2::VPCEndpointServicePermissions').AllowedPrincipals).toEqual([stack.resolve(role.roleArn)]);
  });

  test('is created after the listener, and deleted before it', () => {
    const { template } = synthesizeStack(create().stack);
    const [service] = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::EC2::VPCEndpointService');
    expect(service.DependsOn!.map(id => template.Resources[id].Type)).toEqual(['AWS::ElasticLoadBalancingV2::Listener']);
  });

  test.each([
    ['eu-west-1', 'com.amazonaws.vpce.eu-west-1.'],
    ['cn-north-1', 'cn.com.amazonaws.vpce.cn-north-1.'],
  ])('its name holds the region of its own stack (%s)', (region, prefix) => {
    const { stack, service } = create({}, newStack(region));
    const id = stack.resolve(service.endpointServiceId);
    expect(id).toEqual({ Ref: expect.any(String) });
    expect(stack.resolve(service.endpointServiceName)).toEqual({ 'Fn::Join': ['', [prefix, id]] });
    expect(service.region).toBe(region);
  });

  test('in a stack without region its name holds that of the deployment', () => {
    const { stack, service } = create({}, new Stack(new App(), 'Stack'));
    expect(stack.resolve(service.endpointServiceName)).toEqual({ 'Fn::Join': ['', ['com.amazonaws.vpce.', { Ref: 'AWS::Region' }, '.', expect.anything()]] });
  });
});

describe('before a load balancer that exists', () => {
  const loadBalancerArn = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/name/0123456789abcdef';

  test('nothing but the endpoint service is created', () => {
    const stack = newStack();
    const loadBalancer = elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, 'LoadBalancer', { loadBalancerArn });
    const { service } = create({ loadBalancer, podSecurityGroups: [podGroup(stack)] }, stack);
    const synthesized = synthesizeStack(stack);
    expect(Object.values(synthesized.template.Resources).map(({ Type }) => Type)).toEqual(['AWS::EC2::VPCEndpointService', 'AWS::EC2::VPCEndpointServicePermissions']);
    expect(onlyResource(synthesized, 'AWS::EC2::VPCEndpointService').Properties!.NetworkLoadBalancerArns).toEqual([loadBalancerArn]);
    expect([service.targetGroup, service.targetGroupName, service.securityGroup]).toEqual([undefined, undefined, undefined]);
    expect(service.loadBalancer).toBe(loadBalancer);
  });
});

describe('imported', () => {
  test('knows its name', () => {
    const stack = newStack('eu-west-2');
    const service = EastWestEndpointService.fromEndpointServiceAttributes(stack, 'Imported', { endpointServiceId: 'vpce-svc-0123456789abcdef0', region: 'eu-west-1' });
    expect(service).toMatchObject({
      endpointServiceId: 'vpce-svc-0123456789abcdef0',
      endpointServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
      region: 'eu-west-1',
    });
  });

  test.each(['vpce-0123', 'vpce-svc-', 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123'])('fails when the id is %s', endpointServiceId => {
    expect(errorMessage(() => EastWestEndpointService.fromEndpointServiceAttributes(newStack(), 'Imported', { endpointServiceId, region: 'eu-west-1' })))
      .toBe(`endpoint service id "${endpointServiceId}" is not the id of an endpoint service: expected "vpce-svc-" and hexadecimal digits`);
  });
});

test('others may connect to the load balancer by its security group', () => {
  const { stack, service } = create({ enforceInboundRulesOnPrivateLinkTraffic: true });
  service.connections.allowFrom(ec2.Peer.ipv4('10.9.0.0/16'), ec2.Port.tcp(15443), 'Pods of a consumer');
  expect(onlyProperties(synthesizeStack(stack), 'AWS::EC2::SecurityGroup').SecurityGroupIngress).toMatchObject([{ CidrIp: '10.9.0.0/16', FromPort: 15443 }]);
});
