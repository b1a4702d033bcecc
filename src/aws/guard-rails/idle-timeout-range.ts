import { GuardRail, GuardRailSeverity } from './guard-rail';
import { idleTimeout } from './idle-timeout';

export const idleTimeoutRange: GuardRail = {
  id: 'GR-04',
  severity: GuardRailSeverity.ERROR,
  what: 'The idle timeout of a listener behind an endpoint service is out of range, and the deployment fails.',
  limit: 'whole seconds from 60 to 6000',
  source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html',
  fix: 'Set tcp.idle_timeout.seconds to a value in the range, or leave it out for 350.',
  breaches: landscape => landscape.listeners().flatMap(listener => {
    const timeout = idleTimeout(listener);
    return typeof timeout === 'string' && !(/^\d+$/.test(timeout) && Number(timeout) >= 60 && Number(timeout) <= 6000)
      ? [{ at: listener, location: 'Properties/ListenerAttributes', got: timeout }]
      : [];
  }),
};
