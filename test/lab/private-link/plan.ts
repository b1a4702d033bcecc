import { createHash } from 'crypto';
import { endpointPlan } from './endpoint-plan';
import { forwardings } from './forwarding';
import { LabCluster } from './lab-cluster';
import { loadBalancerNodes } from './load-balancer-nodes';
import { loadBalancerNamespace, loadBalancerPlan, PlannedLoadBalancer } from './load-balancer-plan';
import { NamespacePlan } from './namespace-plan';
import { SecurityGroups } from './security-groups';
import { Endpoint, Snapshot } from './snapshot';
import { LinkStatus, TargetStatus } from './status';
import { drainingTargets, HealthStates } from './target-health';
import { namesOf, Zones, zonesOf } from './zones';

export interface PlanInput {
  /** What the API says. */
  readonly snapshot: Snapshot;
  readonly clusters: readonly LabCluster[];
  readonly health: HealthStates;
  /** Links that are cut on purpose, as `<consumer>-><provider>`. */
  readonly cuts: readonly string[];
}

/** All that has to be so on this machine. */
export interface Plan {
  /** Load balancers first: endpoints have wires to them. */
  readonly namespaces: readonly NamespacePlan[];
  readonly loadBalancers: readonly PlannedLoadBalancer[];
  readonly links: readonly LinkStatus[];
  /** By cluster. */
  readonly zones: { readonly [cluster: string]: Zones };
}

/** What the deployed resources make of the network. */
export function planLinks({ snapshot, clusters, health, cuts }: PlanInput): Plan {
  const nodes = loadBalancerNodes(snapshot);
  const groups = new SecurityGroups(snapshot, clusters, nodes);
  const clusterOf = (vpcId: string) => clusters.find(({ network }) => network.vpc.id === vpcId);
  const loadBalancers = snapshot.loadBalancers.filter(({ Type: type }) => type === 'network').flatMap((loadBalancer): PlannedLoadBalancer[] => {
    const cluster = clusterOf(loadBalancer.VpcId);
    if (cluster === undefined) return [];
    const arn = loadBalancer.LoadBalancerArn;
    const listeners = forwardings(loadBalancer, { snapshot, groups, health, cluster, nodes: nodes.get(arn)! });
    return [{ arn, namespace: loadBalancerNamespace(arn), cluster, nodes: nodes.get(arn)!, listeners }];
  });
  const sources = linkLocalAddresses(snapshot.endpoints.map(({ VpcEndpointId }) => VpcEndpointId));
  const isCut = (consumer: string, provider: string) => cuts.includes(`${consumer}->${provider}`);
  const endpoints = snapshot.endpoints.flatMap(endpoint => {
    const consumer = clusterOf(endpoint.VpcId);
    const source = sources.get(endpoint.VpcEndpointId)!;
    return consumer === undefined ? []
      : [{ endpoint, consumer, planned: endpointPlan(endpoint, { snapshot, groups, loadBalancers, consumer, source, isCut }) }];
  });
  return {
    namespaces: [...loadBalancers.map(loadBalancerPlan), ...endpoints.map(({ planned }) => planned.namespace)],
    loadBalancers,
    links: endpoints.map(({ endpoint, consumer, planned: { addresses, ports, loadBalancer, isCut: cut, reason, namespace } }) => ({
      consumer: consumer.vpc.cluster,
      provider: providerOf(endpoint, snapshot, clusters),
      endpoint: endpoint.VpcEndpointId,
      namespace: namespace.name,
      addresses,
      names: namesOf(endpoint, consumer, snapshot),
      ports,
      targets: loadBalancer === undefined ? [] : targetsOf(loadBalancer, health),
      isCut: cut,
      reason,
    })).sort((one, other) => (`${one.consumer} ${one.provider} ${one.endpoint}` < `${other.consumer} ${other.provider} ${other.endpoint}` ? -1 : 1)),
    zones: Object.fromEntries(clusters.map(cluster => [cluster.vpc.cluster, zonesOf(cluster, snapshot)])),
  };
}

/** The cluster that an endpoint's service is of, also where they are not connected. */
function providerOf(
  { ServiceName: name }: Endpoint, { endpointServices, loadBalancers }: Snapshot, clusters: readonly LabCluster[],
): string | undefined {
  const arns = endpointServices.find(({ ServiceName }) => ServiceName === name)?.NetworkLoadBalancerArns ?? [];
  const loadBalancer = loadBalancers.find(({ LoadBalancerArn: arn }) => arns.includes(arn));
  return clusters.find(({ network }) => network.vpc.id === loadBalancer?.VpcId)?.vpc.cluster;
}

function targetsOf({ listeners }: PlannedLoadBalancer, states: HealthStates): TargetStatus[] {
  return listeners.flatMap(({ targets, targetGroup }) => [
    ...targets.map(({ address, port, health, receives, refusal }) => ({ address, port, health, receives: receives && refusal === undefined })),
    ...drainingTargets(targetGroup?.TargetGroupArn ?? '', states).map(({ Id, Port }) => ({ address: Id, port: Port, health: 'draining' as const, receives: false })),
  ]);
}

/** An address for each id, which the others do not change unless two fall on the same one. */
function linkLocalAddresses(ids: readonly string[]): Map<string, string> {
  const result = new Map<string, string>();
  const taken = new Set<number>();
  for (const id of [...ids].sort()) {
    // From 169.254.16.0 on, below 169.254.128.0.
    let place = createHash('sha256').update(id).digest().readUInt32BE() % (112 * 256);
    while (taken.has(place)) place = (place + 1) % (112 * 256);
    taken.add(place);
    result.set(id, `169.254.${16 + Math.floor(place / 256)}.${place % 256}`);
  }
  return result;
}
