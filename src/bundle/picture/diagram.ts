import { graphDescription, graphTitle, HOST_SUFFIX } from './cluster-text';
import { GROUP_PADDING } from './columns';
import { edgePaths, pathData } from './edge-paths';
import { Point, Rectangle } from './geometry';
import { Layout, PlacedCluster, RoutedEdge } from './layout';
import { Entry, legend, SIGN } from './legend';
import { KIND_NAMES, kindsOf, linkNames, MeshGraph } from './mesh-graph';
import { FONT_SIZES, px, svgDocument, svgRect, svgText } from './svg';
import { escapeXml, textWidth } from './text';
import { LinkKind } from '../../mesh';

const MARGIN = 16;
const HEADER = 44;
/** An explanation of the signs in many short lines is none. */
const MIN_WIDTH = 440;

/** Boxes with arrows from consumers to providers. */
export function diagram(graph: MeshGraph, layout: Layout): string {
  const ways = edgePaths(layout);
  const { left, top, right, bottom } = bounds(layout.groups.map(({ at }) => at), ways.flat());
  const [dx, dy] = [MARGIN - left, HEADER - top];
  const move = (at: Rectangle): Rectangle => ({ ...at, x: at.x + dx, y: at.y + dy });
  const paths = ways.map(points => points.map(({ x, y }) => ({ x: x + dx, y: y + dy })));
  const legendY = bottom + dy + 28;
  const { elements, width: legendWidth, height: legendHeight } = legend(MARGIN, legendY, [
    ...arrowEntries(graph),
    { text: 'arrowhead: a link from consumer to provider' },
    { text: `names end with ${HOST_SUFFIX}` },
  ], Math.max(right - left, MIN_WIDTH));
  const title = graphTitle(graph);
  const width = Math.max(right + dx, MARGIN + legendWidth, MARGIN + textWidth(title, FONT_SIZES.title)) + MARGIN;
  const height = legendY + legendHeight + MARGIN;
  return svgDocument({ width, height }, title, graphDescription(graph), [
    ...kindsOf(graph).flatMap(heads),
    svgRect('page', { x: 0, y: 0, width: Math.ceil(width), height: Math.ceil(height) }, 8),
    svgText('title', MARGIN, 28, title),
    ...layout.groups.flatMap(({ title: text, at }) => {
      const box = move(at);
      return [svgRect('group-box', box, 8), svgText('group', box.x + GROUP_PADDING, box.y + 20, text)];
    }),
    ...layout.edges.map((edge, index) => edgeElement(edge, paths[index])),
    ...layout.clusters.map(placed => clusterElement(placed, move(placed.at))),
    ...elements,
  ]);
}

function bounds(boxes: readonly Rectangle[], points: readonly Point[]): { left: number; top: number; right: number; bottom: number } {
  return {
    left: Math.min(...boxes.map(({ x }) => x)),
    top: Math.min(...boxes.map(({ y }) => y), ...points.map(({ y }) => y)),
    right: Math.max(...boxes.map(({ x, width }) => x + width)),
    bottom: Math.max(...boxes.map(({ y, height }) => y + height), ...points.map(({ y }) => y)),
  };
}

type End = 'start' | 'end';

/** A head for each end of an arrow: not all renderers know `orient="auto-start-reverse"`, with which one would do. */
function heads(kind: LinkKind): string[] {
  const head = (end: End, tip: number, d: string) =>
    `<marker id="${headId(kind, end)}" viewBox="0 0 10 10" refX="${tip}" refY="5" markerWidth="11" markerHeight="11" markerUnits="userSpaceOnUse" ` +
    `orient="auto"><path class="mark ${kind}" d="${d}"/></marker>`;
  return [head('start', 1, 'M10 0.5 L0 5 L10 9.5 z'), head('end', 9, 'M0 0.5 L10 5 L0 9.5 z')];
}

function headId(kind: LinkKind, end: End): string {
  return `arrow-${kind}-${end}`;
}

function arrow(kind: LinkKind, d: string, ends: readonly End[]): string {
  return `<path class="link ${kind}" d="${d}"${ends.map(end => ` marker-${end}="url(#${headId(kind, end)})"`).join('')}`;
}

/** An explanation of each form of arrow that there is. */
function arrowEntries(graph: MeshGraph): Entry[] {
  return kindsOf(graph).flatMap(kind => {
    const entry = (text: string, ends: readonly End[]): Entry => ({ text, sign: (x, y) => `${arrow(kind, `M${px(x)} ${px(y)} h${SIGN}`, ends)}/>` });
    const edges = graph.edges.filter(edge => edge.kind === kind);
    return [
      ...(edges.some(({ mutual }) => !mutual) ? [entry(KIND_NAMES[kind], ['end'])] : []),
      ...(edges.some(({ mutual }) => mutual) ? [entry(`${KIND_NAMES[kind]}, both ways`, ['start', 'end'])] : []),
    ];
  });
}

function edgeElement({ edge, left }: RoutedEdge, points: readonly Point[]): string {
  const ends: End[] = edge.mutual ? ['start', 'end'] : [edge.consumer === left ? 'end' : 'start'];
  return `${arrow(edge.kind, pathData(points, px), ends)}>` +
    `<title>${escapeXml(linkNames(edge).join(', '))}</title></path>`;
}

function clusterElement({ cluster, box }: PlacedCluster, at: Rectangle): string {
  return [
    `<g class="cluster" id="cluster-${cluster.name}">`,
    svgRect('box', at, 6),
    `<path class="rule" d="M${px(at.x)} ${px(at.y + box.ruleY)} h${px(at.width)}"/>`,
    ...box.lines.map(({ kind, text, x, y }) => svgText(kind, at.x + x, at.y + y, text)),
    '</g>',
  ].join('\n');
}
