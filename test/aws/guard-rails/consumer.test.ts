import { consumer, found, PARAMETER, provider, ref, reportOn, Resources, summary, writeTemplates } from './check';

const NAME = 'com.amazonaws.vpce.eu-west-1.vpce-svc-0a0000000';

test('a consumer without fault has no violation', () => {
  expect(found(consumer())).toEqual([]);
});

test.each<[unknown, string[]]>([
  [false, []],
  [undefined, []],
  [true, ['GR-13 Endpoint: true']],
  ['true', ['GR-13 Endpoint: true']],
  [PARAMETER, []],
])('GR-13, private DNS %j', (PrivateDnsEnabled, expected) => {
  expect(found(consumer({ Endpoint: { PrivateDnsEnabled } }))).toEqual(expected);
});

test.each<[unknown, string[]]>([
  [['sg-0a0000000'], []],
  [[], ['GR-14 Endpoint: none']],
  [undefined, ['GR-14 Endpoint: none']],
  [[ref('AWS::NoValue')], ['GR-14 Endpoint: none']],
  [[PARAMETER], []],
  [PARAMETER, []],
])('GR-14, security groups %j', (SecurityGroupIds, expected) => {
  expect(found(consumer({ Endpoint: { SecurityGroupIds } }))).toEqual(expected);
});

describe('GR-15, open to everybody', () => {
  const rule = (changes: object) => ({ IpProtocol: 'tcp', FromPort: 15443, ToPort: 15443, CidrIp: '0.0.0.0/0', ...changes });
  const violation = ['GR-15 SecurityGroup: 0.0.0.0/0'];

  test.each<[object, string[]]>([
    [{}, violation],
    [{ CidrIp: undefined, CidrIpv6: '::/0' }, ['GR-15 SecurityGroup: ::/0']],
    [{ CidrIp: '0.0.0.0/1' }, []],
    [{ CidrIp: undefined, CidrIpv6: '::/1' }, []],
    [{ CidrIp: PARAMETER }, []],
    [{ FromPort: 15000 }, violation],
    [{ FromPort: 15444, ToPort: 16000 }, []],
    [{ FromPort: 0, ToPort: 15442 }, []],
    [{ FromPort: PARAMETER }, []],
    [{ IpProtocol: 'udp' }, []],
    [{ IpProtocol: '6' }, violation],
    [{ IpProtocol: '-1', FromPort: undefined, ToPort: undefined }, violation],
    [{ IpProtocol: -1 }, violation],
    [{ IpProtocol: PARAMETER }, []],
    [{ FromPort: undefined, ToPort: undefined }, []],
  ])('rule with %j', (changes, expected) => {
    expect(found(consumer({ SecurityGroup: { SecurityGroupIngress: [rule(changes)] } }))).toEqual(expected);
  });

  test.each<[unknown, string[]]>([
    [ref('SecurityGroup'), ['GR-15 Ingress: 0.0.0.0/0']],
    [{ 'Fn::GetAtt': ['SecurityGroup', 'GroupId'] }, ['GR-15 Ingress: 0.0.0.0/0']],
    [{ 'Fn::GetAtt': 'SecurityGroup.GroupId' }, ['GR-15 Ingress: 0.0.0.0/0']],
    ['sg-0a0000000', []],
    [PARAMETER, []],
  ])('a rule of its own for %j', (GroupId, expected) => {
    expect(found({ ...consumer(), Ingress: { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { ...rule({}), GroupId } } })).toEqual(expected);
  });

  test('groups of other things, and lists that only the deployment knows, are no violation', () => {
    expect(found(consumer({ SecurityGroup: { SecurityGroupIngress: [rule({})] }, Endpoint: { SecurityGroupIds: ['sg-0a0000000'] } }))).toEqual([]);
    expect(found(consumer({ SecurityGroup: { SecurityGroupIngress: PARAMETER } }))).toEqual([]);
    expect(found(consumer({ SecurityGroup: { SecurityGroupIngress: [{ 'Fn::If': ['Condition', rule({}), rule({})] }] } }))).toEqual([]);
  });

  test('a group that two endpoints share is one violation', () => {
    const resources = consumer({ SecurityGroup: { SecurityGroupIngress: [rule({})] } });
    expect(found({ ...resources, Other: resources.Endpoint })).toEqual(violation);
  });
});

test.each<[unknown, unknown, string, string[]]>([
  [NAME, undefined, 'eu-west-1', []],
  [NAME, undefined, 'eu-west-2', ['GR-16 Endpoint: none, so eu-west-2']],
  [NAME, undefined, 'unknown-region', []],
  [NAME, 'eu-west-1', 'eu-west-2', []],
  [NAME, 'eu-west-2', 'eu-west-2', ['GR-16 Endpoint: eu-west-2']],
  [NAME, PARAMETER, 'eu-west-2', []],
  [{ 'Fn::Join': ['', ['com.amazonaws.vpce.eu-west-1.', { 'Fn::ImportValue': 'id' }]] }, undefined, 'eu-west-2', ['GR-16 Endpoint: none, so eu-west-2']],
  [{ 'Fn::Sub': 'com.amazonaws.vpce.${AWS::Region}.vpce-svc-0a0000000' }, 'eu-west-1', 'eu-west-2', []],
  ['cn.com.amazonaws.vpce.cn-north-1.vpce-svc-0a0000000', undefined, 'cn-northwest-1', ['GR-16 Endpoint: none, so cn-northwest-1']],
  [PARAMETER, undefined, 'eu-west-2', []],
])('GR-16, service %j in region %j from a stack in %s', (ServiceName, ServiceRegion, region, expected) => {
  expect(found(consumer({ Endpoint: { ServiceName, ServiceRegion } }), {}, region)).toEqual(expected);
});

test('endpoints for AWS\'s own services, and gateway endpoints, are not a matter of the mesh', () => {
  const changes = { PrivateDnsEnabled: true, SecurityGroupIds: undefined };
  expect(found(consumer({ Endpoint: { ...changes, ServiceName: 'com.amazonaws.eu-west-2.sqs' } }))).toEqual([]);
  expect(found(consumer({ Endpoint: { ...changes, VpcEndpointType: 'GatewayLoadBalancer' } }))).toEqual([]);
  expect(found(consumer({ Endpoint: changes }))).toHaveLength(2);
});

describe('GR-17, endpoints of one VPC', () => {
  function endpoints(count: number, vpc: (index: number) => unknown, changes: object = {}): Resources {
    const { SecurityGroup, Endpoint } = consumer();
    return {
      SecurityGroup,
      ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`Endpoint${index + 1}`, {
        ...Endpoint, Properties: { ...Endpoint.Properties, VpcId: vpc(index), ...changes },
      }])),
    };
  }

  test.each<[number, unknown, string[]]>([
    [50, 'vpc-0a0000000', []],
    [51, 'vpc-0a0000000', ['GR-17 Endpoint51: 51 interface endpoints in vpc-0a0000000']],
    [51, ref('Vpc'), ['GR-17 Endpoint51: 51 interface endpoints in Vpc']],
    [51, { 'Fn::ImportValue': 'vpc' }, ['GR-17 Endpoint51: 51 interface endpoints in vpc']],
    [51, { 'Fn::If': ['Condition', 'a', 'b'] }, []],
  ])('%d in %j', (count, vpc, expected) => {
    expect(found(endpoints(count, () => vpc))).toEqual(expected);
  });

  test('endpoints of AWS\'s own services count, those of other VPCs do not', () => {
    expect(found(endpoints(51, () => 'vpc-0a0000000', { ServiceName: 'com.amazonaws.eu-west-1.sqs' }))).toHaveLength(1);
    expect(found(endpoints(51, index => `vpc-0${index % 2}`))).toEqual([]);
  });

  test('endpoints that may not be made do not count', () => {
    const resources = endpoints(51, () => 'vpc-0a0000000');
    expect(found({ ...resources, Endpoint7: { ...resources.Endpoint7, Condition: 'Wanted' } })).toEqual([]);
  });

  test.each([[3, 0], [2, 1]])('with a quota of %d, three are %d violations', (interfaceEndpointQuota, violations) => {
    expect(found(endpoints(3, () => 'vpc-0a0000000'), { interfaceEndpointQuota })).toHaveLength(violations);
  });

  test('templates are counted one by one', () => {
    const template = { Resources: endpoints(26, () => 'vpc-0a0000000') };
    expect(summary(reportOn(writeTemplates([template, template])))).toEqual([]);
  });
});

describe('GR-18 and GR-19, resources of a template', () => {
  const filled = (resources: Resources, count: number): Resources => ({
    ...resources,
    ...Object.fromEntries(Array.from({ length: count - Object.keys(resources).length }, (_, index) => [`Topic${index}`, { Type: 'AWS::SNS::Topic' }])),
  });

  test.each<[number, string[]]>([
    [449, []],
    [450, ['GR-19 template: 450 resources']],
    [500, ['GR-19 template: 500 resources']],
    [501, ['GR-18 template: 501 resources']],
  ])('%d resources', (count, expected) => {
    expect(found(filled(consumer(), count))).toEqual(expected);
    expect(found(filled(provider(), count))).toEqual(expected);
  });

  test('templates that are none of the mesh may be as large as they like', () => {
    expect(found(filled({}, 501))).toEqual([]);
  });
});
