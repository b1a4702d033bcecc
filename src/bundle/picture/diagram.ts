import { graphTitle, HOST_SUFFIX } from './cluster-text';
import { edgePaths, pathData } from './edge-paths';
import { Layout, PlacedCluster, Point, Rectangle, RoutedEdge } from './layout';
import { kindEntries, legend } from './legend';
import { kindsOf, linkNames, MeshGraph } from './mesh-graph';
import { FONT_SIZES, px, svgDocument, svgRect, svgText } from './svg';
import { escapeXml, textWidth } from './text';
import { LinkKind } from '../../mesh';

const MARGIN = 20;
const HEADER = 44;
const FOOTER = 44;

/** Boxes with arrows from consumers to providers. */
export function diagram(graph: MeshGraph, layout: Layout): string {
  const ways = edgePaths(layout);
  const { left, top, right, bottom } = bounds(layout.groups.map(({ at }) => at), ways.flat());
  const [dx, dy] = [MARGIN - left, HEADER - top];
  const move = (at: Rectangle): Rectangle => ({ ...at, x: at.x + dx, y: at.y + dy });
  const paths = ways.map(points => points.map(({ x, y }) => ({ x: x + dx, y: y + dy })));
  const legendY = bottom + dy + 28;
  const { elements, width: legendWidth } = legend(MARGIN, legendY, [
    ...kindEntries(graph, (kind, x, y) => `<path class="link ${kind}" d="M${px(x)} ${px(y)} h30"${markers(kind, 'end')}/>`),
    { text: `arrows: consumer to provider; names end with ${HOST_SUFFIX}` },
  ]);
  const title = graphTitle(graph);
  const width = Math.max(right + dx, MARGIN + legendWidth, MARGIN + textWidth(title, FONT_SIZES.title)) + MARGIN;
  const height = legendY + FOOTER - 28;
  return svgDocument({ width, height }, title, [
    ...kindsOf(graph).map(marker),
    svgRect('page', { x: 0, y: 0, width: Math.ceil(width), height: Math.ceil(height) }, 8),
    svgText('title', MARGIN, 28, title),
    ...layout.groups.flatMap(({ title: text, at }) => {
      const box = move(at);
      return [svgRect('group-box', box, 8), svgText('group', box.x + 14, box.y + 20, text)];
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

function marker(kind: LinkKind): string {
  return `<marker id="arrow-${kind}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="11" markerHeight="11" markerUnits="userSpaceOnUse" ` +
    `orient="auto-start-reverse"><path class="mark ${kind}" d="M0 0.5 L10 5 L0 9.5 z"/></marker>`;
}

function markers(kind: LinkKind, ...ends: ('start' | 'end')[]): string {
  return ends.map(end => ` marker-${end}="url(#arrow-${kind})"`).join('');
}

function edgeElement({ edge, left }: RoutedEdge, points: readonly Point[]): string {
  const ends = edge.mutual ? ['start', 'end'] as const : [edge.consumer === left ? 'end' : 'start'] as const;
  return `<path class="link ${edge.kind}" d="${pathData(points, px)}"${markers(edge.kind, ...ends)}>` +
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
