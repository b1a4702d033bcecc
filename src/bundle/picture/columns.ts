import { Rectangle } from './geometry';
import { SidedEdge } from './sides';

export const GROUP_PADDING = 12;
export const GROUP_TITLE = 24;
/** The space between columns, for edges that are level and for those that rise or fall by each further `RISE`: steep ones are hard to follow. */
const COLUMN_GAP = 64;
const COLUMN_GAP_STEP = 32;
const MAX_COLUMN_GAP = 160;
const RISE = 160;

/** What is drawn around the boxes of a group, and its columns. */
export interface Frame extends Rectangle { readonly first: number; readonly last: number }

/** The heights of an edge at the columns from its left end, in the column `first`, to its right end. */
export interface Way extends SidedEdge { readonly first: number; readonly heights: readonly number[] }

/** The left sides of columns. dagre gives the order only: with groups, it puts columns twice as far apart as it is told. */
export function columnXs(count: number, width: number, frames: readonly Frame[], ways: readonly Way[]): number[] {
  const xs = [0];
  for (let column = 1; column < count; column++) {
    const rises = ways.flatMap(({ first, heights }) => {
      const [from, to] = [heights[column - 1 - first], heights[column - first]];
      return from === undefined || to === undefined ? [] : [Math.abs(to - from)];
    });
    const edges = Math.min(MAX_COLUMN_GAP, COLUMN_GAP + COLUMN_GAP_STEP * Math.round(Math.max(0, ...rises) / RISE));
    const sides = [frames.some(({ last }) => last === column - 1), frames.some(({ first }) => first === column)].filter(isThere => isThere).length;
    xs.push(xs[column - 1] + width + sides * GROUP_PADDING + edges);
  }
  return xs;
}
