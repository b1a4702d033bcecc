import { GuardRail, GuardRailSeverity } from './guard-rail';
import { attribute, knownText } from './known-value';

export const clientAddresses: GuardRail = {
  id: 'GR-08',
  severity: GuardRailSeverity.WARNING,
  what: 'A target group behind an endpoint service preserves client addresses, so a pod that is answered by itself or its node gets no answer.',
  limit: '`preserve_client_ip.enabled` false; that is the default for targets by address, not for instances',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html',
  fix: 'Set preserve_client_ip.enabled to false; through PrivateLink, addresses are not preserved anyway.',
  breaches: landscape => landscape.targetGroups().flatMap(targetGroup => {
    const preserved = attribute(targetGroup.properties.TargetGroupAttributes, 'preserve_client_ip.enabled');
    const isByDefault = preserved === undefined && (knownText(targetGroup.properties.TargetType) ?? 'instance') === 'instance';
    return preserved === 'true' || isByDefault
      ? [{ at: targetGroup, location: 'Properties/TargetGroupAttributes', got: isByDefault ? 'none, so true for instances' : 'true' }]
      : [];
  }),
};
