import { intersection } from './address-ranges';
import { Forwarding } from './forwarding';
import { SecurityGroups } from './security-groups';
import { Endpoint, EndpointService, LoadBalancer, Snapshot } from './snapshot';

/** What an endpoint leads to. */
export type Connection = { readonly service: EndpointService; readonly loadBalancer: LoadBalancer } | { readonly reason: string };

/** The load balancer that an endpoint is connected with, or why it is with none. */
export function connectionOf(endpoint: Endpoint, region: string, { endpointServices, loadBalancers }: Snapshot): Connection {
  const { VpcEndpointId: id, ServiceName: name, State: state, OwnerId: owner } = endpoint;
  if (endpoint.VpcEndpointType !== 'Interface') {
    return { reason: `${id} is an endpoint of type ${endpoint.VpcEndpointType}, and not an interface` };
  }
  if (state !== 'available') {
    return { reason: `${id} is ${state}, and not available` };
  }
  const service = endpointServices.find(({ ServiceName }) => ServiceName === name);
  if (service === undefined) {
    return { reason: `there is no endpoint service ${name}` };
  }
  if (service.ServiceState !== 'Available') {
    return { reason: `endpoint service ${name} is ${service.ServiceState}` };
  }
  const serviceRegion = name.split('.')[3];
  if (serviceRegion !== region && !(service.SupportedRegions ?? []).some(({ Region }) => Region === region)) {
    return { reason: `${region} is not among the supported regions of endpoint service ${service.ServiceId}` };
  }
  if (!service.AllowedPrincipals.some(principal => principal === '*' || principal === owner || principal.split(':')[4] === owner)) {
    return { reason: `account ${owner} is not among the allowed principals of endpoint service ${service.ServiceId}` };
  }
  const loadBalancer = loadBalancers.find(({ LoadBalancerArn }) => service.NetworkLoadBalancerArns.includes(LoadBalancerArn));
  if (loadBalancer?.Type !== 'network') {
    return { reason: `endpoint service ${service.ServiceId} has no network load balancer` };
  }
  const { LoadBalancerName: balancer, State: { Code: code } } = loadBalancer;
  return code === 'active' ? { service, loadBalancer } : { reason: `load balancer ${balancer} is ${code}, and not active` };
}

/** A port of an endpoint. */
export interface OpenPort {
  readonly port: number;
  /** Whence connections may come, by security groups. */
  readonly sources: readonly string[];
}

/** The ports of an endpoint that something may come in on, and why nothing comes out on the other side. */
export function openPorts(
  endpoint: Endpoint, loadBalancer: LoadBalancer, listeners: readonly Forwarding[], groups: SecurityGroups,
): { readonly ports: readonly OpenPort[]; readonly reason?: string } {
  const ids = endpoint.Groups.map(({ GroupId }) => GroupId);
  const balancerIds = loadBalancer.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic === 'off' ? [] : loadBalancer.SecurityGroups ?? [];
  const ports = listeners.map(({ port, reason }) => {
    const ofEndpoint = groups.inbound(ids, port);
    const sources = intersection(ofEndpoint, groups.inbound(balancerIds, port));
    const closed = ofEndpoint.length === 0 ? `no inbound rule of ${ids.join(', ')}, the endpoint's, lets anything in on TCP port ${port}`
      : `no inbound rule of ${balancerIds.join(', ')}, the load balancer's, which are enforced on PrivateLink traffic, lets it in on TCP port ${port}`;
    return { port, sources, reason: sources.length === 0 ? closed : reason };
  });
  const reason = ports.length === 0 ? `load balancer ${loadBalancer.LoadBalancerName} has no listener`
    : ports.every(port => port.reason !== undefined) ? ports.map(port => port.reason).join('; ') : undefined;
  return { ports: ports.filter(({ sources }) => sources.length > 0).map(({ port, sources }) => ({ port, sources })), reason };
}
