import { middle, Point, Rectangle } from './geometry';
import { Layout } from './layout';

/** The room for an arrow's head, which is straight. */
const STRAIGHT = 8;

/** The ways of a layout's edges, in its order, as SVG paths. */
export function edgePaths({ clusters, edges }: Layout): Point[][] {
  const boxes = new Map(clusters.map(({ cluster, at }) => [cluster.name, at]));
  const towards = (pass: Point | undefined, other: string) => pass?.y ?? middle(boxes.get(other)!);
  const starts = spread(edges.map(({ left, right, passes }, index) => ({ index, box: left, towards: towards(passes[0], right) })), boxes);
  const ends = spread(edges.map(({ left, right, passes }, index) => ({ index, box: right, towards: towards(passes.at(-1), left) })), boxes);
  return edges.map(({ left, right, passes }, index) => {
    const [from, to] = [boxes.get(left)!, boxes.get(right)!];
    const start = { x: from.x + from.width, y: starts.get(index)! };
    const end = { x: to.x, y: ends.get(index)! };
    return [start, { x: start.x + STRAIGHT, y: start.y }, ...passes, { x: end.x - STRAIGHT, y: end.y }, end];
  });
}

/** A path that is level at each of its points. */
export function pathData(points: readonly Point[], px: (value: number) => string): string {
  return points.map(({ x, y }, index) => {
    const before = points[index - 1];
    if (before === undefined) {
      return `M${px(x)} ${px(y)}`;
    }
    const half = px((before.x + x) / 2);
    return before.y === y ? `H${px(x)}` : `C${half} ${px(before.y)} ${half} ${px(y)} ${px(x)} ${px(y)}`;
  }).join(' ');
}

/** Edges leave a side of a box in the order in which they go on, at equal distances. */
function spread(edges: readonly { index: number; box: string; towards: number }[], boxes: ReadonlyMap<string, Rectangle>): Map<number, number> {
  const found = new Map<number, number>();
  for (const [name, { y, height }] of boxes) {
    const own = edges.filter(({ box }) => box === name).sort((a, b) => a.towards - b.towards || a.index - b.index);
    own.forEach(({ index }, place) => found.set(index, y + height * (place + 1) / (own.length + 1)));
  }
  return found;
}
