import { Answer, AwsApi, Environment } from './aws-api';
import { CdkApp } from './cdk-app';
import { expectDeployed } from './expect-deployed';
import { inventory, Inventory } from './inventory';
import { LANDSCAPES } from './landscape';

/** Everything in this example is in one account and region. */
const ENVIRONMENT: Environment = LANDSCAPES['two-clusters'].cluster1;

/** Finds one of a kind. */
type First = (kind: string) => Answer;

/** The parameters of an operation on what was found. */
type Parameters = (first: First) => object;

interface Tampering {
  readonly what: string;
  readonly service: string;
  readonly operation: string;
  readonly parameters: Parameters;
  /** Undoes it, so that the next one meets what was deployed. */
  readonly undo: readonly [operation: string, parameters: Parameters];
}

const ANYBODY = [{ IpProtocol: 'tcp', FromPort: 15443, ToPort: 15443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
const endpointGroup: Parameters = first => ({ GroupId: first('endpoints').Groups[0].GroupId, IpPermissions: ANYBODY });
const loadBalancerGroup: Parameters = first => ({ GroupId: first('loadBalancers').SecurityGroups[0], IpPermissions: ANYBODY });
const enforced = (value: string): Parameters => first => {
  const { LoadBalancerArn, SecurityGroups } = first('loadBalancers');
  return { LoadBalancerArn, SecurityGroups, EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: value };
};
const crossZone = (value: string): Parameters => first =>
  ({ LoadBalancerArn: first('loadBalancers').LoadBalancerArn, Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: value }] });
const idleTimeout = (value: string): Parameters => first =>
  ({ ListenerArn: first('listeners').ListenerArn, Attributes: [{ Key: 'tcp.idle_timeout.seconds', Value: value }] });
const healthCheckPath = (value: string): Parameters => first =>
  ({ TargetGroupArn: first('targetGroups').TargetGroupArn, HealthCheckPath: value });
const clientAddress = (value: string): Parameters => first =>
  ({ TargetGroupArn: first('targetGroups').TargetGroupArn, Attributes: [{ Key: 'preserve_client_ip.enabled', Value: value }] });
const ofService = (parameters: object): Parameters => first => ({ ServiceId: first('endpointServices').ServiceId, ...parameters });
const recordTo = (index: number): Parameters => first => {
  const zone = first('hostedZones');
  const record = zone.Records.find(({ Type }: Answer) => Type === 'A');
  const { DnsName: DNSName, HostedZoneId } = first('endpoints').DnsEntries[index];
  const changed = { ...record, AliasTarget: { ...record.AliasTarget, DNSName, HostedZoneId } };
  return { HostedZoneId: zone.Id, ChangeBatch: { Changes: [{ Action: 'UPSERT', ResourceRecordSet: changed }] } };
};

const TAMPERINGS: readonly Tampering[] = [
  {
    what: 'another idle timeout',
    service: 'elbv2',
    operation: 'modify_listener_attributes',
    parameters: idleTimeout('60'),
    undo: ['modify_listener_attributes', idleTimeout('350')],
  },
  {
    what: 'another health check',
    service: 'elbv2',
    operation: 'modify_target_group',
    parameters: healthCheckPath('/'),
    undo: ['modify_target_group', healthCheckPath('/healthz/ready')],
  },
  {
    what: "targets that see the clients' addresses",
    service: 'elbv2',
    operation: 'modify_target_group_attributes',
    parameters: clientAddress('true'),
    undo: ['modify_target_group_attributes', clientAddress('false')],
  },
  {
    what: 'a load balancer that stays in its zone',
    service: 'elbv2',
    operation: 'modify_load_balancer_attributes',
    parameters: crossZone('false'),
    undo: ['modify_load_balancer_attributes', crossZone('true')],
  },
  {
    what: 'inbound rules for PrivateLink',
    service: 'elbv2',
    operation: 'set_security_groups',
    parameters: enforced('on'),
    undo: ['set_security_groups', enforced('off')],
  },
  {
    what: 'a principal more',
    service: 'ec2',
    operation: 'modify_vpc_endpoint_service_permissions',
    parameters: ofService({ AddAllowedPrincipals: ['*'] }),
    undo: ['modify_vpc_endpoint_service_permissions', ofService({ RemoveAllowedPrincipals: ['*'] })],
  },
  {
    what: 'a region more',
    service: 'ec2',
    operation: 'modify_vpc_endpoint_service_configuration',
    parameters: ofService({ AddSupportedRegions: ['us-east-1'] }),
    undo: ['modify_vpc_endpoint_service_configuration', ofService({ RemoveSupportedRegions: ['us-east-1'] })],
  },
  {
    what: 'an endpoint service that asks before it lets anybody in',
    service: 'ec2',
    operation: 'modify_vpc_endpoint_service_configuration',
    parameters: ofService({ AcceptanceRequired: true }),
    undo: ['modify_vpc_endpoint_service_configuration', ofService({ AcceptanceRequired: false })],
  },
  {
    what: 'an endpoint that is open to anybody',
    service: 'ec2',
    operation: 'authorize_security_group_ingress',
    parameters: endpointGroup,
    undo: ['revoke_security_group_ingress', endpointGroup],
  },
  {
    what: 'a load balancer that may call anybody',
    service: 'ec2',
    operation: 'authorize_security_group_egress',
    parameters: loadBalancerGroup,
    undo: ['revoke_security_group_egress', loadBalancerGroup],
  },
  {
    what: 'a name that leads to one zone only',
    service: 'route53',
    operation: 'change_resource_record_sets',
    parameters: recordTo(1),
    undo: ['change_resource_record_sets', recordTo(0)],
  },
];

describe('what is otherwise than declared is noticed', () => {
  let api: AwsApi;
  let app: CdkApp;
  let deployed: Inventory;

  beforeAll(async () => {
    api = await AwsApi.start(LANDSCAPES['two-clusters']);
    app = new CdkApp(api, 'two-clusters');
    await Promise.all([app.bootstrap(), app.synthesize()]);
    await app.deploy('--all');
    deployed = await inventory(api, ENVIRONMENT);
  });

  afterAll(async () => {
    app?.remove();
    await api?.stop();
  });

  /** The one of a kind that belongs to the VPC of cluster1. */
  function first(kind: string): Answer {
    const { vpc } = LANDSCAPES['two-clusters'].cluster1;
    const entries = Object.values(deployed[kind]!);
    return entries.find(({ VpcId, VPCs }) => VpcId === vpc.id || VPCs?.[0].VPCId === vpc.id) ?? entries[0];
  }

  test.each(TAMPERINGS)('$what', async ({ service, operation, parameters, undo: [undoing, undone] }) => {
    await api.call(ENVIRONMENT, service, operation, parameters(first));
    await expect(expectDeployed(api, app.mesh)).rejects.toThrow(/^expect\(/);
    await api.call(ENVIRONMENT, service, undoing, undone(first));
    await expectDeployed(api, app.mesh);
  });

  test('an endpoint that is not there', async () => {
    await api.call(ENVIRONMENT, 'ec2', 'delete_vpc_endpoints', { VpcEndpointIds: [first('endpoints').VpcEndpointId] });
    await expect(expectDeployed(api, app.mesh)).rejects.toThrow(/^expect\(/);
  });
});
