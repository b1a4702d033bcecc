import { GuardRail, GuardRailSeverity } from './guard-rail';
import { KnownText, knownText, UNKNOWN } from './known-value';
import { EAST_WEST_PORT, HEALTH_CHECK_PATH, HEALTH_CHECK_PORT } from '../../mesh/names';

/** The expected values, and those of Elastic Load Balancing where none is given. */
const CHECKED: readonly [property: string, expected: string, byDefault: string][] = [
  ['HealthCheckProtocol', 'HTTP', 'TCP'],
  ['HealthCheckPort', String(HEALTH_CHECK_PORT), 'traffic-port'],
  ['HealthCheckPath', HEALTH_CHECK_PATH, '/'],
];

export const healthCheck: GuardRail = {
  id: 'GR-10',
  severity: GuardRailSeverity.WARNING,
  what: 'A target group of pods for 15443 does not ask the gateway whether it is ready, so pods that start or drain get connections.',
  limit: 'HTTP on port 15021, path `/healthz/ready`',
  source: 'https://istio.io/latest/docs/ops/deployment/application-requirements/',
  fix: 'Set HealthCheckProtocol, HealthCheckPort and HealthCheckPath.',
  breaches: landscape => landscape.targetGroups()
    // Instances are asked on a node port that only Kubernetes knows.
    .filter(({ properties }) => knownText(properties.Port) === String(EAST_WEST_PORT) && knownText(properties.TargetType) === 'ip')
    .flatMap(targetGroup => CHECKED.flatMap(([property, expected, byDefault]) => {
      const value: KnownText = knownText(targetGroup.properties[property]);
      return value === UNKNOWN || value === expected
        ? []
        : [{ at: targetGroup, location: `Properties/${property}`, got: `${property} ${value ?? `none, so ${byDefault}`}` }];
    })),
};
