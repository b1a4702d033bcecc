import { GuardRail, GuardRailSeverity } from './guard-rail';
import { knownList, knownText, UNKNOWN } from './known-value';

export const inboundRules: GuardRail = {
  id: 'GR-12',
  severity: GuardRailSeverity.WARNING,
  what: 'Inbound rules of a load balancer apply to PrivateLink traffic, by client addresses in the consumers\' VPCs: what they do not name is dropped silently.',
  limit: '`EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic` off where there are security groups',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html',
  fix: 'Set EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic to off, or acknowledge this where the rules name the ranges of all consumers.',
  breaches: landscape => landscape.loadBalancers().flatMap(loadBalancer => {
    const groups = knownList(loadBalancer.properties.SecurityGroups);
    const enforced = knownText(loadBalancer.properties.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic);
    return groups !== UNKNOWN && groups.length > 0 && (enforced === undefined || enforced === 'on')
      ? [{ at: loadBalancer, location: 'Properties/EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic', got: enforced ?? 'none, so on' }]
      : [];
  }),
};
