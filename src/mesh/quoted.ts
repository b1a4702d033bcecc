/** A value from outside as it appears in a message: in quotes, on one line, whatever is in it. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : `"${String(value)}"`;
  // JSON leaves these as they are; terminals and log collectors take some of them for line breaks.
  return text.replace(/[\u007f-\u009f\u2028\u2029]/g, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
