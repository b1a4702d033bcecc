import { CLUSTERS, ENDPOINT, HEALTHY, linkOf, plan, rulesOf, SNAPSHOT, withChange } from './private-link-fixture';
import { planLinks } from '../lab/private-link/plan';
import { Snapshot } from '../lab/private-link/snapshot';

describe('the endpoint is connected with nothing', () => {
  test.each<[string, Snapshot, string]>([
    ['while it waits for acceptance', withChange('endpoints', 0, { State: 'pendingAcceptance' }), `${ENDPOINT} is pendingAcceptance, and not available`],
    ['once it was rejected', withChange('endpoints', 0, { State: 'rejected' }), `${ENDPOINT} is rejected, and not available`],
    ['as a gateway', withChange('endpoints', 0, { VpcEndpointType: 'Gateway' }), `${ENDPOINT} is an endpoint of type Gateway, and not an interface`],
    ['without the service', { ...SNAPSHOT, endpointServices: [] }, 'there is no endpoint service com.amazonaws.vpce.eu-west-1.vpce-svc-01234567'],
    ['to another service', withChange('endpoints', 0, { ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-other' }),
      'there is no endpoint service com.amazonaws.vpce.eu-west-1.vpce-svc-other'],
    ['to a service that goes', withChange('endpointServices', 0, { ServiceState: 'Deleting' }),
      'endpoint service com.amazonaws.vpce.eu-west-1.vpce-svc-01234567 is Deleting'],
    ['without a principal', withChange('endpointServices', 0, { AllowedPrincipals: [] }),
      'account 111111111111 is not among the allowed principals of endpoint service vpce-svc-01234567'],
    ['of another account', withChange('endpoints', 0, { OwnerId: '222222222222' }),
      'account 222222222222 is not among the allowed principals of endpoint service vpce-svc-01234567'],
    ['without a load balancer', { ...SNAPSHOT, loadBalancers: [] }, 'endpoint service vpce-svc-01234567 has no network load balancer'],
    ['to no load balancer', withChange('endpointServices', 0, { NetworkLoadBalancerArns: [] }), 'endpoint service vpce-svc-01234567 has no network load balancer'],
    ['to one that is not ready', withChange('loadBalancers', 0, { State: { Code: 'provisioning' } }), 'load balancer east-west is provisioning, and not active'],
  ])('%s', (_, snapshot, reason) => {
    expect(linkOf(plan(snapshot)).reason).toBe(reason);
    expect(linkOf(plan(snapshot)).ports).toEqual([]);
    // Nor does what was open go on.
    expect(rulesOf(plan(snapshot), 'vpce').filter(rule => rule.includes('ACCEPT'))).toEqual([]);
  });

  test('to a load balancer outside the lab', () => {
    const planned = plan(withChange('loadBalancers', 0, { VpcId: 'vpc-other' }));
    expect(linkOf(planned)).toMatchObject({ provider: undefined, reason: 'load balancer east-west is in vpc-other, outside the lab', targets: [] });
  });

  test('from another region, unless the service supports it', () => {
    const abroad = CLUSTERS.map(cluster => (cluster.vpc.cluster === 'cluster1' ? { ...cluster, network: { ...cluster.network, region: 'us-east-1' } } : cluster));
    const planned = (SupportedRegions: readonly { Region: string }[]) =>
      planLinks({ snapshot: withChange('endpointServices', 0, { SupportedRegions }), clusters: abroad, health: HEALTHY, cuts: [] });
    expect(linkOf(planned([])).reason).toBe('us-east-1 is not among the supported regions of endpoint service vpce-svc-01234567');
    expect(linkOf(planned([{ Region: 'us-east-1' }])).reason).toBeUndefined();
  });

  test.each(['*', 'arn:aws:iam::111111111111:role/Administrator', 'arn:aws:iam::111111111111:root'])('but is for principal %s', principal => {
    expect(linkOf(plan(withChange('endpointServices', 0, { AllowedPrincipals: ['arn:aws:iam::999999999999:root', principal] }))).reason).toBeUndefined();
  });

  test('an endpoint of a VPC outside the lab is none of its links', () => {
    expect(plan(withChange('endpoints', 0, { VpcId: 'vpc-other' })).links).toEqual([]);
  });

  test('nor is one without network interfaces', () => {
    expect(linkOf(plan({ ...SNAPSHOT, networkInterfaces: [] })).reason).toBe(`${ENDPOINT} has no network interface`);
  });
});
