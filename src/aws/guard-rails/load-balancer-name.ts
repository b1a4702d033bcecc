import { GuardRail, GuardRailSeverity } from './guard-rail';
import { knownText } from './known-value';

export const loadBalancerName: GuardRail = {
  id: 'GR-07',
  severity: GuardRailSeverity.ERROR,
  what: 'Elastic Load Balancing does not take the name of a load balancer behind an endpoint service, and the deployment fails.',
  limit: 'at most 32 letters, digits and hyphens, not starting or ending with a hyphen, not starting with `internal-`',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html',
  fix: 'Give another name, or none: CloudFormation then makes one.',
  breaches: landscape => landscape.loadBalancers().flatMap(loadBalancer => {
    const name = knownText(loadBalancer.properties.Name);
    return typeof name === 'string' && !/^(?=.{1,32}$)(?!internal-)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/.test(name)
      ? [{ at: loadBalancer, location: 'Properties/Name', got: `${name} (${name.length} characters)` }]
      : [];
  }),
};
