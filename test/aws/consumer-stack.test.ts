import { App } from 'aws-cdk-lib';
import { newStack, onlyProperties, resourcesOfType, synthesizeApp, SynthesizedStack, synthesizeMesh } from './synthesize';
import { ClusterVpc, ConsumeOptions, ConsumerStack, EastWestEndpointService, EndpointAddress, Mesh, MeshClusterProps } from '../../src';
import { errorMessage } from '../mesh/error-message';
import { addCluster, clusterProps, exportApi, meshOf, pair, vpcAttributes } from '../mesh/meshes';

/** A consumer with the given properties, and its providers. */
function consumer(props: Partial<MeshClusterProps>, ...providers: [Partial<MeshClusterProps>, ConsumeOptions?][]): Mesh {
  const mesh = new Mesh({ meshId: 'demo' });
  const cluster = addCluster(mesh, 'consumer', props);
  providers.forEach(([provider, options], index) => {
    const other = addCluster(mesh, `provider-${index + 1}`, provider);
    exportApi(other);
    cluster.consume(other, options);
  });
  return mesh;
}

const consumerStack = (mesh: Mesh) => synthesizeMesh(mesh).stacks['demo-consumer-consumer'];
const endpoints = (stack: SynthesizedStack) => resourcesOfType(stack, 'AWS::EC2::VPCEndpoint').map(({ Properties }) => Properties!);
const records = (stack: SynthesizedStack) => resourcesOfType(stack, 'AWS::Route53::RecordSet').map(({ Properties }) => Properties!.Name);

describe('the stack', () => {
  test('is that of the cluster: account, region, name, description', () => {
    expect(consumerStack(consumer({ account: '222222222222', region: 'eu-west-2' }, [{}]))).toMatchObject({
      account: '222222222222', region: 'eu-west-2', template: { Description: 'East-west endpoints of cluster consumer in mesh demo' },
    });
  });

  test('holds an endpoint for each provider, open to the pods of the cluster', () => {
    const stack = consumerStack(consumer({ podSecurityGroupIds: ['sg-00000001'], podCidrs: ['10.1.0.0/16'] }, [{}], [{}]));
    expect(endpoints(stack)).toHaveLength(2);
    for (const { Properties } of resourcesOfType(stack, 'AWS::EC2::SecurityGroup')) {
      expect(Properties!.SecurityGroupIngress).toMatchObject([{ SourceSecurityGroupId: 'sg-00000001', FromPort: 15443 }, { CidrIp: '10.1.0.0/16', FromPort: 15443 }]);
    }
  });

  test('tells the name of each endpoint in an output', () => {
    const stack = consumerStack(consumer({}, [{}], [{}]));
    expect(Object.keys(stack.template.Outputs!)).toEqual(['EndpointDnsNameProviderX1', 'EndpointDnsNameProviderX2']);
    const [logicalId] = Object.entries(stack.template.Resources).filter(([, { Type }]) => Type === 'AWS::EC2::VPCEndpoint').map(([id]) => id);
    expect(JSON.stringify(stack.template.Outputs!.EndpointDnsNameProviderX1.Value)).toContain(`["${logicalId}","DnsEntries"]`);
  });

  test('gives its endpoints and zone to the program', () => {
    const { mesh, cluster1, cluster2 } = pair();
    const endpointService = EastWestEndpointService.fromEndpointServiceAttributes(newStack(), 'Imported', { endpointServiceId: 'vpce-svc-0123', region: 'eu-west-1' });
    const stack = new ConsumerStack(new App(), 'Stack', { cluster: cluster1, endpointServices: { [cluster2.name]: endpointService } });
    expect(Object.keys(stack.endpoints)).toEqual(['cluster2']);
    delete stack.endpoints.cluster2;
    expect(stack.endpoints.cluster2.interfaceEndpoint).toBeDefined();
    expect(stack.hostedZone!.zoneName).toBe(mesh.dnsZone);
  });
});

describe('private hosted zone', () => {
  test('one for all endpoints, associated with the VPC', () => {
    const stack = consumerStack(consumer({ region: 'eu-west-2' }, [{}], [{}]));
    expect(onlyProperties(stack, 'AWS::Route53::HostedZone')).toMatchObject({
      Name: 'mesh.internal.', VPCs: [{ VPCId: vpcAttributes('consumer').vpcId, VPCRegion: 'eu-west-2' }], HostedZoneConfig: { Comment: expect.stringContaining('consumer') },
    });
    expect(records(stack)).toEqual(['provider-1.mesh.internal.', 'provider-2.mesh.internal.']);
  });

  test('its name is that of the mesh', () => {
    const { mesh, clusters: [a, b] } = meshOf(['a', 'b'], { dnsZone: 'east-west.example.com' });
    a.consume(b);
    expect(records(synthesizeMesh(mesh).stacks['demo-a-consumer'])).toEqual(['b.east-west.example.com.']);
  });

  test('only for links that ask for a name in it', () => {
    const stack = consumerStack(consumer({}, [{}, { address: EndpointAddress.fromDnsName('vpce-1.example.com') }], [{}]));
    expect(records(stack)).toEqual(['provider-2.mesh.internal.']);
    expect(endpoints(stack)).toHaveLength(2);
  });

  test('none where no link asks', () => {
    const stack = consumerStack(consumer({}, [{}, { address: EndpointAddress.fromOutputs('never-read.json') }]));
    expect([...records(stack), ...resourcesOfType(stack, 'AWS::Route53::HostedZone')]).toEqual([]);
    expect(endpoints(stack)).toHaveLength(1);
  });
});

describe('availability zones', () => {
  const vpcIn = (name: string, zones: string[], ids?: string[]) => ({
    vpc: ClusterVpc.fromAttributes(vpcAttributes(name, { availabilityZones: zones, availabilityZoneIds: ids })),
  });
  const subnets = (mesh: Mesh) => endpoints(consumerStack(mesh)).map(({ SubnetIds }) => SubnetIds);
  const [a, b, c] = vpcAttributes('consumer', { availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] }).subnetIds;

  test('for each link only those that both clusters have, by id across accounts', () => {
    expect(subnets(consumer(
      vpcIn('consumer', ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'], ['euw1-az1', 'euw1-az2', 'euw1-az3']),
      // The same names mean other zones in that account.
      [{ account: '222222222222', ...vpcIn('p1', ['eu-west-1a', 'eu-west-1b'], ['euw1-az3', 'euw1-az1']) }],
      [vpcIn('p2', ['eu-west-1b', 'eu-west-1c'], ['euw1-az2', 'euw1-az3'])],
    ))).toEqual([[a, c], [b, c]]);
  });

  test('all of them across regions', () => {
    expect(subnets(consumer(
      vpcIn('consumer', ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'], ['euw1-az1', 'euw1-az2', 'euw1-az3']),
      [{ region: 'eu-west-2', ...vpcIn('p1', ['eu-west-2a'], ['euw2-az1']) }],
    ))).toEqual([[a, b, c]]);
  });
});

describe('endpoint services', () => {
  test('may come from another app', () => {
    const app = new App();
    const { cluster1 } = pair();
    const other = newStack('eu-west-1', '111111111111', app, 'Other');
    const imported = EastWestEndpointService.fromEndpointServiceAttributes(other, 'Imported', { endpointServiceId: 'vpce-svc-0123', region: 'eu-west-1' });
    new ConsumerStack(app, 'Stack', { cluster: cluster1, endpointServices: { 'cluster2': imported, 'somebody-else': imported } });
    expect(endpoints(synthesizeApp(app).stacks['demo-cluster1-consumer']).map(({ ServiceName }) => ServiceName)).toEqual(['com.amazonaws.vpce.eu-west-1.vpce-svc-0123']);
  });

  test('fails when one is missing', () => {
    const { mesh, clusters: [hub, ...spokes] } = meshOf(['hub', 'a', 'b', 'c']);
    spokes.forEach(spoke => mesh.connect(hub, spoke));
    const imported = EastWestEndpointService.fromEndpointServiceAttributes(newStack(), 'Imported', { endpointServiceId: 'vpce-svc-0123', region: 'eu-west-1' });
    expect(errorMessage(() => new ConsumerStack(new App(), 'Stack', { cluster: hub, endpointServices: { b: imported } })))
      .toBe('cluster "hub" consumes a, c, but endpointServices has only: b; give an endpoint service for each cluster that it consumes');
    expect(errorMessage(() => new ConsumerStack(new App(), 'Stack', { cluster: hub, endpointServices: {} }))).toMatch(/has only: none;/);
  });

  test('fails when the cluster consumes nobody', () => {
    const cluster = new Mesh({ meshId: 'demo' }).addCluster('alone', clusterProps('alone'));
    expect(errorMessage(() => new ConsumerStack(new App(), 'Stack', { cluster, endpointServices: {} })))
      .toBe('cluster "alone" needs no consumer stack: it consumes no other cluster');
  });

  test('fails when the properties contradict the cluster', () => {
    expect(errorMessage(() => new ConsumerStack(new App(), 'Stack', { cluster: pair().cluster1, endpointServices: {}, stackName: 'mine' })))
      .toBe('stackName "mine" is not that of cluster "cluster1", whose stack needs "demo-cluster1-consumer": leave it out');
  });
});
