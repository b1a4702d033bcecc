import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { onlyProperties, resourcesOfType, synthesizeApp } from './synthesize';
import { ClusterVpc, Mesh, MeshClusterProps, MeshStacks, ServicePort } from '../../src';
import { errorMessage } from '../mesh/error-message';
import { pair } from '../mesh/meshes';

const ENV = { account: '111111111111', region: 'eu-west-1' };

/** Two linked clusters in the given VPCs. */
function meshIn(vpcs: ClusterVpc[], props: Partial<MeshClusterProps> = {}): Mesh {
  const mesh = new Mesh({ meshId: 'demo' });
  const clusters = vpcs.map((vpc, index) => mesh.addCluster(`cluster${index + 1}`, { ...ENV, vpc, ...props }));
  clusters.forEach(({ name }, index) => clusters[index].exportService({ namespace: name, name: 'api', ports: [ServicePort.http(80)] }));
  mesh.connectAll();
  return mesh;
}

describe('VPCs of the same app', () => {
  const networks = (app: App, env: object = ENV, props: ec2.VpcProps = {}) => ['network1', 'network2'].map(id =>
    new ec2.Vpc(new Stack(app, id, { env }), 'Vpc', { maxAzs: 2, ...props }));

  test('are deployed before the stacks, which take their private subnets and range', () => {
    const app = new App({ context: { 'availability-zones:account=111111111111:region=eu-west-1': ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] } });
    new MeshStacks(app, 'Mesh', { mesh: meshIn(networks(app).map(vpc => ClusterVpc.fromVpc(vpc))) });
    const { stacks } = synthesizeApp(app);
    expect(stacks['demo-cluster1-provider'].dependencies).toEqual(['network1']);
    expect([...stacks['demo-cluster1-consumer'].dependencies].sort()).toEqual(['demo-cluster2-provider', 'network1']);
    expect([stacks.network1.dependencies, stacks.network2.dependencies]).toEqual([[], []]);
    const subnets = onlyProperties(stacks['demo-cluster1-provider'], 'AWS::ElasticLoadBalancingV2::LoadBalancer').Subnets;
    expect(subnets).toEqual([1, 2].map(index => ({ 'Fn::ImportValue': expect.stringMatching(new RegExp(`^network1:.*PrivateSubnet${index}`)) })));
    expect(onlyProperties(stacks['demo-cluster1-consumer'], 'AWS::EC2::VPCEndpoint').SubnetIds).toEqual(subnets);
    expect(JSON.stringify(onlyProperties(stacks['demo-cluster1-consumer'], 'AWS::EC2::SecurityGroup').SecurityGroupIngress)).toMatch(/CidrBlock/);
    expect(onlyProperties(stacks['demo-cluster1-consumer'], 'AWS::Route53::HostedZone').VPCs).toMatchObject([{ VPCRegion: 'eu-west-1' }]);
  });

  test('the chosen subnets are used', () => {
    const app = new App();
    const subnetConfiguration = [{ name: 'Public', subnetType: ec2.SubnetType.PUBLIC }, { name: 'Mesh', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }];
    const vpcs = networks(app, ENV, { availabilityZones: ['eu-west-1a'], maxAzs: undefined, subnetConfiguration });
    new MeshStacks(app, 'Mesh', { mesh: meshIn(vpcs.map(vpc => ClusterVpc.fromVpc(vpc, { vpcSubnets: { subnetGroupName: 'Mesh' } }))) });
    expect(onlyProperties(synthesizeApp(app).stacks['demo-cluster2-consumer'], 'AWS::EC2::VPCEndpoint').SubnetIds)
      .toEqual([{ 'Fn::ImportValue': expect.stringMatching(/^network2:.*MeshSubnet1/) }]);
  });

  test.each([
    ['another region', { account: '111111111111', region: 'eu-west-2' }, '111111111111 and eu-west-2'],
    ['another account', { account: '222222222222', region: 'eu-west-1' }, '222222222222 and eu-west-1'],
    ['no environment', {}, 'a stack without account and region'],
  ])('fails when the VPC is in %s', (_, env, where) => {
    const app = new App();
    expect(errorMessage(() => new MeshStacks(app, 'Mesh', { mesh: meshIn(networks(app, env).map(vpc => ClusterVpc.fromVpc(vpc))) }))).toBe(
      `vpc network1/Vpc is in ${where}, but its cluster in 111111111111 and eu-west-1: give the stack of the VPC this env`);
  });
});

describe('VPCs that are looked up', () => {
  const mesh = (vpcSubnets?: ec2.SubnetSelection) => meshIn(['vpc-00000001', 'vpc-00000002'].map(vpcId => ClusterVpc.fromLookup(vpcId, { vpcSubnets })));
  const found = (vpcId: string) => ({
    vpcId,
    vpcCidrBlock: '10.7.0.0/16',
    ownerAccountId: '111111111111',
    availabilityZones: [],
    subnetGroups: [{
      name: 'Private',
      type: 'Private',
      subnets: ['a', 'b'].map(zone => ({ subnetId: `subnet-${vpcId}-${zone}`, cidr: '10.7.0.0/24', availabilityZone: `eu-west-1${zone}`, routeTableId: 'rtb-1' })),
    }],
  });

  test.each([[undefined], [{ subnetGroupName: 'Mesh' }]])('synthesize before the lookup is made, with the subnets %j', vpcSubnets => {
    const app = new App();
    new MeshStacks(app, 'Mesh', { mesh: mesh(vpcSubnets) });
    expect(synthesizeApp(app).missing.map(({ props }) => props)).toMatchObject(['vpc-00000001', 'vpc-00000002'].map(id => ({ ...ENV, filter: { 'vpc-id': id } })));
  });

  test('take subnets and range from the context afterwards', () => {
    const first = new App();
    new MeshStacks(first, 'Mesh', { mesh: mesh() });
    const context = Object.fromEntries(synthesizeApp(first).missing.map(({ key, props }) => [key, found(props.filter['vpc-id'])]));
    const app = new App({ context });
    new MeshStacks(app, 'Mesh', { mesh: mesh() });
    const { stacks, missing } = synthesizeApp(app);
    expect(missing).toEqual([]);
    expect(onlyProperties(stacks['demo-cluster1-consumer'], 'AWS::EC2::VPCEndpoint')).toMatchObject({
      VpcId: 'vpc-00000001', SubnetIds: ['subnet-vpc-00000001-a', 'subnet-vpc-00000001-b'],
    });
    expect(onlyProperties(stacks['demo-cluster1-consumer'], 'AWS::EC2::SecurityGroup').SecurityGroupIngress).toMatchObject([{ CidrIp: '10.7.0.0/16' }]);
    expect(onlyProperties(stacks['demo-cluster2-provider'], 'AWS::ElasticLoadBalancingV2::LoadBalancer').Subnets)
      .toEqual(['subnet-vpc-00000002-a', 'subnet-vpc-00000002-b']);
  });
});

test('VPCs by their attributes bring no warning about route tables, which nothing here needs', () => {
  const app = new App();
  new MeshStacks(app, 'Mesh', { mesh: pair().mesh });
  const { stacks } = synthesizeApp(app);
  expect(Object.values(stacks).flatMap(({ messages }) => messages)).toEqual([]);
  expect(resourcesOfType(stacks['demo-cluster1-provider'], 'AWS::EC2::VPC')).toEqual([]);
});
