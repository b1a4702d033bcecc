import { lets, linkOf, permission, plan, rulesOf, SNAPSHOT, withChange } from './private-link-fixture';
import { Snapshot } from '../lab/private-link/snapshot';

const [, BALANCER_GROUP, , POD_GROUP] = SNAPSHOT.securityGroups;

describe('a security group keeps connections', () => {
  test.each<[string, Snapshot, string, ReturnType<typeof lets>]>([
    ['out of the endpoint', withChange('securityGroups', 0, { IpPermissions: [] }),
      "no inbound rule of sg-0endpoint, the endpoint's, lets anything in on TCP port 15443", { in: false, on: true, out: true }],
    ['out of the endpoint, on another port', withChange('securityGroups', 0, { IpPermissions: [permission(15444, '0.0.0.0/0')] }),
      "no inbound rule of sg-0endpoint, the endpoint's, lets anything in on TCP port 15443", { in: false, on: true, out: true }],
    ['out of the endpoint, for another protocol', withChange('securityGroups', 0, { IpPermissions: [{ ...permission(15443, '0.0.0.0/0'), IpProtocol: 'udp' }] }),
      "no inbound rule of sg-0endpoint, the endpoint's, lets anything in on TCP port 15443", { in: false, on: true, out: true }],
    ['out of the endpoint, from a group that nobody has', withChange('securityGroups', 0, { IpPermissions: [permission(15443, 'sg-0nobody')] }),
      "no inbound rule of sg-0endpoint, the endpoint's, lets anything in on TCP port 15443", { in: false, on: true, out: true }],
    ['in the load balancer', withChange('securityGroups', 1, { IpPermissionsEgress: [BALANCER_GROUP!.IpPermissionsEgress[1]!] }),
      "no outbound rule of sg-0balancer, the load balancer's, lets it reach 10.20.128.11 on TCP port 15443", { in: true, on: true, out: false }],
    ['out of the pods', withChange('securityGroups', 3, { IpPermissions: [POD_GROUP!.IpPermissions[1]!] }),
      `no inbound rule of ${POD_GROUP!.GroupId}, the pods', lets the load balancer in on TCP port 15443`, { in: true, on: true, out: false }],
    ['out of a load balancer that enforces its rules', withChange('loadBalancers', 0, { EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'on' }),
      "no inbound rule of sg-0balancer, the load balancer's, which are enforced on PrivateLink traffic, lets it in on TCP port 15443",
      { in: false, on: true, out: true }],
  ])('%s', (_, snapshot, reason, where) => {
    expect(linkOf(plan(snapshot)).reason).toBe(reason);
    expect(lets(snapshot)).toEqual(where);
  });

  test('and health checks in, which then fail', () => {
    for (const snapshot of [
      withChange('securityGroups', 1, { IpPermissionsEgress: [BALANCER_GROUP!.IpPermissionsEgress[0]!] }),
      withChange('securityGroups', 3, { IpPermissions: [POD_GROUP!.IpPermissions[0]!] }),
    ]) {
      expect(rulesOf(plan(snapshot), 'nlb').filter(rule => rule.startsWith('-A OUTPUT'))).toEqual(['-A OUTPUT -o vpc -p tcp --syn -j DROP']);
      expect(lets(snapshot).out).toBe(true);
    }
  });

  test('apart by where they come from', () => {
    const sources = (snapshot: Snapshot) => rulesOf(plan(snapshot), 'vpce').flatMap(rule => /^-A FORWARD -i vpc -s (\S+)/.exec(rule)?.[1] ?? []);
    expect(sources(withChange('securityGroups', 0, { IpPermissions: [permission(15443, '10.10.130.0/24')] }))).toEqual(['10.10.130.0/24']);
    expect(sources(withChange('securityGroups', 0, { IpPermissions: [{ ...permission(15443, '10.10.130.0/24'), IpProtocol: '-1' }] }))).toEqual(['10.10.130.0/24']);
    // What the load balancer's own rules let in as well.
    const enforced = withChange('loadBalancers', 0, { EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'on' });
    expect(sources(withChange('securityGroups', 1, { IpPermissions: [permission(15443, '10.10.128.0/24')] }, enforced))).toEqual(['10.10.128.0/24']);
  });

  test('of none that has no group', () => {
    const snapshot = withChange('loadBalancers', 0, { SecurityGroups: [] }, withChange('securityGroups', 3, { IpPermissions: [permission(15443, '10.20.0.0/16')] }));
    expect(linkOf(plan(snapshot)).reason).toBeUndefined();
  });
});
