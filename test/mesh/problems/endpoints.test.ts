import { problemsOf } from './problems-of';
import { ClusterVpc, EndpointAddress, Mesh, MeshClusterProps } from '../../../src/mesh';
import { addCluster, meshOf, pair, vpcAttributes } from '../meshes';

function linked(consumer: Partial<MeshClusterProps>, provider: Partial<MeshClusterProps>): Mesh {
  const mesh = new Mesh({ meshId: 'demo' });
  addCluster(mesh, 'a', consumer).consume(addCluster(mesh, 'b', provider));
  return mesh;
}

describe('endpoints in a VPC', () => {
  function consuming(links: number, interfaceEndpointQuota?: number): Mesh {
    const mesh = new Mesh({ meshId: 'demo' });
    const hub = addCluster(mesh, 'hub', { interfaceEndpointQuota });
    for (let spoke = 0; spoke < links; spoke++) {
      hub.consume(addCluster(mesh, `spoke${spoke}`));
    }
    return mesh;
  }
  const advice = 'remove links, or have the quota "Interface VPC endpoints per VPC" raised and declare it with interfaceEndpointQuota';

  test.each([[51, undefined, 50], [3, 2, 2], [61, 60, 60]])('fail when there are %d for a quota of %s', (links, declared, quota) => {
    expect(problemsOf(consuming(links, declared))).toEqual([
      `cluster "hub" consumes ${links} clusters and needs an interface endpoint for each: its VPC may hold ${quota}; ${advice}`,
    ]);
  });

  test.each([[50, undefined], [51, 51], [60, 100], [2, 2]])('are fine when there are %d for a quota of %s', (links, declared) => {
    expect(problemsOf(consuming(links, declared))).toEqual([]);
  });

  test('fail when clusters in one VPC need more together', () => {
    const { mesh, cluster1, cluster2 } = pair();
    const vpc = ClusterVpc.fromAttributes(vpcAttributes('shared'));
    const address = EndpointAddress.fromOutputs('outputs.json');
    for (const [index, name] of ['a', 'b'].entries()) {
      const cluster = addCluster(mesh, name, { vpc, interfaceEndpointQuota: 2 + index });
      cluster.consume(cluster1, { address });
      cluster.consume(cluster2, { address });
    }
    expect(problemsOf(mesh)).toEqual([
      `clusters "a" and "b" share ${vpc.description} and need 4 interface endpoints together, one for each link: it may hold 3; ${advice}`,
    ]);
  });
});

describe('the place of the pods', () => {
  const unknown = { podSecurityGroupIds: undefined, podCidrs: undefined };

  test('fails when nothing says where they are', () => {
    expect(problemsOf(linked(unknown, {}))).toEqual([
      'cluster "a" does not say where its pods are: give podSecurityGroupIds (usually the EKS cluster security group) or podCidrs, ' +
      'or vpcCidrBlock in ClusterVpc.fromAttributes() to open its endpoints to the whole VPC',
    ]);
  });

  test.each<[string, Partial<MeshClusterProps>]>([
    ['security groups', { podSecurityGroupIds: ['sg-0a0000000'] }],
    ['ranges', { ...unknown, podCidrs: ['10.0.0.0/20'] }],
    ['the range of the VPC', { ...unknown, vpc: ClusterVpc.fromAttributes(vpcAttributes('a', { vpcCidrBlock: '10.0.0.0/16' })) }],
    ['a lookup, which finds the range', { ...unknown, vpc: ClusterVpc.fromLookup('vpc-0a0000000') }],
  ])('is known from %s', (_, props) => {
    expect(problemsOf(linked(props, {}))).toEqual([]);
  });
});

describe('partitions', () => {
  test.each([
    ['cn-north-1', 'eu-west-1', 'aws-cn', 'aws'], ['eu-west-1', 'us-gov-west-1', 'aws', 'aws-us-gov'], ['us-gov-west-1', 'cn-north-1', 'aws-us-gov', 'aws-cn'],
  ])('fail when a link leads from %s to %s', (consumer, provider, from, to) => {
    expect(problemsOf(linked({ region: consumer }, { region: provider }))).toEqual([
      `link a -> b leads from partition "${from}" (${consumer}) to "${to}" (${provider}): PrivateLink stays inside one partition, remove the link`,
    ]);
  });

  test.each([['eu-west-1', 'us-east-1'], ['cn-north-1', 'cn-northwest-1'], ['us-gov-west-1', 'us-gov-east-1']])('are the same from %s to %s', (consumer, provider) => {
    expect(problemsOf(linked({ region: consumer }, { region: provider }))).toEqual([]);
  });
});

describe('common zones', () => {
  const vpc = (name: string, availabilityZones: string[], availabilityZoneIds?: string[]) =>
    ClusterVpc.fromAttributes(vpcAttributes(name, { availabilityZones, availabilityZoneIds }));
  const advice = 'an endpoint works only in a zone where the provider\'s load balancer stands, add subnets so that the zone ids overlap';

  test('fail when no id is common, although the names are', () => {
    const zones = ['eu-west-1a', 'eu-west-1b'];
    expect(problemsOf(linked({ vpc: vpc('a', zones, ['euw1-az1', 'euw1-az2']) }, { vpc: vpc('b', zones.slice(1), ['euw1-az3']), account: '222222222222' }))).toEqual([
      `link a -> b has no availability zone in common: "a" has euw1-az1, euw1-az2 and "b" has euw1-az3; ${advice}`,
    ]);
  });

  test('fail when no name is common in one account', () => {
    expect(problemsOf(linked({ vpc: vpc('a', ['eu-west-1a']) }, { vpc: vpc('b', ['eu-west-1b', 'eu-west-1c']) }))).toEqual([
      `link a -> b has no availability zone in common: "a" has eu-west-1a and "b" has eu-west-1b, eu-west-1c; ${advice}`,
    ]);
  });

  test('are assumed where they are not known', () => {
    expect(problemsOf(linked({ vpc: vpc('a', ['eu-west-1a']) }, { vpc: vpc('b', ['eu-west-1b']), account: '222222222222' }))).toEqual([]);
  });
});

describe('a pasted address', () => {
  const address = EndpointAddress.fromDnsName('vpce-0a.vpce-svc-0b.eu-west-1.vpce.amazonaws.com');

  test('fails when two links to different providers have it', () => {
    const message = (one: string, other: string) => `links ${one} and ${other} have the same address "${address.pastedName}": an endpoint leads to one provider, ` +
      'give each link the DNS name of its own endpoint with consume(), or use EndpointAddress.fromOutputs()';
    expect(problemsOf(pair({ address }).mesh)).toEqual([message('cluster1 -> cluster2', 'cluster2 -> cluster1')]);
    const { mesh } = meshOf(['a', 'b', 'c']);
    mesh.connectAll({ address: EndpointAddress.fromDnsName(address.pastedName!) });
    expect(problemsOf(mesh)).toEqual([message('a -> b', 'a -> c')]);
  });

  test('may be a name that several consumers resolve to the same provider', () => {
    const { mesh, clusters: [a, b, c] } = meshOf(['a', 'b', 'c']);
    a.consume(c, { address });
    b.consume(c, { address });
    expect(problemsOf(mesh)).toEqual([]);
  });
});

describe('the private hosted zone', () => {
  const vpc = ClusterVpc.fromAttributes(vpcAttributes('shared'));

  function sharing(...addresses: EndpointAddress[]): Mesh {
    const { mesh, clusters: [provider] } = meshOf(['provider']);
    addresses.forEach((address, index) => addCluster(mesh, `c${index}`, { vpc }).consume(provider, { address }));
    return mesh;
  }

  test('fails when two clusters in one VPC have it', () => {
    const { privateHostedZone } = EndpointAddress;
    expect(problemsOf(sharing(privateHostedZone(), privateHostedZone(), privateHostedZone()))).toEqual(['c1', 'c2'].map(name =>
      `clusters "c0" and "${name}" share ${vpc.description}, which can have one private hosted zone "mesh.internal" only: ` +
      'use EndpointAddress.fromOutputs() for the links of one of them'));
  });

  test('is fine when one of the two uses other names, or only provides', () => {
    expect(problemsOf(sharing(EndpointAddress.privateHostedZone(), EndpointAddress.fromOutputs('outputs.json')))).toEqual([]);
    const mesh = new Mesh({ meshId: 'demo' });
    addCluster(mesh, 'a', { vpc }).consume(addCluster(mesh, 'b', { vpc }));
    expect(problemsOf(mesh)).toEqual([]);
  });

  test('is fine when the VPCs differ in account or region', () => {
    const { mesh, clusters: [provider] } = meshOf(['provider']);
    addCluster(mesh, 'a', { vpc }).consume(provider);
    addCluster(mesh, 'b', { vpc, account: '222222222222' }).consume(provider);
    addCluster(mesh, 'c', { vpc, region: 'us-east-1' }).consume(provider);
    expect(problemsOf(mesh)).toEqual([]);
  });
});
