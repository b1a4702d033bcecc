import { ClusterBox, clusterBox } from './cluster-box';
import { groupTitle } from './cluster-text';
import { columnXs, Frame, GROUP_PADDING, GROUP_TITLE, Way } from './columns';
import { dagre, DagreGraph } from './dagre';
import { heightAt, middle, Point, Rectangle } from './geometry';
import { clustersOf, GraphCluster, MeshGraph } from './mesh-graph';
import { settled } from './passes';
import { SidedEdge, sided } from './sides';
import { FONT_SIZES } from './svg';
import { textWidth } from './text';

export interface PlacedCluster { readonly cluster: GraphCluster; readonly box: ClusterBox; readonly at: Rectangle }
export interface PlacedGroup { readonly title: string; readonly at: Rectangle }

/** An edge, and where it passes the columns between its ends, from left to right: it enters and leaves each at the same height. */
export interface RoutedEdge extends SidedEdge { readonly passes: readonly Point[] }

export interface Layout {
  readonly clusters: readonly PlacedCluster[];
  readonly groups: readonly PlacedGroup[];
  readonly edges: readonly RoutedEdge[];
}

/** The least space between what is in two groups, one above the other: `nodesep` and twice `edgesep` of dagre. */
const NODE_GAP = 20;
const EDGE_GAP = 24;
/** Of no consequence: `columnXs` says where columns stand. */
const RANK_GAP = 64;
/** The least space between the ends of two edges at a box. */
const END_GAP = 13;

/**
 * Places boxes from left to right. All are equally wide, so they stand in columns, between which edges have room.
 *
 * @returns undefined where dagre finds no layout: with groups, it gives up on a few graphs with an error of its own
 */
export function layout(graph: MeshGraph): Layout | undefined {
  const boxes = new Map(clustersOf(graph).map(cluster => [cluster.name, clusterBox(cluster)]));
  const ends = sided(graph);
  const width = Math.max(
    ...[...boxes.values()].map(box => box.width),
    ...graph.groups.map(group => textWidth(groupTitle(group), FONT_SIZES.group)),
  );
  const placed = new dagre.Graph({ compound: true }).setGraph({ rankdir: 'LR', nodesep: NODE_GAP, edgesep: EDGE_GAP, ranksep: RANK_GAP })
    .setDefaultEdgeLabel(() => ({}));
  graph.groups.forEach((group, index) => {
    placed.setNode(groupId(index), {});
    for (const { name } of group.clusters) {
      placed.setNode(name, { width, height: Math.max(boxes.get(name)!.height, heightForEnds(name, ends)) }).setParent(name, groupId(index));
    }
  });
  ends.forEach(({ left, right }) => placed.setEdge(left, right));
  try {
    dagre.layout(placed);
  } catch {
    return undefined;
  }

  const dagreAt = new Map([...boxes.keys()].map(name => [name, corner(placed.node(name))]));
  const columns = [...new Set([...dagreAt.values()].map(({ x }) => x))].sort((a, b) => a - b);
  const columnOf = new Map([...dagreAt].map(([name, { x }]) => [name, columns.indexOf(x)]));
  const frames = graph.groups.map(({ clusters }): Frame => {
    const own = clusters.map(({ name }) => columnOf.get(name)!);
    return { first: Math.min(...own), last: Math.max(...own), ...around(clusters.map(({ name }) => dagreAt.get(name)!)) };
  });
  const ways = settled(
    ends.map(end => way(end, placed, dagreAt, columns.map(x => x + width / 2), columnOf, frames)),
    columns.map(column => [...dagreAt.values()].filter(({ x }) => x === column)),
    frames,
  );
  const xs = columnXs(columns.length, width, frames, ways);
  const at = new Map([...dagreAt].map(([name, box]) => [name, { ...box, x: xs[columnOf.get(name)!] }]));
  return {
    clusters: clustersOf(graph).map(cluster => ({ cluster, box: boxes.get(cluster.name)!, at: at.get(cluster.name)! })),
    groups: graph.groups.map(group => ({ title: groupTitle(group), at: around(group.clusters.map(({ name }) => at.get(name)!)) })),
    edges: ways.map(({ edge, left, right, first, heights }) => ({
      edge,
      left,
      right,
      passes: heights.slice(1, -1).map((y, index) => ({ y, column: xs[first + index + 1] }))
        .flatMap(({ y, column: x }) => [{ x, y }, { x: x + width, y }]),
    })),
  };
}

/** No name of a cluster begins so. */
function groupId(index: number): string {
  return `/group/${index}`;
}

function heightForEnds(name: string, ends: readonly SidedEdge[]): number {
  return (1 + Math.max(ends.filter(({ left }) => left === name).length, ends.filter(({ right }) => right === name).length)) * END_GAP;
}

function corner({ x, y, width, height }: Rectangle): Rectangle {
  return { x: x - width / 2, y: y - height / 2, width, height };
}

function around(boxes: readonly Rectangle[]): Rectangle {
  const x = Math.min(...boxes.map(box => box.x)) - GROUP_PADDING;
  const y = Math.min(...boxes.map(box => box.y)) - GROUP_PADDING - GROUP_TITLE;
  return {
    x,
    y,
    width: Math.max(...boxes.map(box => box.x + box.width)) + GROUP_PADDING - x,
    height: Math.max(...boxes.map(box => box.y + box.height)) + GROUP_PADDING - y,
  };
}

/** dagre turns an edge round where a circle needs it; the ends are where the boxes are. */
function way(
  end: SidedEdge, placed: DagreGraph, at: ReadonlyMap<string, Rectangle>,
  middles: readonly number[], columnOf: ReadonlyMap<string, number>, frames: readonly Frame[],
): Way {
  const { points } = placed.edge(end.left, end.right);
  const isReversed = at.get(end.left)!.x > at.get(end.right)!.x;
  const [left, right] = isReversed ? [end.right, end.left] : [end.left, end.right];
  const inner = (isReversed ? [...points].reverse() : points).slice(1, -1);
  const [first, last] = [columnOf.get(left)!, columnOf.get(right)!];
  const passes = middles.slice(first + 1, last).map((x, index) => besideFrames(heightAt(inner, x), frames.filter(frame =>
    frame.first <= first + 1 + index && first + 1 + index <= frame.last)));
  return { edge: end.edge, left, right, first, heights: [middle(at.get(left)!), ...passes, middle(at.get(right)!)] };
}

/** A frame has its title above its boxes, which dagre does not know: between frames is a little higher than between boxes. */
function besideFrames(height: number, frames: readonly Frame[]): number {
  return frames.some(({ y, height: extent }) => y < height && height < y + extent) ? height : height - GROUP_TITLE / 2;
}
