import { Snapshot, Target, TargetGroup } from './snapshot';
import { afterCheck, HealthRecord, HealthStates, INITIAL_HEALTH, targetKey } from './target-health';

/** The AWS defaults of what a target group does with connections of targets. */
const DEREGISTRATION_DELAY_SECONDS = '300';

/** A target that is to be checked. */
export interface DueCheck {
  readonly key: string;
  readonly target: Target;
  readonly targetGroup: TargetGroup;
}

interface Known {
  readonly target: Target;
  targetGroup: TargetGroup;
  record: HealthRecord;
  nextCheck: number;
  isBeingChecked: boolean;
  /** When the delay of one that was deregistered is over. */
  drainedAt?: number;
}

/** Keeps the health of targets. Times are milliseconds of one clock, which the caller has. */
export class HealthMonitor {
  private readonly known = new Map<string, Known>();

  /** Takes note of what is registered. */
  public update({ targetGroups }: Snapshot, now: number): void {
    const registered = new Set<string>();
    for (const targetGroup of targetGroups) {
      for (const target of targetGroup.Targets) {
        const key = targetKey(targetGroup.TargetGroupArn, target);
        registered.add(key);
        const known = this.known.get(key);
        if (known === undefined || known.drainedAt !== undefined) {
          this.known.set(key, { target, targetGroup, record: INITIAL_HEALTH, nextCheck: now, isBeingChecked: false });
        } else {
          known.targetGroup = targetGroup;
        }
      }
    }
    for (const [key, known] of this.known) {
      if (!registered.has(key) && known.drainedAt === undefined) {
        const delay = known.targetGroup.Attributes['deregistration_delay.timeout_seconds'] ?? DEREGISTRATION_DELAY_SECONDS;
        known.record = { ...known.record, health: 'draining' };
        known.drainedAt = now + Number(delay) * 1000;
      }
    }
  }

  public get states(): HealthStates {
    return Object.fromEntries([...this.known].map(([key, { record, targetGroup }]) => [key, targetGroup.HealthCheckEnabled || record.health === 'draining' ? record.health : 'healthy']));
  }

  /** What to check now; each has to be given to `record` or `skip` afterwards. */
  public due(now: number): DueCheck[] {
    return [...this.known].filter(([, { drainedAt, targetGroup, isBeingChecked, nextCheck }]) =>
      drainedAt === undefined && targetGroup.HealthCheckEnabled && !isBeingChecked && nextCheck <= now,
    ).map(([key, known]) => {
      known.isBeingChecked = true;
      known.nextCheck = now + known.targetGroup.HealthCheckIntervalSeconds * 1000;
      return { key, target: known.target, targetGroup: known.targetGroup };
    });
  }

  /** @returns whether the target's open connections are to be cut */
  public record(key: string, passed: boolean): boolean {
    const known = this.known.get(key);
    if (known === undefined || known.drainedAt !== undefined) return false;
    known.isBeingChecked = false;
    const before = known.record.health;
    known.record = afterCheck(known.record, passed, known.targetGroup);
    const cuts = known.targetGroup.Attributes['target_health_state.unhealthy.connection_termination.enabled'] !== 'false';
    return cuts && before === 'healthy' && known.record.health === 'unhealthy';
  }

  /** There was no result. */
  public skip(key: string): void {
    const known = this.known.get(key);
    if (known !== undefined) known.isBeingChecked = false;
  }

  /** Forgets targets whose delay is over, and gives those whose open connections are to be cut. */
  public drained(now: number): DueCheck[] {
    const over = [...this.known].filter(([, { drainedAt }]) => drainedAt !== undefined && drainedAt <= now);
    over.forEach(([key]) => this.known.delete(key));
    return over.filter(([, { targetGroup }]) => targetGroup.Attributes['deregistration_delay.connection_termination.enabled'] === 'true')
      .map(([key, { target, targetGroup }]) => ({ key, target, targetGroup }));
  }
}
