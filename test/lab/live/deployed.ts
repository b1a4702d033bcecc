import { Environment } from '../../aws-api/aws-api';
import { Lab } from '../lab';
import { Endpoint, EndpointService, HostedZone, IpPermission, Listener, LoadBalancer, TargetGroup } from '../private-link/snapshot';
import { takeSnapshot } from '../private-link/take-snapshot';

/** Where a cluster is. */
export function environmentOf(lab: Lab, cluster: string): Environment {
  const { account, region } = lab.plan.landscape[cluster]!;
  return { account, region };
}

/** What the stacks deployed for a link, as the API says now. */
export interface DeployedLink {
  readonly endpoint: Endpoint;
  /** Of the name by which the consumer finds the endpoint. */
  readonly hostedZone: HostedZone;
  readonly endpointService: EndpointService;
  readonly loadBalancer: LoadBalancer;
  readonly listener: Listener;
  readonly targetGroup: TargetGroup;
}

/** @throws if something of it is missing */
export async function deployedLink(lab: Lab, consumer: string, provider: string): Promise<DeployedLink> {
  const { endpoints, hostedZones, endpointServices, loadBalancers, listeners, targetGroups } = await takeSnapshot(lab.api);
  const [consumerVpc, providerVpc] = [consumer, provider].map(name => lab.plan.landscape[name]!.vpc.id);
  const loadBalancer = only('load balancer', loadBalancers.filter(({ VpcId }) => VpcId === providerVpc));
  const listener = only('listener', listeners.filter(({ LoadBalancerArn: arn }) => arn === loadBalancer.LoadBalancerArn));
  const endpointService = only('endpoint service', endpointServices.filter(({ NetworkLoadBalancerArns: arns }) => arns.includes(loadBalancer.LoadBalancerArn)));
  return {
    endpoint: only('endpoint', endpoints.filter(({ VpcId, ServiceName }) => VpcId === consumerVpc && ServiceName === endpointService.ServiceName)),
    hostedZone: only('hosted zone', hostedZones.filter(({ VPCs }) => VPCs.some(({ VPCId }) => VPCId === consumerVpc))),
    endpointService,
    loadBalancer,
    listener,
    targetGroup: only('target group', targetGroups.filter(({ TargetGroupArn: arn }) => arn === listener.DefaultActions[0]!.TargetGroupArn)),
  };
}

/** The inbound rules of a security group for a port. */
export async function inboundRules(lab: Lab, environment: Environment, groupId: string, port: number): Promise<IpPermission[]> {
  const { SecurityGroups: [group] } = await lab.api.call(environment, 'ec2', 'describe_security_groups', { GroupIds: [groupId] });
  return (group.IpPermissions as IpPermission[]).filter(({ FromPort }) => FromPort === port);
}

function only<T>(what: string, found: readonly T[]): T {
  if (found.length !== 1) {
    throw new Error(`found ${found.length} times what there should be one of: ${what}`);
  }
  return found[0]!;
}
