import { runProcess } from './child-process';
import { MemoryMeasured } from './memory-process';
import { Measured, SizeMeasured } from './size-process';

/** One comparison, with what follows from it. */
export interface ComparisonResult extends Measured {
  /** Our time by that of the baseline. */
  readonly ratio: number;
  readonly millisecondsPerLink: number;
}

/** Everything about one size. */
export interface SizeResult {
  readonly clusters: number;
  readonly links: number;
  readonly stacks: ComparisonResult;
  readonly bundles: ComparisonResult;
  /** Of a process that writes stacks and bundles once. */
  readonly peakMemoryBytes: number;
}

/** The comparisons need the options of this process; the memory is that of a program started like any other. */
const PLAIN_NODE = ['--import', 'tsx'];

export async function measureSize(clusters: number): Promise<SizeResult> {
  const links = clusters * (clusters - 1);
  const { stacks, bundles } = await runProcess<SizeMeasured>('size-process.ts', clusters, process.execArgv);
  const { peakBytes } = await runProcess<MemoryMeasured>('memory-process.ts', clusters, PLAIN_NODE);
  const result = (measured: Measured): ComparisonResult => ({
    ...measured,
    ratio: measured.milliseconds / measured.baselineMilliseconds,
    millisecondsPerLink: measured.milliseconds / links,
  });
  return { clusters, links, stacks: result(stacks), bundles: result(bundles), peakMemoryBytes: peakBytes };
}
