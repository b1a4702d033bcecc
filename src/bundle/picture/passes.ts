import { Frame, GROUP_TITLE, Way } from './columns';
import { Rectangle } from './geometry';

/** The least distances of an edge that passes a column from what else is there. */
const FROM_BOX = 8;
const FROM_BORDER = 12;
const FROM_EDGE = 10;

/**
 * Moves edges off the borders of groups that they pass, off titles, and off each other, where there is room.
 *
 * dagre knows of none of these: a group with boxes in several columns is as high as the highest, and two edges between the same boxes are one to it.
 */
export function settled(ways: readonly Way[], boxes: readonly (readonly Rectangle[])[], frames: readonly Frame[]): Way[] {
  const heights = ways.map(way => [...way.heights]);
  boxes.forEach((own, column) => {
    const around = frames.filter(({ first, last }) => first <= column && column <= last);
    const solid = [...own, ...around.filter(({ first }) => first === column).map(frame => ({ ...frame, height: GROUP_TITLE - FROM_BOX }))];
    const borders = around.flatMap(({ y, height }) => [y, y + height]);
    const edges: number[] = [];
    const isFree = (at: number) => solid.every(({ y, height }) => at <= y - FROM_BOX || at >= y + height + FROM_BOX)
      && borders.every(y => isApart(at, y, FROM_BORDER)) && edges.every(y => isApart(at, y, FROM_EDGE));
    const passing = ways.map(({ first }, index) => ({ index, place: column - first }))
      .filter(({ index, place }) => place > 0 && place < heights[index].length - 1);
    for (const { index, place } of passing.sort((a, b) => heights[a.index][a.place] - heights[b.index][b.place] || a.index - b.index)) {
      const wanted = heights[index][place];
      const others = [...borders.flatMap(y => [y - FROM_BORDER, y + FROM_BORDER]), ...edges.flatMap(y => [y + FROM_EDGE, y - FROM_EDGE])];
      const height = [wanted, ...others.sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))].find(isFree) ?? wanted;
      heights[index][place] = height;
      edges.push(height);
    }
  });
  return ways.map((way, index) => ({ ...way, heights: heights[index] }));
}

/** Sums of fractions are not exact. */
function isApart(a: number, b: number, distance: number): boolean {
  return Math.abs(a - b) > distance - 0.01;
}
