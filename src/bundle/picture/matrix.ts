import { exportLines, graphDescription, graphTitle, groupTitle, HOST_SUFFIX, moreText } from './cluster-text';
import { Entry, legend, SIGN } from './legend';
import { clustersOf, GraphCluster, KIND_NAMES, kindsOf, MeshGraph } from './mesh-graph';
import { FONT_SIZES, px, svgDocument, svgRect, svgText } from './svg';
import { escapeXml, fitted, textWidth } from './text';
import { LinkKind } from '../../mesh';

const MARGIN = 16;
const GAP = 16;
const ROW = 22;
const GROUP_ROW = 30;
const GROUP_GAP = 8;
const NOTE_COLUMNS = 48;
const EXPORT_COLUMNS = 64;

/** A table: a row for each consumer, a column for each provider. */
export function matrix(graph: MeshGraph): string {
  const clusters = clustersOf(graph);
  const notes = new Map(clusters.map(cluster => [cluster, fitted(`${cluster.network}, ${cluster.vpc}`, NOTE_COLUMNS)]));
  const exported = new Map(clusters.map(cluster => [cluster, exportText(cluster)]));
  const nameWidth = widest(clusters.map(({ name }) => name), FONT_SIZES.host);
  const noteX = MARGIN + Math.max(nameWidth, textWidth(NAME_HEAD, FONT_SIZES.note)) + GAP;
  const cellsX = noteX + widest([...notes.values(), NOTE_HEAD], FONT_SIZES.note) + GAP;
  const top = 60 + nameWidth;
  const columns = places(graph, cellsX, GROUP_GAP);
  const rows = places(graph, top, GROUP_ROW);
  const exportX = columns.end + GAP;
  const tableEnd = exportX + widest([...exported.values(), EXPORT_HEAD], FONT_SIZES.host);
  const title = graphTitle(graph);
  const key = legend(MARGIN, rows.end + 32, [
    ...kindsOf(graph).map((kind): Entry => ({ text: KIND_NAMES[kind], sign: (x, y) => mark(kind, x + SIGN / 2, y) })),
    { text: 'row: consumer; column: provider' },
    { text: `names end with ${HOST_SUFFIX}` },
  ], tableEnd - MARGIN);
  const right = Math.max(tableEnd, MARGIN + key.width, MARGIN + textWidth(title, FONT_SIZES.title));
  const [width, height] = [right + MARGIN, rows.end + 32 + key.height + MARGIN];

  return svgDocument({ width, height }, title, graphDescription(graph), [
    svgRect('page', { x: 0, y: 0, width: Math.ceil(width), height: Math.ceil(height) }, 8),
    svgText('title', MARGIN, 28, title),
    svgText('note', MARGIN, top - 6, NAME_HEAD),
    svgText('note', noteX, top - 6, NOTE_HEAD),
    svgText('note', exportX, top - 6, EXPORT_HEAD),
    ...clusters.map(({ name }) => {
      const x = columns.of.get(name)! + ROW / 2 + 4;
      return svgText('host', x, top - 6, name, ` transform="rotate(-90 ${px(x)} ${px(top - 6)})"`);
    }),
    ...graph.groups.map(group => svgText('group', MARGIN, rows.of.get(group.clusters[0].name)! - 7, groupTitle(group))),
    ...clusters.map(cluster => {
      const y = rows.of.get(cluster.name)!;
      return [
        `<g class="cluster" id="cluster-${cluster.name}">`,
        `<path class="rule" d="M${MARGIN} ${px(y)} H${px(right)}"/>`,
        svgText('host', MARGIN, y + 15, cluster.name),
        svgText('note', noteX, y + 15, notes.get(cluster)!),
        svgText(cluster.exports.length > 0 || cluster.exposesAll ? 'host' : 'note', exportX, y + 15, exported.get(cluster)!),
        svgRect('self', { x: columns.of.get(cluster.name)! + 8, y: y + 8, width: 6, height: 6 }, 1),
        '</g>',
      ].join('\n');
    }),
    ...links(graph).map(({ consumer, provider, kind }) => mark(
      kind, columns.of.get(provider)! + ROW / 2, rows.of.get(consumer)! + ROW / 2, `${consumer} -> ${provider} (${KIND_NAMES[kind]})`)),
    ...key.elements,
  ]);
}

const NAME_HEAD = 'consumer';
const NOTE_HEAD = 'network, VPC';
const EXPORT_HEAD = 'exports';
const SEPARATOR = ' · ';

function widest(texts: readonly string[], fontSize: number): number {
  return Math.max(...texts.map(text => textWidth(text, fontSize)));
}

/** Where each cluster begins, in one direction, with space before each group. */
function places({ groups }: MeshGraph, start: number, groupSpace: number): { readonly of: ReadonlyMap<string, number>; readonly end: number } {
  const of = new Map<string, number>();
  let next = start;
  for (const group of groups) {
    next += groupSpace;
    for (const { name } of group.clusters) {
      of.set(name, next);
      next += ROW;
    }
  }
  return { of, end: next };
}

/** As many exports as a line holds. */
function exportText(cluster: GraphCluster): string {
  const texts = exportLines(cluster, Infinity);
  const rest = (shown: number) => (shown < texts.length ? [moreText(texts.length - shown)] : []);
  let shown = texts.length;
  let line = texts.join(SEPARATOR);
  while (shown > 1 && line.length > EXPORT_COLUMNS) {
    shown--;
    line = [...texts.slice(0, shown), ...rest(shown)].join(SEPARATOR);
  }
  return line.length <= EXPORT_COLUMNS ? line : [fitted(texts[0], EXPORT_COLUMNS - rest(1).join('').length - SEPARATOR.length), ...rest(1)].join(SEPARATOR);
}

function links({ edges }: MeshGraph): { consumer: string; provider: string; kind: LinkKind }[] {
  return edges.flatMap(({ consumer, provider, kind, mutual }) => [
    { consumer, provider, kind }, ...(mutual ? [{ consumer: provider, provider: consumer, kind }] : []),
  ]);
}

/** Kinds differ in form too, not in colour only. */
function mark(kind: LinkKind, x: number, y: number, title?: string): string {
  const d = kind === LinkKind.DISCOVERY
    ? `M${px(x - 5)} ${px(y)} a5 5 0 1 0 10 0 a5 5 0 1 0 -10 0 z`
    : `M${px(x)} ${px(y - 6)} l6 6 l-6 6 l-6 -6 z`;
  return title === undefined ? `<path class="mark ${kind}" d="${d}"/>` : `<path class="mark ${kind}" d="${d}"><title>${escapeXml(title)}</title></path>`;
}
