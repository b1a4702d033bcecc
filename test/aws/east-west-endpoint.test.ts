import { App, Stack, Stage } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { importVpc, newStack, onlyProperties, onlyResource, resourcesOfType, synthesizeApp, SynthesizedStack, synthesizeStack } from './synthesize';
import { EastWestEndpoint, EastWestEndpointProps, EastWestEndpointService } from '../../src';
import { errorMessage } from '../mesh/error-message';

const SERVICE = { endpointServiceId: 'vpce-svc-0123456789abcdef0', region: 'eu-west-1' };
const POD_GROUP = 'sg-0123456789abcdef0';

function create(overrides: Partial<EastWestEndpointProps> = {}, stack = newStack()) {
  const endpoint = new EastWestEndpoint(stack, 'Peer', {
    vpc: importVpc(stack),
    endpointService: EastWestEndpointService.fromEndpointServiceAttributes(stack, 'Imported', SERVICE),
    ...overrides,
  });
  return { stack, endpoint };
}

function createService(stack: Stack) {
  return new EastWestEndpointService(stack, 'Service', { vpc: importVpc(stack, 'provider'), allowedPrincipalArns: ['arn:aws:iam::111111111111:root'] });
}

function zone(stack: Stack) {
  return route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'mesh.internal' });
}

const endpointOf = (stack: Stack) => onlyProperties(synthesizeStack(stack), 'AWS::EC2::VPCEndpoint');

test('an interface endpoint in every zone, without private DNS', () => {
  const { stack } = create();
  expect(endpointOf(stack)).toEqual({
    VpcEndpointType: 'Interface',
    ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
    PrivateDnsEnabled: false,
    SecurityGroupIds: [expect.anything()],
    SubnetIds: [expect.stringMatching(/^subnet-/), expect.stringMatching(/^subnet-/)],
    VpcId: expect.stringMatching(/^vpc-/),
  });
});

test('its own DNS name is that of all zones', () => {
  const { stack, endpoint } = create();
  const entries = { 'Fn::GetAtt': [stack.getLogicalId(endpoint.interfaceEndpoint.node.defaultChild as ec2.CfnVPCEndpoint), 'DnsEntries'] };
  expect(stack.resolve(endpoint.dnsName)).toEqual({ 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, entries] }] }] });
});

describe('security group', () => {
  const ingress = (stack: SynthesizedStack) => onlyProperties(stack, 'AWS::EC2::SecurityGroup').SecurityGroupIngress;
  const rule = (from: object) => ({ ...from, IpProtocol: 'tcp', FromPort: 15443, ToPort: 15443, Description: expect.stringMatching(/pods/) });

  test('lets in the VPC on 15443 where nothing is known of the pods, and nothing out', () => {
    const { stack } = create();
    const { SecurityGroupIngress, SecurityGroupEgress } = onlyProperties(synthesizeStack(stack), 'AWS::EC2::SecurityGroup');
    expect(SecurityGroupIngress).toEqual([rule({ CidrIp: '10.0.0.0/16' })]);
    expect(SecurityGroupEgress).toEqual([expect.objectContaining({ CidrIp: '255.255.255.255/32', IpProtocol: 'icmp' })]);
  });

  test('lets in the security groups and ranges of the pods, and not the VPC', () => {
    const stack = newStack();
    create({ podSecurityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Pods', POD_GROUP)], podCidrs: ['100.64.0.0/16'] }, stack);
    const synthesized = synthesizeStack(stack);
    expect(ingress(synthesized)).toEqual([rule({ SourceSecurityGroupId: POD_GROUP }), rule({ CidrIp: '100.64.0.0/16' })]);
    expect(Object.values(synthesized.template.Resources).map(({ Type }) => Type)).toEqual(['AWS::EC2::SecurityGroup', 'AWS::EC2::VPCEndpoint']);
  });

  test('lets pods out to it that may not go everywhere', () => {
    const stack = newStack();
    const { endpoint } = create({ podSecurityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Pods', POD_GROUP, { allowAllOutbound: false })] }, stack);
    expect(onlyProperties(synthesizeStack(stack), 'AWS::EC2::SecurityGroupEgress')).toMatchObject({
      GroupId: POD_GROUP, DestinationSecurityGroupId: stack.resolve(endpoint.securityGroup.securityGroupId), FromPort: 15443, ToPort: 15443,
    });
  });

  test('is open to others on its default port through connections', () => {
    const { stack, endpoint } = create();
    endpoint.connections.allowDefaultPortFrom(ec2.Peer.ipv4('10.9.0.0/16'), 'Another subnet');
    expect(ingress(synthesizeStack(stack))[1]).toMatchObject({ CidrIp: '10.9.0.0/16', FromPort: 15443, ToPort: 15443 });
  });
});

describe('zones', () => {
  test('only those given, of those of the subnets', () => {
    const stack = newStack();
    const vpc = importVpc(stack);
    create({ vpc, availabilityZones: ['eu-west-1b', 'eu-west-1c'] }, stack);
    expect(endpointOf(stack).SubnetIds).toEqual([vpc.privateSubnets[1].subnetId]);
  });

  test('also of subnets named one by one, which CDK does not filter', () => {
    const stack = newStack();
    const vpc = importVpc(stack);
    create({ vpc, vpcSubnets: { subnets: vpc.privateSubnets }, availabilityZones: ['eu-west-1a'] }, stack);
    expect(endpointOf(stack).SubnetIds).toEqual([vpc.privateSubnets[0].subnetId]);
  });

  test('fails when no subnet is in one of them', () => {
    expect(errorMessage(() => create({ availabilityZones: ['eu-west-1c'] }))).toBe(
      'endpoint "Stack/Peer" has no subnet in the zones eu-west-1c: its subnets are in eu-west-1a, eu-west-1b, choose others with vpcSubnets or availabilityZones');
  });

  test('waits for a lookup before it looks at them', () => {
    const stack = newStack();
    create({ vpc: ec2.Vpc.fromLookup(stack, 'Vpc', { vpcId: 'vpc-00000000' }), vpcSubnets: { subnetGroupName: 'Pods' }, availabilityZones: ['eu-west-1a'] }, stack);
    expect(synthesizeApp(stack.node.root as App).missing).toHaveLength(1);
  });
});

describe('region', () => {
  test('named where the service is in another one', () => {
    const { stack } = create({}, newStack('eu-west-2'));
    expect(endpointOf(stack)).toMatchObject({ ServiceRegion: 'eu-west-1', ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0' });
  });

  test('unknown, but the same', () => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-00000000', vpcCidrBlock: '10.0.0.0/16', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-00000000'], privateSubnetRouteTableIds: ['rtb-1'],
    });
    create({ vpc, endpointService: new EastWestEndpointService(stack, 'Service', { vpc, allowedPrincipalArns: ['arn:aws:iam::111111111111:root'] }) }, stack);
    expect(endpointOf(stack)).not.toHaveProperty('ServiceRegion');
  });

  test('fails when only that of the service is known', () => {
    const stack = new Stack(new App(), 'Stack');
    expect(errorMessage(() => create({}, stack))).toMatch(
      /^whether endpoint and service are in one region is not known at synthesis \(endpoint: \$\{Token\[AWS\.Region\.\d+\]\}, service: eu-west-1\): give both stacks an env/);
  });
});

describe('record', () => {
  test.each(['peer', 'peer.mesh.internal'])('an alias for the endpoint (%s)', recordName => {
    const stack = newStack();
    const { endpoint } = create({ hostedZone: zone(stack), recordName }, stack);
    expect(onlyProperties(synthesizeStack(stack), 'AWS::Route53::RecordSet')).toMatchObject({
      Name: 'peer.mesh.internal.', Type: 'A', HostedZoneId: 'Z1', AliasTarget: { DNSName: stack.resolve(endpoint.dnsName) }, Comment: expect.stringMatching(/east-west/),
    });
  });

  test('none without a zone', () => {
    expect(resourcesOfType(synthesizeStack(create().stack), 'AWS::Route53::RecordSet')).toEqual([]);
  });

  test('fails when there is a zone without a name in it, or the other way round', () => {
    const stack = newStack();
    expect(errorMessage(() => create({ hostedZone: zone(stack) }, stack))).toBe('endpoint "Stack/Peer" has a hostedZone but no recordName: give both or neither');
    expect(errorMessage(() => create({ recordName: 'peer' }))).toBe('endpoint "Stack/Peer" has recordName "peer" but no hostedZone: give both or neither');
  });
});

describe('order', () => {
  test('in one stack after the service and its permissions', () => {
    const stack = newStack();
    create({ endpointService: createService(stack) }, stack);
    const synthesized = synthesizeStack(stack);
    const before = onlyResource(synthesized, 'AWS::EC2::VPCEndpoint').DependsOn!.map(id => synthesized.template.Resources[id].Type);
    expect(before).toEqual(expect.arrayContaining([
      'AWS::EC2::VPCEndpointService', 'AWS::EC2::VPCEndpointServicePermissions', 'AWS::ElasticLoadBalancingV2::Listener',
    ]));
  });

  test.each([
    ['the same environment', 'eu-west-1', '111111111111'],
    ['another region', 'eu-west-2', '111111111111'],
    ['another account', 'eu-west-1', '222222222222'],
  ])('after the stack of the service, in %s', (_, region, account) => {
    const app = new App();
    const endpointService = createService(newStack('eu-west-1', '111111111111', app, 'Provider'));
    create({ endpointService }, newStack(region, account, app, 'Consumer'));
    const { stacks } = synthesizeApp(app);
    expect(stacks.Consumer.dependencies).toEqual(['Provider']);
    expect(JSON.stringify(onlyProperties(stacks.Consumer, 'AWS::EC2::VPCEndpoint').ServiceName)).toContain('"com.amazonaws.vpce.eu-west-1."');
  });

  test('a service imported into another stage is no dependency', () => {
    const app = new App();
    const env = { account: '111111111111', region: 'eu-west-1' };
    const shared = new Stack(app, 'Shared', { env });
    const staged = new Stack(new Stage(app, 'Stage', { env }), 'Stack');
    create({ endpointService: EastWestEndpointService.fromEndpointServiceAttributes(shared, 'Imported', SERVICE) }, staged);
    expect(synthesizeApp(app).stacks['Stage-Stack'].dependencies).toEqual([]);
  });
});
