import { Answer, AwsApi, environmentsOf } from './aws-api';
import { DeclaredLink, DeclaredMesh } from './cdk-app';
import { inventories, Inventory } from './inventory';
import { ClusterNetwork, Landscape } from './landscape';

/** The only rule of a security group that is meant to let nothing out. */
const NOTHING = { IpProtocol: 'icmp', FromPort: 252, ToPort: 86, IpRanges: [{ CidrIp: '255.255.255.255/32', Description: 'Disallow all traffic' }] };

/** What the mesh itself does not say of its clusters. */
export interface ClusterFacts {
  /** Where they declare the addresses of their pods. */
  readonly podCidrs?: { readonly [cluster: string]: string };

  /**
   * Where they run, and where nothing else may be.
   *
   * @default the whole landscape of the API
   */
  readonly networks?: Landscape;
}

/** Expects that the API has all of a mesh, and nothing of another. */
export async function expectDeployed(api: AwsApi, mesh: DeclaredMesh, { podCidrs = {}, networks = api.landscape }: ClusterFacts = {}): Promise<void> {
  const found = await inventories(api, networks === api.landscape ? api.environments : environmentsOf(networks));
  const of = (cluster: string): Inventory => found[`${networks[cluster]!.account} ${networks[cluster]!.region}`]!;
  const services = new Map<string, string>();
  for (const provider of new Set(mesh.links.map(link => link.provider))) {
    services.set(provider, expectEndpointService(networks, mesh, provider, of(provider)));
  }
  for (const link of mesh.links) {
    const network = networks[link.consumer]!;
    const peer = podCidrs[link.consumer] ?? network.podSecurityGroupId!;
    const endpoint = expectEndpoint(networks, link, of(link.consumer), services.get(link.provider)!, peer);
    expectRecord(mesh, link, network, of(link.consumer), endpoint);
  }

  const consumers = new Set(mesh.links.map(link => link.consumer));
  expect(count(found, 'loadBalancers')).toBe(services.size);
  expect(count(found, 'targetGroups')).toBe(services.size);
  expect(count(found, 'endpointServices')).toBe(services.size);
  expect(count(found, 'endpoints')).toBe(mesh.links.length);
  expect(count(found, 'hostedZones')).toBe(consumers.size);
}

/** The provider's side, found by the name of its target group; gives the name of its endpoint service. */
function expectEndpointService(networks: Landscape, mesh: DeclaredMesh, provider: string, found: Inventory): string {
  const network = networks[provider]!;
  const cluster = mesh.clusters.find(({ name }) => name === provider)!;
  const tags = { 'istio-privatelink/mesh': mesh.meshId, 'istio-privatelink/cluster': provider };

  const targetGroup = only(found.targetGroups!, ({ TargetGroupName }) => TargetGroupName === cluster.targetGroup);
  expect(targetGroup).toMatchObject({
    Protocol: 'TCP',
    Port: 15443,
    TargetType: 'ip',
    VpcId: network.vpc.id,
    HealthCheckProtocol: 'HTTP',
    HealthCheckPort: '15021',
    HealthCheckPath: '/healthz/ready',
    HealthCheckIntervalSeconds: 10,
    HealthCheckTimeoutSeconds: 5,
    HealthyThresholdCount: 2,
    UnhealthyThresholdCount: 2,
    Attributes: {
      'deregistration_delay.timeout_seconds': '60',
      'deregistration_delay.connection_termination.enabled': 'true',
      'load_balancing.cross_zone.enabled': 'true',
      'preserve_client_ip.enabled': 'false',
      'proxy_protocol_v2.enabled': 'false',
    },
  });

  const listener = only(found.listeners!, ({ DefaultActions }) => DefaultActions[0].TargetGroupArn === targetGroup.TargetGroupArn);
  expect(listener).toMatchObject({ Protocol: 'TCP', Port: 15443, Attributes: { 'tcp.idle_timeout.seconds': '350' } });
  expect(Object.values(found.listeners!).filter(({ LoadBalancerArn }) => LoadBalancerArn === listener.LoadBalancerArn)).toHaveLength(1);

  const loadBalancer = found.loadBalancers![listener.LoadBalancerArn];
  expect(loadBalancer).toMatchObject({
    Type: 'network',
    Scheme: 'internal',
    VpcId: network.vpc.id,
    EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off',
    Attributes: { 'deletion_protection.enabled': 'false', 'load_balancing.cross_zone.enabled': 'true' },
  });
  expect(loadBalancer.AvailabilityZones.map(({ SubnetId }: Answer) => SubnetId).sort()).toEqual(network.subnets.map(({ id }) => id).sort());

  expect(loadBalancer.SecurityGroups).toHaveLength(1);
  const group = found.securityGroups![loadBalancer.SecurityGroups[0]];
  expect(group).toMatchObject({ VpcId: network.vpc.id, IpPermissions: [] });
  expect(tagsOf(group)).toMatchObject(tags);
  expect(ports(group.IpPermissionsEgress)).toEqual([15021, 15443]);
  if (network.podSecurityGroupId) {
    expect(group.IpPermissionsEgress.flatMap(peers)).toEqual([network.podSecurityGroupId, network.podSecurityGroupId]);
    const { IpPermissions: podRules } = found.securityGroups![network.podSecurityGroupId];
    expect(ports(podRules.filter((rule: Answer) => peers(rule).includes(group.GroupId)))).toEqual([15021, 15443]);
  }

  const service = only(found.endpointServices!, ({ NetworkLoadBalancerArns }) => NetworkLoadBalancerArns.includes(loadBalancer.LoadBalancerArn));
  const consumers = mesh.links.filter(link => link.provider === provider).map(link => networks[link.consumer]!);
  const otherRegions = consumers.map(({ region }) => region).filter(region => region !== network.region);
  expect(service).toMatchObject({
    AcceptanceRequired: false,
    NetworkLoadBalancerArns: [loadBalancer.LoadBalancerArn],
    AllowedPrincipals: [...new Set(consumers.map(({ account }) => `arn:aws:iam::${account}:root`))].sort(),
  });
  expect((service.SupportedRegions ?? []).map(({ Region }: Answer) => Region).sort()).toEqual([...new Set(otherRegions)].sort());
  expect(service.ServiceName).toBe(`com.amazonaws.vpce.${network.region}.${service.ServiceId}`);
  expect(tagsOf(service)).toMatchObject(tags);
  return service.ServiceName;
}

/** The consumer's side: its one endpoint to a service, where the service has zones, open to its pods. */
function expectEndpoint(networks: Landscape, link: DeclaredLink, found: Inventory, serviceName: string, podPeer: string): Answer {
  const consumer = networks[link.consumer]!;
  const provider = networks[link.provider]!;
  const endpoint = only(found.endpoints!, ({ ServiceName, VpcId }) => ServiceName === serviceName && VpcId === consumer.vpc.id);
  expect(endpoint).toMatchObject({
    VpcEndpointType: 'Interface', State: 'available', PrivateDnsEnabled: false, ServiceRegion: provider.region, OwnerId: consumer.account,
  });

  const zoneIds = provider.subnets.map(({ zoneId }) => zoneId);
  const subnets = consumer.subnets.filter(({ zoneId }) => consumer.region !== provider.region || zoneIds.includes(zoneId));
  expect([...endpoint.SubnetIds].sort()).toEqual(subnets.map(({ id }) => id).sort());
  const interfaces = endpoint.NetworkInterfaceIds.map((id: string) => found.networkInterfaces![id]);
  expect(interfaces.map(({ SubnetId }: Answer) => SubnetId).sort()).toEqual([...endpoint.SubnetIds].sort());

  expect(endpoint.Groups).toHaveLength(1);
  const group = found.securityGroups![endpoint.Groups[0].GroupId];
  expect(group.VpcId).toBe(consumer.vpc.id);
  expect(ports(group.IpPermissions)).toEqual([link.endpoint.port]);
  expect(group.IpPermissions.flatMap(peers)).toEqual([podPeer]);
  expect(group.IpPermissionsEgress).toEqual([expect.objectContaining(NOTHING)]);
  expect(interfaces.flatMap(({ Groups }: Answer) => Groups.map(({ GroupId }: Answer) => GroupId))).toEqual(interfaces.map(() => group.GroupId));
  return endpoint;
}

/** The name of an endpoint, in the private zone of the consumer's VPC. */
function expectRecord(mesh: DeclaredMesh, link: DeclaredLink, network: ClusterNetwork, found: Inventory, endpoint: Answer): void {
  const zone = only(found.hostedZones!, ({ VPCs }) => VPCs.some(({ VPCId }: Answer) => VPCId === network.vpc.id));
  expect(zone).toMatchObject({
    Name: `${mesh.dnsZone}.`, Config: { PrivateZone: true }, VPCs: [{ VPCId: network.vpc.id, VPCRegion: network.region }],
  });
  const record = only(zone.Records, ({ Name }) => Name === `${link.endpoint.hostname}.`);
  const [{ DnsName, HostedZoneId }] = endpoint.DnsEntries;
  expect(record).toMatchObject({ Type: 'A', AliasTarget: { DNSName: DnsName, HostedZoneId } });
}

function only(entries: { readonly [id: string]: Answer } | readonly Answer[], isWanted: (entry: Answer) => boolean): Answer {
  const found = Object.values(entries).filter(isWanted);
  expect(found).toHaveLength(1);
  return found[0];
}

function count(found: { readonly [environment: string]: Inventory }, kind: string): number {
  return Object.values(found).reduce((sum, inventory) => sum + Object.keys(inventory[kind]!).length, 0);
}

function ports(permissions: readonly Answer[]): number[] {
  return permissions.map(({ IpProtocol, FromPort, ToPort }) => {
    expect(IpProtocol).toBe('tcp');
    expect(ToPort).toBe(FromPort);
    return FromPort;
  }).sort((one, other) => one - other);
}

/** Groups and addresses of a rule. */
function peers(permission: Answer): string[] {
  return [...permission.UserIdGroupPairs.map(({ GroupId }: Answer) => GroupId), ...permission.IpRanges.map(({ CidrIp }: Answer) => CidrIp)];
}

function tagsOf(resource: Answer): { [key: string]: string } {
  return Object.fromEntries((resource.Tags ?? []).map(({ Key, Value }: Answer) => [Key, Value]));
}
