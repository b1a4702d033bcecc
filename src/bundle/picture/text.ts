/** Pictures use fonts of one width: how wide a text is need not be measured in a font that is not there. */
export const FONT_FAMILY = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";

/** The width of a character by the size of its font; no font above is wider. */
const ADVANCE = 0.61;

/** How wide a text is, in pixels. */
export function textWidth(text: string, fontSize: number): number {
  return columns(text) * ADVANCE * fontSize;
}

/** The text in at most so many columns: what is too long is cut in the middle, because the end tells names apart too. */
export function fitted(text: string, maxColumns: number): string {
  const characters = [...text];
  if (columns(text) <= maxColumns) {
    return text;
  }
  let head = '';
  let tail = '';
  while (characters.length > 0) {
    const atHead = columns(head) <= columns(tail);
    const next = atHead ? characters.shift()! : characters.pop()!;
    // The mark of the cut takes two columns by the count below.
    if (columns(head) + columns(tail) + columns(next) + 2 > maxColumns) {
      break;
    }
    [head, tail] = atHead ? [head + next, tail] : [head, next + tail];
  }
  return `${head}…${tail}`;
}

/** What fonts do not have themselves may come from one in which it is twice as wide. */
function columns(text: string): number {
  return [...text].reduce((sum, character) => sum + (character <= '~' ? 1 : 2), 0);
}

/** Text for XML, without the characters that XML cannot hold. https://www.w3.org/TR/xml/#charsets */
export function escapeXml(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd').replace(/[\u0000-\u001f\u007f-\u009f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
