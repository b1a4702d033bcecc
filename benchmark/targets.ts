import { SizeResult } from './size-result';

/** A target, and what was measured: a ratio, or bytes of memory. */
export interface Target {
  readonly name: string;
  /** The most that meets the target. */
  readonly limit: number;
  /** Undefined where a size that it needs was not measured. */
  readonly measured?: number;
  readonly met?: boolean;
}

/** The sizes that the targets speak of. */
export const TARGET_SIZES = [10, 50, 100];

const MAX_MEMORY_BYTES = 2e9;

export function targets(results: SizeResult[]): Target[] {
  const [small, middle, large] = TARGET_SIZES.map(size => results.find(result => result.clusters === size));
  const growth = (side: 'stacks' | 'bundles') => small && large && large[side].millisecondsPerLink / small[side].millisecondsPerLink;
  return [
    target('stacks at 50 clusters, times hand-written', 1.3, middle?.stacks.ratio),
    target('bundles at 50 clusters, times yaml alone', 1.5, middle?.bundles.ratio),
    target('stacks, cost per link at 100 clusters, times that at 10', 1.5, growth('stacks')),
    target('bundles, cost per link at 100 clusters, times that at 10', 1.5, growth('bundles')),
    target('peak memory at 100 clusters', MAX_MEMORY_BYTES, large?.peakMemoryBytes),
  ];
}

function target(name: string, limit: number, measured?: number): Target {
  return { name, limit, ...measured !== undefined && { measured, met: measured <= limit } };
}
