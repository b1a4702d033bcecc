import { ClusterBox, clusterBox } from './cluster-box';
import { groupTitle } from './cluster-text';
import { dagre, DagreGraph } from './dagre';
import { clustersOf, GraphCluster, MeshGraph } from './mesh-graph';
import { SidedEdge, sided } from './sides';
import { FONT_SIZES } from './svg';
import { textWidth } from './text';

export interface Rectangle { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
export interface Point { readonly x: number; readonly y: number }

export interface PlacedCluster { readonly cluster: GraphCluster; readonly box: ClusterBox; readonly at: Rectangle }
export interface PlacedGroup { readonly title: string; readonly at: Rectangle }

/** An edge with its way from box to box; `points` leads from the left to the right. */
export interface RoutedEdge extends SidedEdge { readonly points: readonly Point[] }

export interface Layout {
  readonly clusters: readonly PlacedCluster[];
  readonly groups: readonly PlacedGroup[];
  readonly edges: readonly RoutedEdge[];
}

const GROUP_PADDING = 14;
const GROUP_TITLE = 24;
/** The least space between what is in two groups, one above the other: `nodesep` and twice `edgesep` of dagre. */
const NODE_GAP = 20;
const EDGE_GAP = 24;
const RANK_GAP = 110;
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

  const at = new Map([...boxes.keys()].map(name => [name, corner(placed.node(name))]));
  return {
    clusters: clustersOf(graph).map(cluster => ({ cluster, box: boxes.get(cluster.name)!, at: at.get(cluster.name)! })),
    groups: graph.groups.map(group => ({ title: groupTitle(group), at: around(group.clusters.map(({ name }) => at.get(name)!)) })),
    edges: ends.map(end => route(end, placed, at)),
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
function route(end: SidedEdge, placed: DagreGraph, at: ReadonlyMap<string, Rectangle>): RoutedEdge {
  const { points } = placed.edge(end.left, end.right);
  const isReversed = at.get(end.left)!.x > at.get(end.right)!.x;
  return {
    edge: end.edge,
    left: isReversed ? end.right : end.left,
    right: isReversed ? end.left : end.right,
    points: (isReversed ? [...points].reverse() : points).slice(1, -1),
  };
}
