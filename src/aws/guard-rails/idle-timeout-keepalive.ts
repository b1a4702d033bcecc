import { GuardRail, GuardRailSeverity } from './guard-rail';
import { DEFAULT_IDLE_TIMEOUT, idleTimeout } from './idle-timeout';
import { knownText, UNKNOWN } from './known-value';
import { EAST_WEST_PORT } from '../../mesh/names';

export const idleTimeoutKeepalive: GuardRail = {
  id: 'GR-05',
  severity: GuardRailSeverity.WARNING,
  what: 'A listener on 15443 forgets an idle connection before Istio probes it, so calls hang from time to time.',
  limit: 'longer than `keepaliveTime`, by default 60 seconds',
  source: 'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/',
  fix: 'Raise tcp.idle_timeout.seconds, or lower meshConfig.tcpKeepalive.time and tell the plugin with keepaliveTime.',
  breaches: (landscape, { keepaliveSeconds }) => landscape.listeners()
    .filter(({ properties }) => knownText(properties.Port) === String(EAST_WEST_PORT))
    .flatMap(listener => {
      const timeout = idleTimeout(listener);
      return timeout !== UNKNOWN && Number(timeout ?? DEFAULT_IDLE_TIMEOUT) <= keepaliveSeconds
        ? [{
          at: listener,
          location: 'Properties/ListenerAttributes',
          got: timeout ?? `none, so ${DEFAULT_IDLE_TIMEOUT}`,
          limit: `longer than the keepaliveTime of ${keepaliveSeconds} seconds`,
        }]
        : [];
    }),
};
