import { GuardRail, GuardRailSeverity } from './guard-rail';
import { attribute, KnownText, UNKNOWN } from './known-value';
import { TemplateResource } from './template';

const CROSS_ZONE = 'load_balancing.cross_zone.enabled';

/** With these, a target group does as the load balancer says. */
const INHERITED: readonly KnownText[] = [undefined, 'use_load_balancer_configuration'];

export const crossZone: GuardRail = {
  id: 'GR-11',
  severity: GuardRailSeverity.WARNING,
  what: 'A load balancer behind an endpoint service keeps to the zone of the caller, so a zone without a ready gateway answers nobody.',
  limit: '`load_balancing.cross_zone.enabled` true for each target group, by itself or by its load balancer',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html',
  fix: 'Set load_balancing.cross_zone.enabled to true, or acknowledge this where each zone has gateways of its own.',
  breaches: landscape => [
    ...landscape.loadBalancers().flatMap(loadBalancer => {
      const own = attribute(loadBalancer.properties.LoadBalancerAttributes, CROSS_ZONE);
      const isInherited = landscape.targetGroups(loadBalancer).some(targetGroup => INHERITED.includes(ofGroup(targetGroup)));
      return own === 'true' || own === UNKNOWN || !isInherited
        ? []
        : [{ at: loadBalancer, location: 'Properties/LoadBalancerAttributes', got: own ?? 'none, so false' }];
    }),
    ...landscape.targetGroups()
      .filter(targetGroup => ofGroup(targetGroup) === 'false')
      .map(targetGroup => ({ at: targetGroup, location: 'Properties/TargetGroupAttributes', got: 'false' })),
  ],
};

function ofGroup({ properties }: TemplateResource): KnownText {
  return attribute(properties.TargetGroupAttributes, CROSS_ZONE);
}
