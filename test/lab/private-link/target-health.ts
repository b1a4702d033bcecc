import { Target, TargetGroup } from './snapshot';

/** As AWS names them. https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html#target-health-states */
export type TargetHealth = 'initial' | 'healthy' | 'unhealthy' | 'draining';

/** The health of targets by `targetKey`; those that were deregistered are in it until their delay is over. */
export type HealthStates = { readonly [target: string]: TargetHealth };

export function targetKey(targetGroupArn: string, { Id: address, Port: port }: Target): string {
  return `${targetGroupArn} ${address}:${port}`;
}

/** Which targets of a group are being deregistered. */
export function drainingTargets(targetGroupArn: string, states: HealthStates): Target[] {
  return Object.entries(states).filter(([key, health]) => key.startsWith(`${targetGroupArn} `) && health === 'draining').map(([key]) => {
    const [Id, Port] = key.split(' ')[1]!.split(':');
    return { Id: Id!, Port: Number(Port) };
  });
}

/** What is known of one target. */
export interface HealthRecord {
  readonly health: TargetHealth;
  /** How many checks in a row had the last one's result. */
  readonly streak: number;
  readonly lastPassed?: boolean;
}

export const INITIAL_HEALTH: HealthRecord = { health: 'initial', streak: 0 };

/** What a check changes. The first one that passes is enough for a new target; the thresholds count for what was in another state before. */
export function afterCheck(
  { health, streak, lastPassed }: HealthRecord, passed: boolean, thresholds: Pick<TargetGroup, 'HealthyThresholdCount' | 'UnhealthyThresholdCount'>,
): HealthRecord {
  const inARow = passed === lastPassed ? streak + 1 : 1;
  const needed = passed ? (health === 'initial' ? 1 : thresholds.HealthyThresholdCount) : thresholds.UnhealthyThresholdCount;
  return { health: inARow >= needed ? (passed ? 'healthy' : 'unhealthy') : health, streak: inARow, lastPassed: passed };
}

/** Whether a status code is one of a matcher: `200`, `200,202` or `200-399`, which is AWS's default. */
export function matches(status: number, codes = '200-399'): boolean {
  return codes.split(',').some(range => {
    const [first, last = first] = range.split('-').map(Number);
    return first! <= status && status <= last!;
  });
}

/** On which port a target is checked. */
export function healthCheckPort({ HealthCheckPort: port }: Pick<TargetGroup, 'HealthCheckPort'>, target: Target): number {
  return port === 'traffic-port' ? target.Port : Number(port);
}
