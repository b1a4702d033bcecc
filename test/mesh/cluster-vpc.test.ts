import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Fn, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { errorMessage } from './error-message';
import { hexId, vpcAttributes } from './meshes';
import { ClusterVpc, ClusterVpcAttributes, ClusterVpcOptions } from '../../src/mesh';

// An app makes its output directory at once, in a place of its own unless told where.
const outdir = mkdtempSync(join(tmpdir(), 'cdk.out-'));
afterAll(() => rmSync(outdir, { recursive: true }));

const ENV = { account: '111111111111', region: 'eu-west-1' };
const VPC_ID = `vpc-${hexId('a')}`;

describe('fromAttributes', () => {
  const failure = (overrides: Partial<ClusterVpcAttributes>) => errorMessage(() => ClusterVpc.fromAttributes(vpcAttributes('a', overrides)));

  test('knows zones, their ids, and whether there is a range', () => {
    expect(ClusterVpc.fromAttributes(vpcAttributes('a'))).toMatchObject({
      description: `vpc ${VPC_ID}`,
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      availabilityZoneIds: ['euw1-az1', 'euw1-az2'],
      hasCidrBlock: false,
    });
    expect(ClusterVpc.fromAttributes(vpcAttributes('a', { availabilityZoneIds: undefined, vpcCidrBlock: '10.0.0.0/16' })))
      .toMatchObject({ availabilityZoneIds: undefined, hasCidrBlock: true });
  });

  test('is the VPC with one subnet in each zone', () => {
    const stack = new Stack(new App({ outdir }), 'Stack', { env: ENV });
    const { vpc, vpcSubnets } = ClusterVpc.fromAttributes(vpcAttributes('a', { vpcCidrBlock: '10.0.0.0/16' })).bind(stack);
    expect([vpc.vpcId, vpc.vpcCidrBlock]).toEqual([VPC_ID, '10.0.0.0/16']);
    expect(vpc.selectSubnets(vpcSubnets)).toMatchObject({
      subnetIds: [`subnet-${hexId('a/eu-west-1a')}`, `subnet-${hexId('a/eu-west-1b')}`], availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    });
  });

  test('raises no warning of the CDK', () => {
    const { vpc } = ClusterVpc.fromAttributes(vpcAttributes('a')).bind(new Stack(new App({ outdir }), 'Stack', { env: ENV }));
    expect(vpc.node.findAll().flatMap(({ node }) => node.metadata)).toEqual([]);
  });

  test('changing a returned list, or a given one, changes nothing', () => {
    const attributes = vpcAttributes('a');
    const vpc = ClusterVpc.fromAttributes(attributes);
    const { availabilityZones, availabilityZoneIds, subnetIds } = attributes;
    for (const list of [availabilityZones, availabilityZoneIds!, subnetIds, vpc.availabilityZones!, vpc.availabilityZoneIds!]) {
      list.push('more');
    }
    expect(vpc.availabilityZones).toEqual(['eu-west-1a', 'eu-west-1b']);
    expect(vpc.availabilityZoneIds).toEqual(['euw1-az1', 'euw1-az2']);
    const { vpc: bound, vpcSubnets } = vpc.bind(new Stack(new App({ outdir }), 'Stack', { env: ENV }));
    expect(bound.selectSubnets(vpcSubnets).subnetIds).toHaveLength(2);
  });

  test.each(['', 'vpc', 'vpc-', 'vpc-XYZ', 'VPC-0a', 'vpc-0a0000000\n', 'subnet-0a0000000'])('fails when the id is %j', vpcId => {
    const message = `vpc id ${JSON.stringify(vpcId)} is not the id of a VPC: expected "vpc-" and 8 to 17 hexadecimal digits`;
    expect(failure({ vpcId })).toBe(message);
    expect(errorMessage(() => ClusterVpc.fromLookup(vpcId))).toBe(message);
  });

  test('fails when there is no subnet', () => {
    expect(failure({ subnetIds: [] })).toBe(`vpc ${VPC_ID} has no usable subnet: subnetIds is empty, give one private subnet in each availability zone`);
  });

  test.each(['', 'subnet-', 'subnet-xyz', 'vpc-0a0000000'])('fails when the id of a subnet is %j', id => {
    expect(failure({ subnetIds: ['subnet-0a0000000', id] })).toBe(
      `subnet id "${id}" of vpc ${VPC_ID} is not the id of a subnet: expected "subnet-" and 8 to 17 hexadecimal digits`);
  });

  test('fails when a subnet is named twice', () => {
    expect(failure({ subnetIds: ['subnet-0a0000000', 'subnet-0a0000000'] })).toBe(
      `vpc ${VPC_ID} names a subnet twice in subnetIds (subnet-0a0000000, subnet-0a0000000): give one private subnet in each availability zone`);
  });

  test.each([
    ['availabilityZones' as const, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'], 3],
    ['availabilityZoneIds' as const, ['euw1-az1'], 1],
    ['availabilityZoneIds' as const, [], 0],
  ])('fails when %s differs in length', (list, zones, length) => {
    expect(failure({ subnetIds: ['subnet-0a0000000', 'subnet-0b0000000'], [list]: zones })).toBe(
      `vpc ${VPC_ID} has 2 subnets but ${length} ${list}: give the lists in the same order and of the same length`);
  });

  test.each([['availabilityZones' as const, 'eu-west-1a'], ['availabilityZoneIds' as const, 'euw1-az1']])('fails when %s has a zone twice', (list, zone) => {
    expect(failure({ subnetIds: ['subnet-0a0000000', 'subnet-0b0000000'], [list]: [zone, zone] })).toBe(
      `vpc ${VPC_ID} names a zone twice in ${list} (${zone}, ${zone}): an endpoint takes one subnet in each zone`);
  });

  test.each([['availabilityZones' as const, 'eu-west-1 a'], ['availabilityZoneIds' as const, '']])('fails when %s has %j', (list, zone) => {
    expect(failure({ subnetIds: ['subnet-0a0000000', 'subnet-0b0000000'], [list]: ['eu-west-1a', zone] })).toBe(
      `availability zone "${zone}" in ${list} of vpc ${VPC_ID} is not a zone: ` +
      'expected a name such as "eu-west-1a" in availabilityZones, an id such as "euw1-az1" in availabilityZoneIds');
  });

  test.each(['10.0.0.0', '0.0.0.0/0'])('fails when the range is %s', vpcCidrBlock => {
    expect(failure({ vpcCidrBlock })).toMatch(new RegExp(`^range "${vpcCidrBlock.replace(/\./g, '\\.')}" of vpc ${VPC_ID} is (not an IPv4 range|the whole internet): .*"10\\.0\\.0\\.0/16"$`));
  });

  test.each<[string, Partial<ClusterVpcAttributes>]>([
    ['vpc id', { vpcId: Fn.ref('Vpc') }],
    ['subnet id of vpc', { subnetIds: [Fn.ref('A'), Fn.ref('B')] }],
    ['one of the availabilityZones of vpc', { availabilityZones: Fn.getAzs(), subnetIds: ['subnet-0a0000000'], availabilityZoneIds: ['euw1-az1'] }],
    ['range of vpc', { vpcCidrBlock: Fn.getAtt('Vpc', 'CidrBlock').toString() }],
  ])('fails when the %s is a token', (what, overrides) => {
    const message = failure(overrides);
    expect(message).toMatch(/ is a CDK token \(.*Token\[.+\]\}\): it must be known at synthesis, .*; give the literal value$/);
    expect(message.startsWith(what)).toBe(true);
  });
});

describe('fromVpc', () => {
  const stackOf = (context?: object) => new Stack(new App({ outdir, context: { ...context } }), 'Stack', { env: ENV });
  const failure = (options: ClusterVpcOptions, props: ec2.VpcProps = {}) => errorMessage(() =>
    ClusterVpc.fromVpc(new ec2.Vpc(stackOf(), 'Vpc', { availabilityZones: ['eu-west-1a', 'eu-west-1b'], ...props }), options));

  test('takes a private subnet in each zone', () => {
    const stack = stackOf();
    const vpc = new ec2.Vpc(stack, 'Vpc', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] });
    const cluster = ClusterVpc.fromVpc(vpc);
    expect(cluster).toMatchObject({
      description: 'vpc Stack/Vpc', availabilityZones: ['eu-west-1a', 'eu-west-1b'], availabilityZoneIds: undefined, hasCidrBlock: true,
    });
    const bound = cluster.bind(stack);
    expect(bound.vpc).toBe(vpc);
    expect(vpc.selectSubnets(bound.vpcSubnets).subnets).toEqual(vpc.privateSubnets);
  });

  test('takes one of several private subnets in a zone', () => {
    const subnetConfiguration = ['a', 'b'].map(name => ({ name, subnetType: ec2.SubnetType.PRIVATE_ISOLATED }));
    const stack = stackOf();
    const vpc = new ec2.Vpc(stack, 'Vpc', { availabilityZones: ['eu-west-1a', 'eu-west-1b'], subnetConfiguration });
    const cluster = ClusterVpc.fromVpc(vpc, { vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
    expect(cluster.availabilityZones).toEqual(['eu-west-1a', 'eu-west-1b']);
    expect(vpc.selectSubnets(cluster.bind(stack).vpcSubnets).subnetIds).toHaveLength(2);
  });

  test('takes the subnets that are asked for', () => {
    const vpc = new ec2.Vpc(stackOf(), 'Vpc', { availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] });
    expect(ClusterVpc.fromVpc(vpc, { vpcSubnets: { availabilityZones: ['eu-west-1c'] } }).availabilityZones).toEqual(['eu-west-1c']);
  });

  test('does not know the zones of a stack without account and region', () => {
    expect(ClusterVpc.fromVpc(new ec2.Vpc(new Stack(new App({ outdir }), 'Stack'), 'Vpc')).availabilityZones).toBeUndefined();
  });

  // Were the CDK's placeholders taken for zones, peers would have none in common, and the failing synthesis would never get to the lookup.
  test('does not know zones that have yet to be looked up', () => {
    const stack = stackOf();
    expect(ClusterVpc.fromVpc(new ec2.Vpc(stack, 'Made')).availabilityZones).toBeUndefined();
    expect(ClusterVpc.fromVpc(ec2.Vpc.fromLookup(stack, 'Found', { vpcId: 'vpc-0a0000000' })).availabilityZones).toBeUndefined();
    expect(ClusterVpc.fromVpc(ec2.Vpc.fromLookup(stack, 'Other', { vpcId: 'vpc-0a0000000' }), { vpcSubnets: { subnetGroupName: 'pods' } }).availabilityZones)
      .toBeUndefined();
  });

  test('knows zones that have been looked up', () => {
    const stack = stackOf({ 'availability-zones:account=111111111111:region=eu-west-1': ['eu-west-1b', 'eu-west-1c'] });
    expect(ClusterVpc.fromVpc(new ec2.Vpc(stack, 'Vpc')).availabilityZones).toEqual(['eu-west-1b', 'eu-west-1c']);
  });

  test('fails when no subnet is usable', () => {
    const advice = 'the load balancer and the endpoints need one private subnet in each availability zone, choose others with vpcSubnets';
    expect(failure({ vpcSubnets: { availabilityZones: ['eu-west-1z'] } })).toBe(`vpc Stack/Vpc has no usable subnet: ${advice}`);
    expect(failure({}, { subnetConfiguration: [], natGateways: 0 })).toBe(
      `vpc Stack/Vpc has no usable subnet (There are no 'Public' subnet groups in this VPC. Available types:): ${advice}`);
    expect(failure({ vpcSubnets: { subnetGroupName: 'pods' } })).toMatch(/^vpc Stack\/Vpc has no usable subnet \(.*pods.*\): .* choose others with vpcSubnets$/);
  });

  test('fails when two of the subnets are in one zone', () => {
    const subnetConfiguration = ['a', 'b'].map(name => ({ name, subnetType: ec2.SubnetType.PRIVATE_ISOLATED }));
    expect(failure({ vpcSubnets: { onePerAz: false, subnetType: ec2.SubnetType.PRIVATE_ISOLATED } }, { subnetConfiguration })).toBe(
      'vpc Stack/Vpc has two of the chosen subnets in zone eu-west-1a: an endpoint takes one subnet in each zone, choose others with vpcSubnets');
  });

  test.each([
    ['another account', { account: '222222222222', region: 'eu-west-1' }, '222222222222 and eu-west-1'],
    ['another region', { account: '111111111111', region: 'us-east-1' }, '111111111111 and us-east-1'],
  ])('fails when the VPC is in %s than the stack of the caller', (_, env, where) => {
    const app = new App({ outdir });
    const cluster = ClusterVpc.fromVpc(new ec2.Vpc(new Stack(app, 'Network', { env }), 'Vpc', { availabilityZones: ['x'] }));
    expect(errorMessage(() => cluster.bind(new Stack(app, 'Stack', { env: ENV })))).toBe(
      `vpc Network/Vpc is in ${where}, but its cluster in 111111111111 and eu-west-1: give the stack of the VPC this env`);
  });

  test('fails when the stack of the VPC has neither account nor region', () => {
    const app = new App({ outdir });
    const cluster = ClusterVpc.fromVpc(new ec2.Vpc(new Stack(app, 'Network'), 'Vpc'));
    expect(errorMessage(() => cluster.bind(new Stack(app, 'Stack', { env: ENV })))).toMatch(
      /^vpc Network\/Vpc is in a stack without account and region, but its cluster in 111111111111 and eu-west-1: give the stack of the VPC this env$/);
  });
});

describe('fromLookup', () => {
  const vpc = (subnets: object[]) => ({
    'vpc-provider:account=111111111111:filter.vpc-id=vpc-0a0000000:region=eu-west-1:returnAsymmetricSubnets=true': {
      vpcId: 'vpc-0a0000000', vpcCidrBlock: '10.0.0.0/16', ownerAccountId: ENV.account, availabilityZones: [], subnetGroups: [{ name: 'pods', type: 'Private', subnets }],
    },
  });
  const subnet = (id: string, availabilityZone: string) => ({ subnetId: id, cidr: '10.0.0.0/24', availabilityZone, routeTableId: 'rtb-0a' });

  test('knows nothing before the lookup but that there is a range', () => {
    expect(ClusterVpc.fromLookup('vpc-0a0000000')).toMatchObject({
      description: 'vpc vpc-0a0000000', availabilityZones: undefined, availabilityZoneIds: undefined, hasCidrBlock: true,
    });
  });

  test('is the VPC that was found, with one subnet in each zone', () => {
    const stack = new Stack(new App({ outdir, context: vpc([subnet('subnet-10000000', 'eu-west-1a'), subnet('subnet-20000000', 'eu-west-1a'), subnet('subnet-30000000', 'eu-west-1b')]) }), 'Stack', { env: ENV });
    const config = ClusterVpc.fromLookup('vpc-0a0000000').bind(stack);
    expect(config.vpc.vpcId).toBe('vpc-0a0000000');
    expect(config.vpc.selectSubnets(config.vpcSubnets).subnetIds).toEqual(['subnet-10000000', 'subnet-30000000']);
  });

  test('waits for the lookup, whatever subnets are asked for', () => {
    const stack = new Stack(new App({ outdir }), 'Stack', { env: ENV });
    const { vpc: pending } = ClusterVpc.fromLookup('vpc-0a0000000', { vpcSubnets: { subnetGroupName: 'pods' } }).bind(stack);
    expect(pending.vpcId).toBe('vpc-12345');
  });

  test('fails when no subnet of what was found is usable', () => {
    const stack = new Stack(new App({ outdir, context: vpc([subnet('subnet-10000000', 'eu-west-1a')]) }), 'Stack', { env: ENV });
    expect(errorMessage(() => ClusterVpc.fromLookup('vpc-0a0000000', { vpcSubnets: { availabilityZones: ['eu-west-1b'] } }).bind(stack))).toBe(
      'vpc vpc-0a0000000 has no usable subnet: the load balancer and the endpoints need one private subnet in each availability zone, choose others with vpcSubnets');
  });
});
