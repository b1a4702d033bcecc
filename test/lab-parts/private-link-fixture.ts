import { LANDSCAPES } from '../aws-api/landscape';
import { LabCluster } from '../lab/private-link/lab-cluster';
import { Plan, planLinks } from '../lab/private-link/plan';
import { EMPTY_SNAPSHOT, Snapshot, Subnet, TargetGroup } from '../lab/private-link/snapshot';
import { LinkStatus } from '../lab/private-link/status';
import { HealthStates, targetKey } from '../lab/private-link/target-health';
import { labVpc } from '../lab/vpc';

const LANDSCAPE = LANDSCAPES['two-clusters'];

/** cluster1, which calls, and cluster2, which is called. */
export const CLUSTERS: readonly LabCluster[] = Object.entries(LANDSCAPE).map(([name, network], index) => (
  { vpc: labVpc(name, network, index), network }));

export const ENDPOINT = 'vpce-0123456789abcdef0';
export const NLB = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/east-west/0123456789abcdef';
export const TARGET_GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/demo-cluster2-ew/0123456789abcdef';
export const PODS = ['10.20.128.11', '10.20.128.12'] as const;

const SERVICE = 'com.amazonaws.vpce.eu-west-1.vpce-svc-01234567';

export const TARGETS: TargetGroup = {
  TargetGroupArn: TARGET_GROUP,
  TargetGroupName: 'demo-cluster2-ew',
  LoadBalancerArns: [NLB],
  TargetType: 'ip',
  Protocol: 'TCP',
  Port: 15443,
  VpcId: LANDSCAPE.cluster2.vpc.id,
  HealthCheckEnabled: true,
  HealthCheckProtocol: 'HTTP',
  HealthCheckPort: '15021',
  HealthCheckPath: '/healthz/ready',
  HealthCheckIntervalSeconds: 10,
  HealthCheckTimeoutSeconds: 5,
  HealthyThresholdCount: 2,
  UnhealthyThresholdCount: 2,
  Matcher: { HttpCode: '200' },
  Targets: PODS.map(Id => ({ Id, Port: 15443 })),
  Attributes: {
    'deregistration_delay.timeout_seconds': '60',
    'deregistration_delay.connection_termination.enabled': 'true',
    'load_balancing.cross_zone.enabled': 'true',
  },
};

/** What the stacks of a link from cluster1 to cluster2 leave in the API. */
export const SNAPSHOT: Snapshot = {
  ...EMPTY_SNAPSHOT,
  subnets: Object.values(LANDSCAPE).flatMap(({ vpc, subnets }): Subnet[] => subnets.map(({ id, cidr, zone, zoneId }) => (
    { SubnetId: id, VpcId: vpc.id, CidrBlock: cidr, AvailabilityZone: zone, AvailabilityZoneId: zoneId }))),
  securityGroups: [
    { GroupId: 'sg-0endpoint', IpPermissions: [permission(15443, LANDSCAPE.cluster1.podSecurityGroupId!)], IpPermissionsEgress: [] },
    {
      GroupId: 'sg-0balancer',
      IpPermissions: [],
      IpPermissionsEgress: [permission(15443, LANDSCAPE.cluster2.podSecurityGroupId!), permission(15021, LANDSCAPE.cluster2.podSecurityGroupId!)],
    },
    { GroupId: LANDSCAPE.cluster1.podSecurityGroupId!, IpPermissions: [], IpPermissionsEgress: [] },
    {
      GroupId: LANDSCAPE.cluster2.podSecurityGroupId!,
      IpPermissions: [permission(15443, 'sg-0balancer'), permission(15021, 'sg-0balancer')],
      IpPermissionsEgress: [],
    },
  ],
  networkInterfaces: LANDSCAPE.cluster1.subnets.map(({ id }, index) => (
    { NetworkInterfaceId: `eni-${index}`, SubnetId: id, PrivateIpAddress: `10.10.${index}.4`, Groups: [{ GroupId: 'sg-0endpoint' }] })),
  loadBalancers: [{
    LoadBalancerArn: NLB,
    LoadBalancerName: 'east-west',
    CreatedTime: '2026-01-01 00:00:00+00:00',
    VpcId: LANDSCAPE.cluster2.vpc.id,
    Type: 'network',
    State: { Code: 'active' },
    AvailabilityZones: LANDSCAPE.cluster2.subnets.map(({ id }) => ({ SubnetId: id })),
    SecurityGroups: ['sg-0balancer'],
    EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off',
    Attributes: { 'load_balancing.cross_zone.enabled': 'true' },
  }],
  listeners: [{
    ListenerArn: 'arn:listener',
    LoadBalancerArn: NLB,
    Port: 15443,
    Protocol: 'TCP',
    DefaultActions: [{ Type: 'forward', TargetGroupArn: TARGET_GROUP }],
    Attributes: { 'tcp.idle_timeout.seconds': '350' },
  }],
  targetGroups: [TARGETS],
  endpointServices: [{
    ServiceId: 'vpce-svc-01234567',
    ServiceName: SERVICE,
    ServiceState: 'Available',
    NetworkLoadBalancerArns: [NLB],
    SupportedRegions: [],
    AllowedPrincipals: ['arn:aws:iam::111111111111:root'],
  }],
  endpoints: [{
    VpcEndpointId: ENDPOINT,
    VpcEndpointType: 'Interface',
    VpcId: LANDSCAPE.cluster1.vpc.id,
    OwnerId: '111111111111',
    ServiceName: SERVICE,
    State: 'available',
    NetworkInterfaceIds: ['eni-0', 'eni-1'],
    Groups: [{ GroupId: 'sg-0endpoint' }],
    DnsEntries: ['', '-eu-west-1a', '-eu-west-1b'].map(zone => ({ DnsName: `${ENDPOINT}-89abcdef${zone}.vpce-svc-01234567.eu-west-1.vpce.amazonaws.com` })),
  }],
  hostedZones: [{
    Id: '/hostedzone/Z1',
    Name: 'mesh.internal.',
    Config: { PrivateZone: true },
    VPCs: [{ VPCId: LANDSCAPE.cluster1.vpc.id }],
    Records: [
      { Name: 'mesh.internal.', Type: 'NS', TTL: 172800, ResourceRecords: [{ Value: 'ns-2048.awsdns-64.com' }] },
      { Name: 'cluster2.mesh.internal.', Type: 'A', AliasTarget: { DNSName: `${ENDPOINT}-89abcdef.vpce-svc-01234567.eu-west-1.vpce.amazonaws.com.` } },
    ],
  }],
};

export const HEALTHY: HealthStates = Object.fromEntries(TARGETS.Targets.map(target => [targetKey(TARGET_GROUP, target), 'healthy']));

/** A rule for one port, by group or by range. */
export function permission(port: number, peer: string): Snapshot['securityGroups'][number]['IpPermissions'][number] {
  const isGroup = peer.startsWith('sg-');
  return {
    IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: isGroup ? [] : [{ CidrIp: peer }], UserIdGroupPairs: isGroup ? [{ GroupId: peer }] : [],
  };
}

/** A snapshot in which one resource is different. */
export function withChange<Kind extends keyof Snapshot>(
  kind: Kind, index: number, change: Partial<Snapshot[Kind][number]>, snapshot = SNAPSHOT,
): Snapshot {
  return { ...snapshot, [kind]: snapshot[kind].map((entry, at) => (at === index ? { ...entry, ...change } : entry)) };
}

export function plan(snapshot: Snapshot = SNAPSHOT, health: HealthStates = HEALTHY, cuts: readonly string[] = []): Plan {
  return planLinks({ snapshot, clusters: CLUSTERS, health, cuts });
}

/** The one link of a plan. */
export function linkOf({ links }: Plan): LinkStatus {
  expect(links).toHaveLength(1);
  return links[0]!;
}

/** The rules of the one endpoint or load balancer of a plan, without tables and policies. */
export function rulesOf({ namespaces }: Plan, prefix: string): string[] {
  const found = namespaces.filter(({ name }) => name.startsWith(`istio-lab-${prefix}-`));
  expect(found).toHaveLength(1);
  return found[0]!.rules.split('\n').filter(line => line.startsWith('-A '));
}

/** Whether the endpoint lets a connection in, and the load balancer lets it out. */
export function lets(changed: Snapshot, health: HealthStates = HEALTHY): { in: boolean; on: boolean; out: boolean } {
  const planned = plan(changed, health);
  const endpoint = rulesOf(planned, 'vpce');
  const balancer = changed.loadBalancers.length === 0 ? [] : rulesOf(planned, 'nlb');
  return {
    in: endpoint.some(rule => rule.startsWith('-A FORWARD -i vpc -s ') && rule.endsWith('-j ACCEPT')) && endpoint.some(rule => rule.includes('-j DNAT')),
    on: balancer.some(rule => rule.includes('-j DNAT')),
    out: balancer.some(rule => rule.startsWith('-A FORWARD -o vpc -d ') && rule.endsWith('-j ACCEPT')),
  };
}
