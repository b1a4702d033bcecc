import { mkdirSync, rmSync } from 'fs';
import { join } from 'path';

/** One side of a comparison: writes its files into an empty directory. */
export type Side = (outdir: string) => void;

/** The times of both sides, in milliseconds. */
export interface Comparison {
  readonly milliseconds: number;
  readonly baselineMilliseconds: number;
  /** Each run of ours, in order, and of the baseline. */
  readonly runs: number[];
  readonly baselineRuns: number[];
}

/**
 * Runs both sides in turns, so that whatever else the machine does hits both alike, and takes the median of each.
 *
 * @param compare looks at what both wrote, after the last run
 */
export function measure(ours: Side, baseline: Side, runs: number, directory: string, compare: (ours: string, baseline: string) => void): Comparison {
  const sides = [{ run: ours, outdir: join(directory, 'ours'), times: [] as number[] }, { run: baseline, outdir: join(directory, 'baseline'), times: [] as number[] }];
  for (let run = 0; run < runs; run++) {
    // Whoever goes second finds the code of the CDK and the buffers of the file system warmer.
    for (const side of run % 2 === 0 ? sides : [...sides].reverse()) {
      rmSync(side.outdir, { recursive: true, force: true });
      mkdirSync(side.outdir, { recursive: true });
      side.times.push(time(side));
    }
  }
  const [own, other] = sides;
  compare(own.outdir, other.outdir);
  rmSync(directory, { recursive: true });
  return { milliseconds: median(own.times), baselineMilliseconds: median(other.times), runs: own.times, baselineRuns: other.times };
}

function time({ run, outdir }: { readonly run: Side; readonly outdir: string }): number {
  if (!globalThis.gc) {
    throw new Error('garbage of one run would slow down the next: start node with --expose-gc, as "npm run bench" does');
  }
  globalThis.gc();
  const start = performance.now();
  run(outdir);
  // To the microsecond; more digits are noise.
  return Math.round((performance.now() - start) * 1000) / 1000;
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
