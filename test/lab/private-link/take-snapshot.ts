import { EMPTY_SNAPSHOT, Snapshot } from './snapshot';
import { Answer, AwsApi, Environment } from '../../aws-api/aws-api';

/** Asks the API for all that links come of, in all its accounts and regions. */
export async function takeSnapshot(api: AwsApi): Promise<Snapshot> {
  const parts = await Promise.all(api.environments.map(async environment => ofEnvironment(api, environment)));
  const all: { [kind: string]: Answer[] } = { hostedZones: await hostedZones(api) };
  for (const kind of Object.keys(EMPTY_SNAPSHOT) as (keyof Snapshot)[]) {
    all[kind] ??= parts.flatMap(part => part[kind] ?? []);
  }
  return all as unknown as Snapshot;
}

/** By kind. */
type Part = { [kind in keyof Snapshot]?: Answer[] };

async function ofEnvironment(api: AwsApi, environment: Environment): Promise<Part> {
  const list = async (service: string, operation: string, key: string, parameters: object = {}): Promise<Answer[]> =>
    (await api.call(environment, service, operation, parameters))[key] ?? [];
  const attributes = async (operation: string, parameter: string, arn: string): Promise<Answer> => ({
    Attributes: Object.fromEntries((await list('elbv2', operation, 'Attributes', { [parameter]: arn })).map(({ Key, Value }) => [Key, Value])),
  });
  const loadBalancers = await list('elbv2', 'describe_load_balancers', 'LoadBalancers');
  const listeners = (await Promise.all(loadBalancers.map(({ LoadBalancerArn }) => list('elbv2', 'describe_listeners', 'Listeners', { LoadBalancerArn })))).flat();
  return {
    subnets: await list('ec2', 'describe_subnets', 'Subnets'),
    securityGroups: await list('ec2', 'describe_security_groups', 'SecurityGroups'),
    networkInterfaces: await list('ec2', 'describe_network_interfaces', 'NetworkInterfaces'),
    loadBalancers: await withMore(loadBalancers, ({ LoadBalancerArn: arn }) => attributes('describe_load_balancer_attributes', 'LoadBalancerArn', arn)),
    listeners: await withMore(listeners, ({ ListenerArn: arn }) => attributes('describe_listener_attributes', 'ListenerArn', arn)),
    targetGroups: await withMore(await list('elbv2', 'describe_target_groups', 'TargetGroups'), async ({ TargetGroupArn: arn }) => ({
      ...await attributes('describe_target_group_attributes', 'TargetGroupArn', arn),
      Targets: (await list('elbv2', 'describe_target_health', 'TargetHealthDescriptions', { TargetGroupArn: arn })).map(({ Target }) => Target),
    })),
    endpointServices: await withMore(await list('ec2', 'describe_vpc_endpoint_service_configurations', 'ServiceConfigurations'), async ({ ServiceId }) => ({
      AllowedPrincipals: (await list('ec2', 'describe_vpc_endpoint_service_permissions', 'AllowedPrincipals', { ServiceId })).map(({ Principal }) => Principal),
    })),
    endpoints: await list('ec2', 'describe_vpc_endpoints', 'VpcEndpoints'),
  };
}

/** Zones belong to an account, and to no region. */
async function hostedZones(api: AwsApi): Promise<Answer[]> {
  const accounts = new Map(api.environments.map(environment => [environment.account, environment]));
  const zones = await Promise.all([...accounts.values()].map(async environment => {
    const { HostedZones: found } = await api.call(environment, 'route53', 'list_hosted_zones');
    return withMore(found, async ({ Id }) => ({
      VPCs: (await api.call(environment, 'route53', 'get_hosted_zone', { Id })).VPCs,
      Records: (await api.call(environment, 'route53', 'list_resource_record_sets', { HostedZoneId: Id })).ResourceRecordSets,
    }));
  }));
  return zones.flat();
}

async function withMore(entries: readonly Answer[], more: (entry: Answer) => Promise<object>): Promise<Answer[]> {
  return Promise.all(entries.map(async entry => ({ ...entry, ...await more(entry) })));
}
