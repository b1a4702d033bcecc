import { CallerKind, Callers } from './callers';
import { CallRecord, describeReport, loadReport } from './load-report';
import { requireKept } from './promises';
import { SteadyLoad } from './steady-load';
import { evidence } from '../live/evidence';

/** How long no request may fail at the end, so that what comes late is seen. */
const STEADY_AT_THE_END_MS = 5000;

/** What callers saw of a fault. */
export class Seen {
  public constructor(private readonly records: readonly CallRecord[]) {}

  /** What callers of one kind saw. */
  public by(kind: CallerKind): Seen {
    return new Seen(this.records.filter(record => record.kind === kind));
  }

  public get failed(): number {
    return loadReport(this.records).failed;
  }

  /**
   * Prints it, and holds it against docs/reliability.md.
   *
   * @param fault its name there
   * @throws if a promise was broken
   */
  public requireKept(fault: string): Seen {
    const report = loadReport(this.records);
    evidence(`${fault}: ${describeReport(report)}`);
    requireKept(fault, report);
    return this;
  }
}

/**
 * Lets something happen under a steady load.
 *
 * @param happens ends when it is over, or undone
 */
export async function underLoad(callers: Callers, happens: (load: SteadyLoad) => Promise<void>): Promise<Seen> {
  const load = await SteadyLoad.start(callers);
  try {
    await happens(load);
    await load.untilSteady(STEADY_AT_THE_END_MS);
  } finally {
    await load.stop();
  }
  return new Seen(load.records);
}
