import { PODS, SNAPSHOT, TARGET_GROUP, TARGETS, withChange } from './private-link-fixture';
import { HealthMonitor } from '../lab/private-link/health-monitor';
import { TargetGroup } from '../lab/private-link/snapshot';
import { afterCheck, INITIAL_HEALTH, matches, TargetHealth } from '../lab/private-link/target-health';

const [ONE, TWO] = PODS.map(pod => `${TARGET_GROUP} ${pod}:15443`) as [string, string];

test.each<[TargetHealth, string, number, TargetHealth]>([
  ['initial', '+', 2, 'healthy'],
  ['initial', '-', 2, 'initial'],
  ['initial', '--', 2, 'unhealthy'],
  ['healthy', '-', 2, 'healthy'],
  ['healthy', '-+-', 2, 'healthy'],
  ['healthy', '--', 2, 'unhealthy'],
  ['healthy', '--', 3, 'healthy'],
  ['unhealthy', '+', 2, 'unhealthy'],
  ['unhealthy', '+-+', 2, 'unhealthy'],
  ['unhealthy', '++', 2, 'healthy'],
])('%s is after %s, with a threshold of %i, %s', (health, checks, threshold, expected) => {
  const thresholds = { HealthyThresholdCount: threshold, UnhealthyThresholdCount: threshold };
  expect([...checks].reduce((record, check) => afterCheck(record, check === '+', thresholds), { ...INITIAL_HEALTH, health }).health).toBe(expected);
});

test.each([
  [200, '200', true], [204, '200', false], [204, '200,204', true], [302, '200-399', true], [399, undefined, true], [400, undefined, false], [199, undefined, false],
])('status %i passes %s: %s', (status, codes, expected) => {
  expect(matches(status, codes)).toBe(expected);
});

describe('the health of targets', () => {
  let monitor: HealthMonitor;
  const changed = (change: Partial<TargetGroup>) => withChange('targetGroups', 0, change);
  const without = (attributes: object = {}) => changed({ Targets: [TARGETS.Targets[1]!], Attributes: { ...TARGETS.Attributes, ...attributes } });
  const keys = (checks: readonly { key: string }[]) => checks.map(({ key }) => key);

  beforeEach(() => {
    monitor = new HealthMonitor();
    monitor.update(SNAPSHOT, 0);
  });

  test('is initial, and checked at once and then at each interval', () => {
    expect(monitor.states).toEqual({ [ONE]: 'initial', [TWO]: 'initial' });
    expect(keys(monitor.due(0))).toEqual([ONE, TWO]);
    expect(monitor.due(10_000)).toEqual([]);
    monitor.record(ONE, true);
    monitor.skip(TWO);
    expect(monitor.states).toEqual({ [ONE]: 'healthy', [TWO]: 'initial' });
    expect(monitor.due(9_999)).toEqual([]);
    expect(keys(monitor.due(10_000))).toEqual([ONE, TWO]);
  });

  test('follows a change of the target group', () => {
    monitor.due(0);
    monitor.record(ONE, true);
    monitor.update(changed({ UnhealthyThresholdCount: 1 }), 1);
    expect(monitor.record(ONE, false)).toBe(true);
    expect(monitor.states[ONE]).toBe('unhealthy');
  });

  test('is taken for granted where it is not checked', () => {
    monitor.update(changed({ HealthCheckEnabled: false }), 0);
    expect(monitor.due(0)).toEqual([]);
    expect(monitor.states).toEqual({ [ONE]: 'healthy', [TWO]: 'healthy' });
  });

  test('cuts connections of what becomes unhealthy, unless it shall not', () => {
    const fail = () => [true, true, false, false, false].map(passed => monitor.record(ONE, passed));
    expect(fail()).toEqual([false, false, false, true, false]);
    monitor.update(changed({ Attributes: { 'target_health_state.unhealthy.connection_termination.enabled': 'false' } }), 0);
    expect(fail()).toEqual([false, false, false, false, false]);
  });

  test('is draining after deregistration, until the delay is over', () => {
    monitor.update(without(), 1_000);
    expect(monitor.states).toEqual({ [ONE]: 'draining', [TWO]: 'initial' });
    expect(keys(monitor.due(1_000))).toEqual([TWO]);
    expect(monitor.drained(60_999)).toEqual([]);
    expect(keys(monitor.drained(61_000))).toEqual([ONE]);
    expect(monitor.states).toEqual({ [TWO]: 'initial' });
    expect(monitor.drained(61_000)).toEqual([]);
  });

  test('leaves the connections of drained targets alone where the target group says so', () => {
    monitor.update(changed({ Attributes: { ...TARGETS.Attributes, 'deregistration_delay.connection_termination.enabled': 'false' } }), 0);
    monitor.update(without(), 0);
    expect(monitor.drained(60_000)).toEqual([]);
    expect(monitor.states).toEqual({ [TWO]: 'initial' });
  });

  test('begins anew with a target that comes back', () => {
    monitor.due(0);
    monitor.record(ONE, true);
    monitor.update(without(), 1);
    // A check that was under way.
    expect(monitor.record(ONE, true)).toBe(false);
    monitor.update(SNAPSHOT, 2);
    expect(monitor.states[ONE]).toBe('initial');
    expect(keys(monitor.due(2))).toEqual([ONE]);
    expect(monitor.drained(100_000)).toEqual([]);
  });
});
