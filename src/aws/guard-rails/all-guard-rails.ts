import { clientAddresses } from './client-addresses';
import { crossZone } from './cross-zone';
import { endpointQuota } from './endpoint-quota';
import { endpointSecurityGroup } from './endpoint-security-group';
import { exactPrincipals } from './exact-principals';
import { GuardRail } from './guard-rail';
import { healthCheck } from './health-check';
import { idleTimeoutKeepalive } from './idle-timeout-keepalive';
import { idleTimeoutRange } from './idle-timeout-range';
import { inboundRules } from './inbound-rules';
import { internalLoadBalancer } from './internal-load-balancer';
import { loadBalancerName } from './load-balancer-name';
import { nearlyFullTemplate } from './nearly-full-template';
import { openEndpoint } from './open-endpoint';
import { privateDns } from './private-dns';
import { proxyProtocol } from './proxy-protocol';
import { serviceRegion } from './service-region';
import { somebodyPermitted } from './somebody-permitted';
import { targetGroupName } from './target-group-name';
import { templateResources } from './template-resources';

/** In the order of their ids. */
export const ALL_GUARD_RAILS: readonly GuardRail[] = [
  exactPrincipals, somebodyPermitted, internalLoadBalancer, idleTimeoutRange, idleTimeoutKeepalive, targetGroupName, loadBalancerName,
  clientAddresses, proxyProtocol, healthCheck, crossZone, inboundRules, privateDns, endpointSecurityGroup, openEndpoint, serviceRegion,
  endpointQuota, templateResources, nearlyFullTemplate,
];
