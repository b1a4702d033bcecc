import { ENDPOINT, HEALTHY, lets, linkOf, NLB, plan, PODS, rulesOf, SNAPSHOT, withChange } from './private-link-fixture';
import { Snapshot } from '../lab/private-link/snapshot';

describe('a link as it is deployed', () => {
  test('carries, and says what', () => {
    expect(linkOf(plan())).toEqual({
      consumer: 'cluster1',
      provider: 'cluster2',
      endpoint: ENDPOINT,
      namespace: 'istio-lab-vpce-0123456789abcdef0',
      addresses: ['10.10.0.4', '10.10.1.4'],
      names: ['cluster2.mesh.internal'],
      ports: [15443],
      targets: PODS.map(address => ({ address, port: 15443, health: 'healthy', receives: true })),
      isCut: false,
      reason: undefined,
    });
    expect(lets(SNAPSHOT)).toEqual({ in: true, on: true, out: true });
  });

  test('lets the pods of its VPC in, on each of its addresses, and only on the port of the listener', () => {
    expect(rulesOf(plan(), 'vpce')).toEqual([
      '-A PREROUTING -i vpc -d 10.10.0.4 -p tcp --dport 15443 -j DNAT --to-destination 169.254.1.1:15443',
      '-A PREROUTING -i vpc -d 10.10.1.4 -p tcp --dport 15443 -j DNAT --to-destination 169.254.1.2:15443',
      expect.stringMatching(/^-A POSTROUTING -o nlb -j SNAT --to-source 169\.254\.\d+\.\d+$/),
      '-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
      ...['10.10.128.0/17', '10.10.64.10/32'].map(source =>
        `-A FORWARD -i vpc -s ${source} -p tcp -m conntrack --ctstate NEW -m conntrack --ctstate DNAT --ctorigdstport 15443 -j ACCEPT`),
      ...['10.10.128.0/17', '10.10.64.10/32'].map(source => `-A INPUT -i vpc -s ${source} -p tcp --dport 15443 -j REJECT --reject-with tcp-reset`),
      '-A INPUT -i nlb -p tcp -j REJECT --reject-with tcp-reset',
    ]);
  });

  test('is balanced over the targets from the addresses of the load balancer, which checks them', () => {
    expect(rulesOf(plan(), 'nlb')).toEqual([
      ...['169.254.1.1', '169.254.1.2'].flatMap(node => [
        `-A PREROUTING -d ${node} -p tcp --dport 15443 -m statistic --mode random --probability 0.50000000 -j DNAT --to-destination 10.20.128.11:15443`,
        `-A PREROUTING -d ${node} -p tcp --dport 15443 -j DNAT --to-destination 10.20.128.12:15443`,
      ]),
      '-A POSTROUTING -o vpc -m conntrack --ctorigdst 169.254.1.1 -j SNAT --to-source 10.20.0.254',
      '-A POSTROUTING -o vpc -m conntrack --ctorigdst 169.254.1.2 -j SNAT --to-source 10.20.1.254',
      '-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
      ...PODS.map(pod => `-A FORWARD -o vpc -d ${pod} -p tcp --dport 15443 -m conntrack --ctstate NEW -m conntrack --ctstate DNAT -j ACCEPT`),
      '-A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT',
      '-A INPUT -i vpc -p tcp --syn -j DROP',
      '-A INPUT -p tcp -j REJECT --reject-with tcp-reset',
      ...PODS.map(pod => `-A OUTPUT -o vpc -d ${pod} -p tcp --dport 15021 --syn -j ACCEPT`),
      '-A OUTPUT -o vpc -p tcp --syn -j DROP',
    ]);
  });

  test('touches each VPC with one wire, over which nothing but its own addresses has a route', () => {
    const [balancer, endpoint] = plan().namespaces;
    expect(balancer!.wires.map(({ peer }) => peer)).toEqual([
      { namespace: 'istio-lab-cluster2', name: 'nlb-56789abcdef', routes: ['10.20.0.254 src 10.20.64.10', '10.20.1.254 src 10.20.64.10'] },
    ]);
    expect(endpoint!.wires.map(({ peer }) => peer)).toEqual([
      { namespace: 'istio-lab-cluster1', name: 'vpce-789abcdef0', routes: ['10.10.0.4 src 10.10.64.10', '10.10.1.4 src 10.10.64.10'] },
      { namespace: balancer!.name, name: 'vpce-789abcdef0', routes: endpoint!.wires[1]!.addresses },
    ]);
    const routes = [balancer!, endpoint!].flatMap(({ wires }) => wires).flatMap(({ routes: own }) => own);
    expect(routes).toEqual(['10.20.0.0/16 via 10.20.64.10 onlink', '10.10.0.0/16 via 10.10.64.10 onlink', '169.254.1.1', '169.254.1.2']);
  });

  test('forgets idle connections after the time of the listener', () => {
    const timeouts = (snapshot: Snapshot) => plan(snapshot).namespaces.map(({ sysctls }) => sysctls['netfilter/nf_conntrack_tcp_timeout_established']);
    expect(timeouts(SNAPSHOT)).toEqual(['350', '350']);
    // The endpoint has its own, which nobody sets.
    expect(timeouts(withChange('listeners', 0, { Attributes: { 'tcp.idle_timeout.seconds': '60' } }))).toEqual(['60', '350']);
    expect(timeouts(withChange('listeners', 0, { Attributes: {} }))).toEqual(['350', '350']);
    expect(timeouts({ ...SNAPSHOT, listeners: [] })).toEqual(['350', '350']);
  });

  test('is cut in both directions at once', () => {
    expect(linkOf(plan(SNAPSHOT, HEALTHY, ['cluster1->cluster2'])).isCut).toBe(true);
    expect(rulesOf(plan(SNAPSHOT, HEALTHY, ['cluster1->cluster2']), 'vpce')[0]).toBe('-A PREROUTING -j DROP');
    expect(linkOf(plan(SNAPSHOT, HEALTHY, ['cluster2->cluster1'])).isCut).toBe(false);
  });
});

test('a second load balancer in the same subnets has other addresses, and the first one keeps its own', () => {
  const younger = { ...SNAPSHOT.loadBalancers[0]!, LoadBalancerArn: NLB.replace('/0', '/1'), CreatedTime: '2026-02-01 00:00:00+00:00' };
  const planned = plan({ ...SNAPSHOT, loadBalancers: [younger, ...SNAPSHOT.loadBalancers] });
  expect(planned.loadBalancers.map(({ nodes }) => nodes.map(({ address }) => address))).toEqual([['10.20.0.253', '10.20.1.253'], ['10.20.0.254', '10.20.1.254']]);
});
