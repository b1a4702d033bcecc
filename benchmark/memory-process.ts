/** Writes stacks and bundles of one size once, as a user's program does, and sends how much memory the process ever had. */
import { join } from 'path';
import { clusterParameters } from './cluster-parameters';
import { writeBundles, writeStacks } from './full-mesh';

/** What the process sends. */
export interface MemoryMeasured {
  /** The high-water mark of the resident set. */
  readonly peakBytes: number;
}

const [count, directory] = [Number(process.argv[2]), process.argv[3]];
const clusters = clusterParameters(count);
writeStacks(clusters, join(directory, 'cdk.out'));
writeBundles(clusters, join(directory, 'dist'));
// Node gives kilobytes on every platform.
process.send!({ peakBytes: process.resourceUsage().maxRSS * 1024 } satisfies MemoryMeasured);
