import { Duration } from 'aws-cdk-lib';
import { found, PARAMETER, provider, ref, reportOn, summary, writeTemplates } from './check';

const attributes = (key: string, value: unknown) => [{ Key: key, Value: value }];
const CONDITIONAL = { 'Fn::If': ['Condition', { Key: 'a', Value: 'b' }, ref('AWS::NoValue')] };

test('a provider without fault has no violation', () => {
  expect(found(provider())).toEqual([]);
});

describe('GR-01, principals', () => {
  test.each<[unknown, string[]]>([
    ['arn:aws:iam::111111111111:root', []],
    ['arn:aws:iam::111111111111:role/a', []],
    ['*', ['GR-01 Permissions: *']],
    ['arn:aws:iam::*:root', ['GR-01 Permissions: arn:aws:iam::*:root']],
    ['arn:aws:iam::111111111111:role/?', ['GR-01 Permissions: arn:aws:iam::111111111111:role/?']],
    [{ 'Fn::Join': ['', ['arn:', ref('AWS::Partition'), ':iam::111111111111:root']] }, []],
    [{ 'Fn::Join': ['', ['arn:', ref('AWS::Partition'), ':iam::*:root']] }, ['GR-01 Permissions: arn:…:iam::*:root']],
    [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::111111111111:root' }, []],
    [{ 'Fn::Sub': ['arn:aws:iam::${Account}:role/*', { Account: '111111111111' }] }, ['GR-01 Permissions: arn:aws:iam::…:role/*']],
    [{ 'Fn::Sub': PARAMETER }, []],
    [{ 'Fn::Sub': 'arn:aws:iam::111111111111:role/${!*}' }, ['GR-01 Permissions: arn:aws:iam::111111111111:role/${*}']],
    [PARAMETER, []],
    [ref('AWS::NoValue'), ['GR-02 Service: AcceptanceRequired false, no allowed principal']],
  ])('%j', (principal, expected) => {
    expect(found(provider({ Permissions: { AllowedPrincipals: [principal] } }))).toEqual(expected);
  });

  test('a list that only the deployment knows is no violation, and each wildcard of a list is one', () => {
    expect(found(provider({ Permissions: { AllowedPrincipals: PARAMETER } }))).toEqual([]);
    const { violations } = reportOn(writeTemplates([{ Resources: provider({ Permissions: { AllowedPrincipals: ['*', 'a', '*'] } }) }]));
    expect(violations.map(({ violatingResources }) => violatingResources[0].locations)).toEqual([['Properties/AllowedPrincipals/0'], ['Properties/AllowedPrincipals/2']]);
  });
});

describe('GR-02, somebody permitted', () => {
  const violation = ['GR-02 Service: AcceptanceRequired false, no allowed principal'];

  test('no permissions', () => {
    const { Permissions, ...others } = provider();
    expect(Permissions).toBeDefined();
    expect(found(others)).toEqual(violation);
  });

  test.each<[object, string[]]>([
    [{ Permissions: { AllowedPrincipals: [] } }, violation],
    [{ Permissions: { AllowedPrincipals: undefined } }, violation],
    [{ Permissions: { AllowedPrincipals: [] }, Service: { AcceptanceRequired: true } }, []],
    [{ Permissions: { AllowedPrincipals: [] }, Service: { AcceptanceRequired: undefined } }, []],
    [{ Permissions: { AllowedPrincipals: [] }, Service: { AcceptanceRequired: PARAMETER } }, []],
    [{ Permissions: { ServiceId: PARAMETER } }, []],
    [{ Permissions: { ServiceId: { 'Fn::GetAtt': PARAMETER } } }, []],
    [{ Permissions: { ServiceId: { 'Fn::ImportValue': PARAMETER } } }, []],
    [{ Permissions: { ServiceId: ref('Listener') } }, violation],
  ])('%j', (changes, expected) => {
    expect(found(provider(changes as never))).toEqual(expected);
  });

  test('permissions may be in another stack', () => {
    const { Permissions, ...others } = provider();
    const outputs = { Id: { Value: ref('Service'), Export: { Name: 'service' } } };
    const permissions = { ...Permissions, Properties: { ...Permissions.Properties, ServiceId: { 'Fn::ImportValue': 'service' } } };
    expect(summary(reportOn(writeTemplates([{ Resources: others, Outputs: outputs }, { Resources: { permissions } }])))).toEqual([]);
  });
});

test.each<[unknown, string[]]>([
  ['internal', []],
  ['internet-facing', ['GR-03 LoadBalancer: internet-facing']],
  [undefined, ['GR-03 LoadBalancer: none, so internet-facing']],
  [ref('AWS::NoValue'), ['GR-03 LoadBalancer: none, so internet-facing']],
  [PARAMETER, []],
])('GR-03, scheme %j', (Scheme, expected) => {
  expect(found(provider({ LoadBalancer: { Scheme } }))).toEqual(expected);
});

test.each<[unknown, string[]]>([
  ['59', ['GR-04 Listener: 59', 'GR-05 Listener: 59']],
  ['60', ['GR-05 Listener: 60']],
  ['61', []],
  [350, []],
  ['6000', []],
  ['6001', ['GR-04 Listener: 6001']],
  ['60.5', ['GR-04 Listener: 60.5']],
  ['soon', ['GR-04 Listener: soon']],
  [PARAMETER, []],
])('GR-04 and GR-05, idle timeout %j', (seconds, expected) => {
  expect(found(provider({ Listener: { ListenerAttributes: attributes('tcp.idle_timeout.seconds', seconds) } }))).toEqual(expected);
});

test.each<[number, unknown, string[]]>([
  [349, undefined, []],
  [350, undefined, ['GR-05 Listener: none, so 350']],
  [7200, attributes('tcp.idle_timeout.seconds', '6000'), ['GR-05 Listener: 6000']],
  [350, PARAMETER, []],
  [350, [CONDITIONAL], []],
  [59, attributes('tcp.idle_timeout.seconds', '60'), []],
])('GR-05, keepalive after %d seconds and attributes %j', (seconds, ListenerAttributes, expected) => {
  expect(found(provider({ Listener: { ListenerAttributes } }), { keepaliveTime: Duration.seconds(seconds) })).toEqual(expected);
});

test('GR-05 is about the mesh: listeners on other ports are not its matter', () => {
  expect(found(provider({ Listener: { Port: 443, ListenerAttributes: attributes('tcp.idle_timeout.seconds', '60') } }))).toEqual([]);
});

test.each<[unknown, string[]]>([
  ['a'.repeat(32), []],
  ['a'.repeat(33), [`GR-06 TargetGroup: ${'a'.repeat(33)} (33 characters)`]],
  ['a-b', []],
  ['-a', ['GR-06 TargetGroup: -a (2 characters)']],
  ['a-', ['GR-06 TargetGroup: a- (2 characters)']],
  ['a_b', ['GR-06 TargetGroup: a_b (3 characters)']],
  [undefined, []],
  [{ 'Fn::Sub': `\${AWS::StackName}${'a'.repeat(33)}` }, []],
  [{ 'Fn::Join': ['-', ['a'.repeat(16), 'b'.repeat(16)]] }, [`GR-06 TargetGroup: ${'a'.repeat(16)}-${'b'.repeat(16)} (33 characters)`]],
])('GR-06, target group name %j', (Name, expected) => {
  expect(found(provider({ TargetGroup: { Name } }))).toEqual(expected);
});

test.each<[unknown, string[]]>([
  ['a'.repeat(32), []],
  ['a'.repeat(33), [`GR-07 LoadBalancer: ${'a'.repeat(33)} (33 characters)`]],
  ['internal', []],
  ['internal-a', ['GR-07 LoadBalancer: internal-a (10 characters)']],
  ['a.b', ['GR-07 LoadBalancer: a.b (3 characters)']],
  [PARAMETER, []],
  [undefined, []],
])('GR-07, load balancer name %j', (Name, expected) => {
  expect(found(provider({ LoadBalancer: { Name } }))).toEqual(expected);
});

test.each<[unknown, unknown, string[]]>([
  ['ip', undefined, []],
  ['ip', 'false', []],
  ['ip', 'true', ['GR-08 TargetGroup: true']],
  ['ip', true, ['GR-08 TargetGroup: true']],
  ['ip', PARAMETER, []],
  ['instance', undefined, ['GR-08 TargetGroup: none, so true for instances']],
  [undefined, undefined, ['GR-08 TargetGroup: none, so true for instances']],
  ['instance', 'false', []],
  [PARAMETER, undefined, []],
])('GR-08, targets by %j that preserve addresses: %j', (TargetType, value, expected) => {
  expect(found(provider({ TargetGroup: { TargetType, TargetGroupAttributes: value === undefined ? undefined : attributes('preserve_client_ip.enabled', value) } }))).toEqual(expected);
});

test.each<[number, unknown, string[]]>([
  [15443, 'true', ['GR-09 TargetGroup: true']],
  [15443, 'false', []],
  [15443, PARAMETER, []],
  [443, 'true', []],
])('GR-09, port %d, PROXY protocol %j', (Port, value, expected) => {
  expect(found(provider({ TargetGroup: { Port, TargetGroupAttributes: attributes('proxy_protocol_v2.enabled', value) } }))).toEqual(expected);
});

test.each<[object, string[]]>([
  [{ HealthCheckPort: 15021 }, []],
  [{ HealthCheckPort: '15443' }, ['GR-10 TargetGroup: HealthCheckPort 15443']],
  [{ HealthCheckPort: undefined }, ['GR-10 TargetGroup: HealthCheckPort none, so traffic-port']],
  [{ HealthCheckProtocol: 'TCP' }, ['GR-10 TargetGroup: HealthCheckProtocol TCP']],
  [{ HealthCheckProtocol: undefined }, ['GR-10 TargetGroup: HealthCheckProtocol none, so TCP']],
  [{ HealthCheckPath: '/' }, ['GR-10 TargetGroup: HealthCheckPath /']],
  [{ HealthCheckPath: undefined }, ['GR-10 TargetGroup: HealthCheckPath none, so /']],
  [{ HealthCheckPort: PARAMETER, HealthCheckProtocol: PARAMETER, HealthCheckPath: PARAMETER }, []],
  [{ HealthCheckPort: '80', Port: 443 }, []],
  [{ HealthCheckPort: '30021', TargetType: 'instance', TargetGroupAttributes: attributes('preserve_client_ip.enabled', 'false') }, []],
])('GR-10, %j', (changes, expected) => {
  expect(found(provider({ TargetGroup: { ...changes } }))).toEqual(expected);
});

describe('GR-11, zones', () => {
  const KEY = 'load_balancing.cross_zone.enabled';

  test.each<[unknown, unknown, string[]]>([
    [attributes(KEY, 'true'), undefined, []],
    [attributes(KEY, 'false'), undefined, ['GR-11 LoadBalancer: false']],
    [undefined, undefined, ['GR-11 LoadBalancer: none, so false']],
    [undefined, attributes(KEY, 'true'), []],
    [undefined, attributes(KEY, 'use_load_balancer_configuration'), ['GR-11 LoadBalancer: none, so false']],
    [undefined, PARAMETER, []],
    [attributes(KEY, 'true'), attributes(KEY, 'false'), ['GR-11 TargetGroup: false']],
    [attributes(KEY, 'false'), attributes(KEY, 'true'), []],
    [attributes(KEY, PARAMETER), undefined, []],
    [attributes(PARAMETER as never, 'false'), undefined, []],
    [[CONDITIONAL], undefined, []],
    [PARAMETER, undefined, []],
  ])('load balancer %j, target group %j', (LoadBalancerAttributes, TargetGroupAttributes, expected) => {
    expect(found(provider({ LoadBalancer: { LoadBalancerAttributes }, TargetGroup: { TargetGroupAttributes } }))).toEqual(expected);
  });

  test.each<[unknown, string[]]>([
    [[{ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: ref('TargetGroup'), Weight: 1 }] } }], ['GR-11 LoadBalancer: none, so false']],
    [[{ Type: 'forward', ForwardConfig: { TargetGroups: PARAMETER } }], []],
    [[{ Type: 'forward', ForwardConfig: { TargetGroups: [PARAMETER] } }], []],
    [[{ Type: 'forward', TargetGroupArn: PARAMETER }], []],
    [['forward'], []],
    [PARAMETER, []],
  ])('with the actions %j', (DefaultActions, expected) => {
    expect(found(provider({ LoadBalancer: { LoadBalancerAttributes: undefined }, Listener: { DefaultActions } }))).toEqual(expected);
  });
});

test.each<[unknown, unknown, string[]]>([
  ['off', ['sg-0a0000000'], []],
  ['on', ['sg-0a0000000'], ['GR-12 LoadBalancer: on']],
  [undefined, ['sg-0a0000000'], ['GR-12 LoadBalancer: none, so on']],
  [PARAMETER, ['sg-0a0000000'], []],
  [undefined, [], []],
  [undefined, undefined, []],
  [undefined, PARAMETER, []],
])('GR-12, enforcement %j with groups %j', (EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic, SecurityGroups, expected) => {
  expect(found(provider({ LoadBalancer: { EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic, SecurityGroups } }))).toEqual(expected);
});

describe('what is behind no endpoint service', () => {
  const faulty = {
    LoadBalancer: { Scheme: 'internet-facing', Name: 'internal-a', LoadBalancerAttributes: [] },
    TargetGroup: { Name: 'a_b', TargetType: 'instance' },
    Listener: { ListenerAttributes: attributes('tcp.idle_timeout.seconds', '1') },
  };

  test('is not a matter of the mesh', () => {
    expect(found(provider(faulty))).toHaveLength(7);
    expect(found(provider({ ...faulty, Service: { NetworkLoadBalancerArns: ['arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/a/b'] } }))).toEqual([]);
    expect(found(provider({ ...faulty, Service: { NetworkLoadBalancerArns: PARAMETER } }))).toEqual([]);
  });

  test('is found in another stack of the same environment', () => {
    const { Service, Permissions, ...others } = provider(faulty);
    const outputs = { Arn: { Value: ref('LoadBalancer'), Export: { Name: 'arn' } } };
    const service = { Permissions, Service: { ...Service, Properties: { ...Service.Properties, NetworkLoadBalancerArns: [{ 'Fn::ImportValue': 'arn' }] } } };
    expect(summary(reportOn(writeTemplates([{ Resources: service }, { Resources: others, Outputs: outputs }])))).toEqual(found(provider(faulty)));
    const elsewhere = writeTemplates([{ Resources: others, Outputs: outputs }], 'eu-west-2');
    expect(summary(reportOn([...writeTemplates([{ Resources: service }]), ...elsewhere]))).toEqual([]);
  });
});
