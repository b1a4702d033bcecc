import { FONT_SIZES, svgText } from './svg';
import { textWidth } from './text';

/** An explanation of a sign; `sign` draws it in `SIGN` pixels to the right of `x`, around the height `y`. */
export interface Entry { readonly text: string; readonly sign?: (x: number, y: number) => string }

export const SIGN = 40;
const GAP = 24;
const LINE_HEIGHT = 20;

/** Explanations, as many in a line as `maxWidth` holds; `y` is the base of the first. */
export function legend(x: number, y: number, entries: readonly Entry[], maxWidth: number): { elements: string[]; width: number; height: number } {
  const elements: string[] = [];
  let [left, baseline, right] = [x, y, x];
  for (const { text, sign } of entries) {
    const signWidth = sign ? SIGN + 8 : 0;
    const width = signWidth + textWidth(text, FONT_SIZES.legend);
    if (left > x && left + width > x + maxWidth) {
      [left, baseline] = [x, baseline + LINE_HEIGHT];
    }
    elements.push(...(sign ? [sign(left, baseline - 4)] : []), svgText('legend', left + signWidth, baseline, text));
    right = Math.max(right, left + width);
    left += width + GAP;
  }
  return { elements, width: right - x, height: baseline - y };
}
