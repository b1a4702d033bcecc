import { Answer, AwsApi, Environment } from './aws-api';

/** What exists in an account and region, by kind and id. */
export interface Inventory {
  readonly [kind: string]: { readonly [id: string]: Answer };
}

/** What exists in accounts and regions of an API, by `<account> <region>`. */
export async function inventories(api: AwsApi, environments = api.environments): Promise<{ [environment: string]: Inventory }> {
  const result: { [environment: string]: Inventory } = {};
  for (const environment of environments) {
    result[`${environment.account} ${environment.region}`] = await inventory(api, environment);
  }
  return result;
}

/** All that the stacks of a mesh create, and what they change of others. Templates in the bootstrap bucket stay, as in AWS. */
export async function inventory(api: AwsApi, environment: Environment): Promise<Inventory> {
  const list = async (service: string, operation: string, key: string, parameters: object = {}): Promise<Answer[]> =>
    (await api.call(environment, service, operation, parameters))[key] ?? [];
  const services = await list('ec2', 'describe_vpc_endpoint_service_configurations', 'ServiceConfigurations');
  const loadBalancers = await list('elbv2', 'describe_load_balancers', 'LoadBalancers');
  const listeners = (await Promise.all(loadBalancers.map(({ LoadBalancerArn }) => list('elbv2', 'describe_listeners', 'Listeners', { LoadBalancerArn })))).flat();
  const targetGroups = await list('elbv2', 'describe_target_groups', 'TargetGroups');
  const zones = await list('route53', 'list_hosted_zones', 'HostedZones');
  const roles = await list('iam', 'list_roles', 'Roles');
  const natGateways = await list('ec2', 'describe_nat_gateways', 'NatGateways');

  const attributes = async (operation: string, parameter: string, arn: string): Promise<Answer> =>
    Object.fromEntries((await list('elbv2', operation, 'Attributes', { [parameter]: arn })).map(({ Key, Value }) => [Key, Value]));
  return {
    vpcs: byId(await list('ec2', 'describe_vpcs', 'Vpcs'), 'VpcId'),
    subnets: byId(await list('ec2', 'describe_subnets', 'Subnets'), 'SubnetId'),
    securityGroups: byId(await list('ec2', 'describe_security_groups', 'SecurityGroups'), 'GroupId'),
    internetGateways: byId(await list('ec2', 'describe_internet_gateways', 'InternetGateways'), 'InternetGatewayId'),
    // One that is deleted is shown for a while.
    natGateways: byId(natGateways.filter(({ State }) => State !== 'deleted'), 'NatGatewayId'),
    routeTables: byId(await list('ec2', 'describe_route_tables', 'RouteTables'), 'RouteTableId'),
    elasticIps: byId(await list('ec2', 'describe_addresses', 'Addresses'), 'AllocationId'),
    networkInterfaces: byId(await list('ec2', 'describe_network_interfaces', 'NetworkInterfaces'), 'NetworkInterfaceId'),
    loadBalancers: byId(await withMore(loadBalancers, async ({ LoadBalancerArn }) =>
      ({ Attributes: await attributes('describe_load_balancer_attributes', 'LoadBalancerArn', LoadBalancerArn) })), 'LoadBalancerArn'),
    listeners: byId(await withMore(listeners, async ({ ListenerArn }) =>
      ({ Attributes: await attributes('describe_listener_attributes', 'ListenerArn', ListenerArn) })), 'ListenerArn'),
    targetGroups: byId(await withMore(targetGroups, async ({ TargetGroupArn }) =>
      ({ Attributes: await attributes('describe_target_group_attributes', 'TargetGroupArn', TargetGroupArn) })), 'TargetGroupArn'),
    endpointServices: byId(await withMore(services, async ({ ServiceId }) => ({
      AllowedPrincipals: (await list('ec2', 'describe_vpc_endpoint_service_permissions', 'AllowedPrincipals', { ServiceId }))
        .map(({ Principal }) => Principal).sort(),
    })), 'ServiceId'),
    endpoints: byId(await list('ec2', 'describe_vpc_endpoints', 'VpcEndpoints'), 'VpcEndpointId'),
    // The service has no regions: a zone is where its VPCs are.
    hostedZones: byId((await withMore(zones, async ({ Id }) => ({
      VPCs: (await api.call(environment, 'route53', 'get_hosted_zone', { Id })).VPCs,
      Records: await list('route53', 'list_resource_record_sets', 'ResourceRecordSets', { HostedZoneId: Id }),
    }))).filter(({ VPCs }) => VPCs.some(({ VPCRegion }: Answer) => VPCRegion === environment.region)), 'Id'),
    roles: byId(await withMore(roles, async ({ RoleName }) => ({
      Policies: await Promise.all((await list('iam', 'list_role_policies', 'PolicyNames', { RoleName })).map(PolicyName =>
        api.call(environment, 'iam', 'get_role_policy', { RoleName, PolicyName }))),
    })), 'Arn'),
    ...await secretInventory(api, environment),
    stacks: byId(await list('cloudformation', 'describe_stacks', 'Stacks'), 'StackName'),
    exports: byId(await list('cloudformation', 'list_exports', 'Exports'), 'Name'),
  };
}

/** The secrets of an account and region, with their keys. */
export async function secretInventory(api: AwsApi, environment: Environment): Promise<Inventory> {
  const list = async (service: string, operation: string, key: string, parameters: object = {}): Promise<Answer[]> =>
    (await api.call(environment, service, operation, parameters))[key] ?? [];
  const secrets = await list('secretsmanager', 'list_secrets', 'SecretList', { IncludePlannedDeletion: true });
  const keys = await list('kms', 'list_keys', 'Keys');
  return {
    secrets: byId(await withMore(secrets, async ({ ARN: SecretId }) => ({
      ResourcePolicy: (await api.call(environment, 'secretsmanager', 'get_resource_policy', { SecretId })).ResourcePolicy,
    })), 'Name'),
    keys: byId(await withMore(keys, async ({ KeyId }) => ({
      ...(await api.call(environment, 'kms', 'describe_key', { KeyId })).KeyMetadata,
      Policy: (await api.call(environment, 'kms', 'get_key_policy', { KeyId, PolicyName: 'default' })).Policy,
      KeyRotationEnabled: (await api.call(environment, 'kms', 'get_key_rotation_status', { KeyId })).KeyRotationEnabled,
      Tags: await list('kms', 'list_resource_tags', 'Tags', { KeyId }),
    })), 'KeyArn'),
    keyAliases: byId((await list('kms', 'list_aliases', 'Aliases')).filter(({ AliasName }) => !AliasName.startsWith('alias/aws/')), 'AliasName'),
  };
}

function byId(entries: readonly Answer[], key: string): { [id: string]: Answer } {
  return Object.fromEntries(entries.map(entry => [entry[key], entry]));
}

async function withMore(entries: readonly Answer[], more: (entry: Answer) => Promise<object>): Promise<Answer[]> {
  return Promise.all(entries.map(async entry => ({ ...entry, ...await more(entry) })));
}
