import { covers } from './address-ranges';
import { LabCluster } from './lab-cluster';
import { LoadBalancerNode } from './load-balancer-nodes';
import { SecurityGroups } from './security-groups';
import { Listener, LoadBalancer, Snapshot, Target, TargetGroup } from './snapshot';
import { healthCheckPort, HealthStates, TargetHealth, targetKey } from './target-health';

/** A registered target. */
export interface ForwardingTarget {
  readonly address: string;
  readonly port: number;
  readonly healthPort: number;
  readonly zoneId: string;
  readonly health: TargetHealth;
  /** Whether new connections go to it. */
  readonly receives: boolean;
  /** Why a security group drops them. */
  readonly refusal?: string;
  /** Whether security groups let health checks through. */
  readonly checksPass: boolean;
}

/** What a listener of a load balancer does. */
export interface Forwarding {
  readonly port: number;
  readonly idleTimeoutSeconds: number;
  readonly targetGroup?: TargetGroup;
  readonly targets: readonly ForwardingTarget[];
  readonly isCrossZone: boolean;
  /** Why nothing comes through. */
  readonly reason?: string;
}

export interface ForwardingContext {
  readonly snapshot: Snapshot;
  readonly groups: SecurityGroups;
  readonly health: HealthStates;
  /** The cluster in whose VPC the load balancer is. */
  readonly cluster: LabCluster;
  readonly nodes: readonly LoadBalancerNode[];
}

/** AWS's default. */
const IDLE_TIMEOUT_SECONDS = '350';

/** What the listeners of a load balancer do, by port. */
export function forwardings(loadBalancer: LoadBalancer, context: ForwardingContext): Forwarding[] {
  return context.snapshot.listeners.filter(({ LoadBalancerArn: arn }) => arn === loadBalancer.LoadBalancerArn)
    .sort((one, other) => one.Port - other.Port).map(listener => forwarding(loadBalancer, listener, context));
}

function forwarding(loadBalancer: LoadBalancer, listener: Listener, context: ForwardingContext): Forwarding {
  const arn = listener.DefaultActions.find(({ Type: type }) => type === 'forward')?.TargetGroupArn;
  const targetGroup = context.snapshot.targetGroups.find(({ TargetGroupArn }) => TargetGroupArn === arn);
  const base = { port: listener.Port, idleTimeoutSeconds: Number(listener.Attributes['tcp.idle_timeout.seconds'] ?? IDLE_TIMEOUT_SECONDS) };
  const unsupported = whyUnsupported(listener, targetGroup);
  if (unsupported !== undefined || targetGroup === undefined) {
    return { ...base, targets: [], isCrossZone: false, reason: unsupported };
  }
  const targets = targetsOf(loadBalancer, targetGroup, context);
  return { ...base, targetGroup, targets, isCrossZone: isCrossZone(loadBalancer, targetGroup), reason: whyNoTarget(targetGroup, targets) };
}

function whyUnsupported({ Port: port, Protocol: protocol }: Listener, targetGroup: TargetGroup | undefined): string | undefined {
  if (protocol !== 'TCP' && protocol !== 'TCP_UDP') {
    return `the listener on port ${port} has protocol ${protocol}: the lab carries TCP`;
  }
  if (targetGroup === undefined) {
    return `the listener on port ${port} forwards to no target group`;
  }
  const { TargetGroupName: name, TargetType: type } = targetGroup;
  if (type !== 'ip') {
    return `target group ${name} has targets of type ${type}: the lab has those of type ip`;
  }
  const proxyProtocol = targetGroup.Attributes['proxy_protocol_v2.enabled'] === 'true';
  return proxyProtocol ? `target group ${name} has proxy protocol on, which an east-west gateway does not understand` : undefined;
}

function whyNoTarget({ TargetGroupName: name }: TargetGroup, targets: readonly ForwardingTarget[]): string | undefined {
  if (targets.length === 0) return `no target is registered in ${name}`;
  const receiving = targets.filter(({ receives }) => receives);
  if (receiving.length === 0) return `no target in ${name} has passed a health check yet`;
  return receiving.some(({ refusal }) => refusal === undefined) ? undefined : receiving[0]!.refusal;
}

function targetsOf(loadBalancer: LoadBalancer, targetGroup: TargetGroup, context: ForwardingContext): ForwardingTarget[] {
  const healthOf = (target: Target) => context.health[targetKey(targetGroup.TargetGroupArn, target)] ?? 'initial';
  // As AWS does: with only unhealthy targets, each of them is as good as another.
  const failsOpen = targetGroup.Targets.every(target => healthOf(target) === 'unhealthy');
  return [...targetGroup.Targets].sort((one, other) => (`${one.Id}:${one.Port}` < `${other.Id}:${other.Port}` ? -1 : 1)).map(target => ({
    address: target.Id,
    port: target.Port,
    healthPort: healthCheckPort(targetGroup, target),
    zoneId: zoneOf(target.Id, targetGroup, context),
    health: healthOf(target),
    receives: failsOpen || healthOf(target) === 'healthy',
    refusal: whyRefused(loadBalancer, target.Id, target.Port, context),
    checksPass: whyRefused(loadBalancer, target.Id, healthCheckPort(targetGroup, target), context) === undefined,
  }));
}

function whyRefused(
  { SecurityGroups: ids = [] }: LoadBalancer, address: string, port: number, { groups, nodes }: ForwardingContext,
): string | undefined {
  if (!groups.outbound(ids, port).some(range => covers(range, address))) {
    return `no outbound rule of ${ids.join(', ')}, the load balancer's, lets it reach ${address} on TCP port ${port}`;
  }
  const targetGroups = groups.of(address);
  const sources = groups.inbound(targetGroups, port);
  return nodes.every(node => sources.some(range => covers(range, node.address))) ? undefined
    : `no inbound rule of ${targetGroups.join(', ')}, the pods', lets the load balancer in on TCP port ${port}`;
}

/** The lab's one node, and so its pods, count as in the first subnet's zone: their addresses are in none. */
function zoneOf(address: string, { VpcId: vpc }: TargetGroup, { snapshot, cluster }: ForwardingContext): string {
  const subnet = snapshot.subnets.find(({ VpcId, CidrBlock }) => VpcId === vpc && covers(CidrBlock, address));
  return subnet?.AvailabilityZoneId ?? cluster.network.subnets[0]!.zoneId;
}

function isCrossZone({ Attributes: ofBalancer }: LoadBalancer, { Attributes: ofGroup }: TargetGroup): boolean {
  const key = 'load_balancing.cross_zone.enabled';
  return (ofGroup[key] === 'true' || ofGroup[key] === 'false' ? ofGroup[key] : ofBalancer[key]) === 'true';
}
