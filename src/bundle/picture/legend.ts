import { KIND_NAMES, kindsOf, MeshGraph } from './mesh-graph';
import { FONT_SIZES, svgText } from './svg';
import { textWidth } from './text';
import { LinkKind } from '../../mesh';

/** An explanation of a sign; `sign` draws it in 30 pixels to the right of `x`, around the height `y`. */
interface Entry { readonly text: string; readonly sign?: (x: number, y: number) => string }

const SIGN = 30;
const GAP = 24;

/** Explanations in one line. */
export function legend(x: number, y: number, entries: readonly Entry[]): { readonly elements: string[]; readonly width: number } {
  let right = x;
  const elements = entries.flatMap(({ text, sign }) => {
    const left = right;
    const textX = left + (sign ? SIGN + 8 : 0);
    right = textX + textWidth(text, FONT_SIZES.legend) + GAP;
    return [...(sign ? [sign(left, y - 4)] : []), svgText('legend', textX, y, text)];
  });
  return { elements, width: right - GAP - x };
}

/** An explanation of each kind of link that there is. */
export function kindEntries(graph: MeshGraph, sign: (kind: LinkKind, x: number, y: number) => string): Entry[] {
  return kindsOf(graph).map(kind => ({ text: KIND_NAMES[kind], sign: (x, y) => sign(kind, x, y) }));
}
