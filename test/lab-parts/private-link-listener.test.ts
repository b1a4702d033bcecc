import { lets, linkOf, permission, plan, PODS, rulesOf, SNAPSHOT, TARGET_GROUP, withChange } from './private-link-fixture';
import { Snapshot } from '../lab/private-link/snapshot';
import { HealthStates } from '../lab/private-link/target-health';

describe('a listener', () => {
  test('on another port is where nobody may go', () => {
    const snapshot = withChange('listeners', 0, { Port: 15444 });
    expect(linkOf(plan(snapshot))).toMatchObject({ ports: [], reason: "no inbound rule of sg-0endpoint, the endpoint's, lets anything in on TCP port 15444" });
    const opened = withChange('securityGroups', 0, { IpPermissions: [permission(15444, '10.10.0.0/16')] }, snapshot);
    expect(linkOf(plan(opened))).toMatchObject({ ports: [15444], reason: undefined });
    expect(rulesOf(plan(opened), 'vpce').filter(rule => rule.includes('DNAT --to')).every(rule => rule.includes('--dport 15444'))).toBe(true);
  });

  test.each<[string, Snapshot, string]>([
    ['is missing', { ...SNAPSHOT, listeners: [] }, 'load balancer east-west has no listener'],
    ['is of another load balancer', withChange('listeners', 0, { LoadBalancerArn: 'arn:other' }), 'load balancer east-west has no listener'],
    ['ends TLS', withChange('listeners', 0, { Protocol: 'TLS' }), 'the listener on port 15443 has protocol TLS: the lab carries TCP'],
    ['is for UDP', withChange('listeners', 0, { Protocol: 'UDP' }), 'the listener on port 15443 has protocol UDP: the lab carries TCP'],
    ['forwards to nothing', withChange('listeners', 0, { DefaultActions: [] }), 'the listener on port 15443 forwards to no target group'],
    ['forwards to what is gone', { ...SNAPSHOT, targetGroups: [] }, 'the listener on port 15443 forwards to no target group'],
    ['forwards to instances', withChange('targetGroups', 0, { TargetType: 'instance' }),
      'target group demo-cluster2-ew has targets of type instance: the lab has those of type ip'],
    ['speaks the proxy protocol', withChange('targetGroups', 0, { Attributes: { 'proxy_protocol_v2.enabled': 'true' } }),
      'target group demo-cluster2-ew has proxy protocol on, which an east-west gateway does not understand'],
    ['has no targets', withChange('targetGroups', 0, { Targets: [] }), 'no target is registered in demo-cluster2-ew'],
  ])('%s', (_, snapshot, reason) => {
    expect(linkOf(plan(snapshot)).reason).toBe(reason);
    expect(lets(snapshot)).toMatchObject({ on: false, out: false });
  });

  test('forwards to the port that a target was registered with', () => {
    const snapshot = withChange('targetGroups', 0, { Targets: [{ Id: PODS[0], Port: 15444 }] });
    // For which no security group is open.
    expect(linkOf(plan(snapshot, { [`${TARGET_GROUP} ${PODS[0]}:15444`]: 'healthy' })).reason).toContain('lets it reach 10.20.128.11 on TCP port 15444');
  });
});

describe('targets', () => {
  const destinations = (health: HealthStates, snapshot = SNAPSHOT) =>
    [...new Set(rulesOf(plan(snapshot, health), 'nlb').flatMap(rule => /--to-destination (\S+):/.exec(rule)?.[1] ?? []))];
  const states = (one: string, two: string) => ({ [`${TARGET_GROUP} ${PODS[0]}:15443`]: one, [`${TARGET_GROUP} ${PODS[1]}:15443`]: two }) as HealthStates;

  test.each([
    ['healthy', 'healthy', [...PODS]],
    ['healthy', 'unhealthy', [PODS[0]]],
    ['initial', 'healthy', [PODS[1]]],
    // Fail open.
    ['unhealthy', 'unhealthy', [...PODS]],
    ['initial', 'unhealthy', []],
    ['initial', 'initial', []],
  ])('%s and %s', (one, two, expected) => {
    expect(destinations(states(one, two))).toEqual(expected);
    const { reason, targets } = linkOf(plan(SNAPSHOT, states(one, two)));
    expect(reason).toBe(expected.length === 0 ? 'no target in demo-cluster2-ew has passed a health check yet' : undefined);
    expect(targets.map(({ health, receives }) => [health, receives])).toEqual([[one, expected.includes(PODS[0])], [two, expected.includes(PODS[1])]]);
  });

  test('that were deregistered drain', () => {
    const snapshot = withChange('targetGroups', 0, { Targets: [{ Id: PODS[0], Port: 15443 }] });
    expect(destinations(states('healthy', 'draining'), snapshot)).toEqual([PODS[0]]);
    expect(linkOf(plan(snapshot, states('healthy', 'draining'))).targets[1]).toEqual({ address: PODS[1], port: 15443, health: 'draining', receives: false });
    // What is open goes on, also where there is no other target.
    const none = withChange('targetGroups', 0, { Targets: [] });
    expect(rulesOf(plan(none), 'vpce')).toContain('-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT');
  });

  test('are those of a node\'s own zone unless the load balancer crosses zones', () => {
    const nodes = (snapshot: Snapshot) => rulesOf(plan(snapshot), 'nlb').flatMap(rule => /^-A PREROUTING -d (\S+)/.exec(rule)?.[1] ?? []);
    const off = { 'load_balancing.cross_zone.enabled': 'false' };
    expect(nodes(withChange('targetGroups', 0, { Attributes: off }))).toEqual(['169.254.1.1', '169.254.1.1']);
    const inherited = withChange('targetGroups', 0, { Attributes: { 'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration' } });
    expect(nodes(inherited)).toHaveLength(4);
    expect(nodes(withChange('loadBalancers', 0, { Attributes: off }, inherited))).toHaveLength(2);
    const inSecond = { Attributes: off, Targets: [{ Id: '10.20.1.20', Port: 15443 }] };
    expect(rulesOf(plan(withChange('targetGroups', 0, inSecond), { [`${TARGET_GROUP} 10.20.1.20:15443`]: 'healthy' }), 'nlb')[0])
      .toBe('-A PREROUTING -d 169.254.1.2 -p tcp --dport 15443 -j DNAT --to-destination 10.20.1.20:15443');
  });
});
