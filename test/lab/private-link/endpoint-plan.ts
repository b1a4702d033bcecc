import { NAMESPACE_PREFIX } from '../vpc';
import { Connection, connectionOf, openPorts } from './connection';
import { LabCluster } from './lab-cluster';
import { PlannedLoadBalancer } from './load-balancer-plan';
import { NamespacePlan, sysctls, Wire } from './namespace-plan';
import { endpointRules, TO_LOAD_BALANCER, TO_VPC } from './rules';
import { SecurityGroups } from './security-groups';
import { Endpoint, Snapshot } from './snapshot';

/** How the names of endpoints' namespaces begin; their ids follow, without their own prefix. */
export const ENDPOINT_PREFIX = `${NAMESPACE_PREFIX}vpce-`;

/** Of an interface endpoint, whatever the listener's is. https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html */
const IDLE_TIMEOUT_SECONDS = 350;

export interface EndpointContext {
  readonly snapshot: Snapshot;
  readonly groups: SecurityGroups;
  readonly loadBalancers: readonly PlannedLoadBalancer[];
  /** The cluster in whose VPC the endpoint is. */
  readonly consumer: LabCluster;
  /** Its link-local address on the way to the load balancer, unique among the endpoints. */
  readonly source: string;
  readonly isCut: (consumer: string, provider: string) => boolean;
}

/** What comes of an endpoint. */
export interface PlannedEndpoint {
  readonly namespace: NamespacePlan;
  readonly addresses: readonly string[];
  readonly ports: readonly number[];
  readonly loadBalancer?: PlannedLoadBalancer;
  readonly isCut: boolean;
  /** Why it carries nothing. */
  readonly reason?: string;
}

export function endpointPlan(endpoint: Endpoint, context: EndpointContext): PlannedEndpoint {
  const { snapshot, consumer, groups, source } = context;
  const connection = connectionOf(endpoint, consumer.network.region, snapshot);
  const loadBalancer = 'reason' in connection ? undefined : context.loadBalancers.find(({ arn }) => arn === connection.loadBalancer.LoadBalancerArn);
  const { ports, reason } = portsOf(endpoint, connection, loadBalancer, groups);
  const interfaces = interfacesOf(endpoint, snapshot).map(({ address, zoneId }) => ({ address, nodes: nearestNodes(zoneId, loadBalancer) }));
  const addresses = interfaces.map(({ address }) => address);
  const isCut = loadBalancer !== undefined && context.isCut(consumer.vpc.cluster, loadBalancer.cluster.vpc.cluster);
  return {
    namespace: {
      name: `${ENDPOINT_PREFIX}${endpoint.VpcEndpointId.replace('vpce-', '')}`,
      addresses: [],
      wires: [toVpc(endpoint, consumer, addresses), ...loadBalancer === undefined ? [] : [toLoadBalancer(endpoint, loadBalancer, source)]],
      sysctls: sysctls(IDLE_TIMEOUT_SECONDS),
      rules: endpointRules({ interfaces, ports, isConnected: loadBalancer !== undefined, source, isCut }),
    },
    addresses,
    ports: ports.map(({ port }) => port),
    loadBalancer,
    isCut,
    reason: addresses.length === 0 ? `${endpoint.VpcEndpointId} has no network interface` : reason,
  };
}

function portsOf(
  endpoint: Endpoint, connection: Connection, planned: PlannedLoadBalancer | undefined, groups: SecurityGroups,
): ReturnType<typeof openPorts> {
  if ('reason' in connection) {
    return { ports: [], reason: connection.reason };
  }
  const { loadBalancer } = connection;
  return planned === undefined ? { ports: [], reason: `load balancer ${loadBalancer.LoadBalancerName} is in ${loadBalancer.VpcId}, outside the lab` }
    : openPorts(endpoint, loadBalancer, planned.listeners, groups);
}

/** The addresses of an endpoint, and their zones. */
export function interfacesOf(endpoint: Endpoint, { networkInterfaces, subnets }: Snapshot): { address: string; zoneId: string; zone: string }[] {
  const own = networkInterfaces.filter(({ NetworkInterfaceId: id }) => endpoint.NetworkInterfaceIds.includes(id));
  return own.map(({ PrivateIpAddress: address, SubnetId: id }) => {
    const subnet = subnets.find(({ SubnetId }) => SubnetId === id);
    return { address, zoneId: subnet?.AvailabilityZoneId ?? '', zone: subnet?.AvailabilityZone ?? '' };
  }).sort((one, other) => (one.address < other.address ? -1 : 1));
}

/** An endpoint's interface leads to the node in its zone; across regions there is none, and any will do. */
function nearestNodes(zoneId: string, loadBalancer: PlannedLoadBalancer | undefined): PlannedLoadBalancer['nodes'] {
  const nodes = loadBalancer?.nodes ?? [];
  const near = nodes.filter(node => node.zoneId === zoneId);
  return near.length > 0 ? near : nodes;
}

function toVpc(endpoint: Endpoint, { vpc }: LabCluster, addresses: readonly string[]): Wire {
  return {
    name: TO_VPC,
    addresses,
    routes: [`${vpc.cidr} via ${vpc.nodeAddress} onlink`],
    peer: { namespace: vpc.namespace, name: interfaceName(endpoint), routes: addresses.map(address => `${address} src ${vpc.nodeAddress}`) },
  };
}

function toLoadBalancer(endpoint: Endpoint, { namespace, nodes }: PlannedLoadBalancer, source: string): Wire {
  return {
    name: TO_LOAD_BALANCER,
    addresses: [source],
    routes: nodes.map(({ alias }) => alias),
    peer: { namespace, name: interfaceName(endpoint), routes: [source] },
  };
}

/** At the other ends of its wires; an interface's name has 15 characters. */
function interfaceName({ VpcEndpointId: id }: Endpoint): string {
  return `vpce-${id.slice(-10)}`;
}
