import { exportLines } from './cluster-text';
import { GraphCluster } from './mesh-graph';
import { FONT_SIZES, TextClass } from './svg';
import { fitted, textWidth } from './text';

const SHOWN_EXPORTS = 5;
const MAX_COLUMNS = 44;
const PADDING = 12;
const LINE_HEIGHT = 17;

/** What is written in the box of a cluster. */
export interface ClusterBox {
  readonly lines: readonly BoxLine[];
  /** Where the line above the exports is. */
  readonly ruleY: number;
  /** What the texts need. */
  readonly width: number;
  readonly height: number;
}

/** A line of text; `x` and `y` count from the corner of the box. */
export interface BoxLine {
  readonly kind: TextClass;
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

export function clusterBox(cluster: GraphCluster): ClusterBox {
  const exported = exportLines(cluster, SHOWN_EXPORTS);
  const isName = (text: string) => text.includes(':');
  const head: [TextClass, string][] = [['name', cluster.name], ['note', `network ${cluster.network}`], ['note', cluster.vpc]];
  const body = exported.map((text): [TextClass, string] => [isName(text) ? 'host' : 'note', text]);
  const firstY = PADDING + 11;
  const ruleY = firstY + (head.length - 1) * LINE_HEIGHT + 9;
  const lines = [...head, ...body].map(([kind, text], index): BoxLine => ({
    kind,
    text: fitted(text, MAX_COLUMNS),
    x: PADDING,
    y: firstY + index * LINE_HEIGHT + (index < head.length ? 0 : 8),
  }));
  return {
    lines,
    ruleY,
    width: Math.max(...lines.map(({ kind, text }) => textWidth(text, FONT_SIZES[kind]))) + 2 * PADDING,
    height: lines[lines.length - 1].y + PADDING,
  };
}
