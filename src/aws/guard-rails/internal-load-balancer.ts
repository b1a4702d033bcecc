import { GuardRail, GuardRailSeverity } from './guard-rail';
import { knownText } from './known-value';

export const internalLoadBalancer: GuardRail = {
  id: 'GR-03',
  severity: GuardRailSeverity.ERROR,
  what: 'A load balancer behind an endpoint service faces the internet, past PrivateLink and its permissions.',
  limit: '`Scheme` internal',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html',
  fix: 'Set Scheme to internal; CloudFormation replaces the load balancer.',
  breaches: landscape => landscape.loadBalancers().flatMap(loadBalancer => {
    const scheme = knownText(loadBalancer.properties.Scheme);
    return scheme === undefined || scheme === 'internet-facing'
      ? [{ at: loadBalancer, location: 'Properties/Scheme', got: scheme ?? 'none, so internet-facing' }]
      : [];
  }),
};
