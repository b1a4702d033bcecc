import { Layout, Point, Rectangle } from './layout';

/** The room for an arrow's head, which is straight. */
const STRAIGHT = 8;

/** The ways of a layout's edges, in its order, as SVG paths. */
export function edgePaths({ clusters, edges }: Layout): Point[][] {
  const boxes = new Map(clusters.map(({ cluster, at }) => [cluster.name, at]));
  const columns = distinctColumns([...boxes.values()]);
  const towards = (point: Point | undefined, other: string) => point?.y ?? middle(boxes.get(other)!);
  const starts = spread(edges.map(({ left, right, points }, index) => ({ index, box: left, towards: towards(points[0], right) })), boxes);
  const ends = spread(edges.map(({ left, right, points }, index) => ({ index, box: right, towards: towards(points.at(-1), left) })), boxes);
  return edges.map(({ left, right, points }, index) => {
    const [from, to] = [boxes.get(left)!, boxes.get(right)!];
    const start = { x: from.x + from.width, y: starts.get(index)! };
    const end = { x: to.x, y: ends.get(index)! };
    // Beside the boxes of a column an edge runs straight; what dagre says between columns only bends it.
    const passes = columns.filter(({ x, width }) => x > start.x && x + width < end.x)
      .map(column => ({ column, y: heightAt(points, column.x + column.width / 2) }))
      .flatMap(({ column, y }) => [{ x: column.x, y }, { x: column.x + column.width, y }]);
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

function distinctColumns(boxes: readonly Rectangle[]): Rectangle[] {
  return [...new Map(boxes.map(box => [box.x, box])).values()].sort((a, b) => a.x - b.x);
}

function middle({ y, height }: Rectangle): number {
  return y + height / 2;
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

/** The height of a way of straight lines at `x`. */
function heightAt(points: readonly Point[], x: number): number {
  const after = points.findIndex(point => point.x >= x);
  if (after <= 0) {
    return points[after === 0 ? 0 : points.length - 1].y;
  }
  const [a, b] = [points[after - 1], points[after]];
  return a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x);
}
