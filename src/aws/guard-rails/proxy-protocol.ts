import { GuardRail, GuardRailSeverity } from './guard-rail';
import { attribute, knownText } from './known-value';
import { EAST_WEST_PORT } from '../../mesh/names';

export const proxyProtocol: GuardRail = {
  id: 'GR-09',
  severity: GuardRailSeverity.WARNING,
  what: 'A target group for 15443 sends a PROXY header first, which hides the TLS ClientHello by which the gateway tells connections apart.',
  limit: '`proxy_protocol_v2.enabled` false',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html',
  fix: 'Set proxy_protocol_v2.enabled to false, or acknowledge this where the gateway has gatewayTopology.proxyProtocol.',
  breaches: landscape => landscape.targetGroups()
    .filter(({ properties }) => knownText(properties.Port) === String(EAST_WEST_PORT))
    .filter(({ properties }) => attribute(properties.TargetGroupAttributes, 'proxy_protocol_v2.enabled') === 'true')
    .map(targetGroup => ({ at: targetGroup, location: 'Properties/TargetGroupAttributes', got: 'true' })),
};
