/**
 * The sections of second level of a document, by their headings; the empty string is what stands before the first.
 * Headings in code blocks are none.
 */
export function sectionsOf(markdown: string): ReadonlyMap<string, string> {
  const sections = new Map<string, string>();
  let heading = '';
  let fence: string | undefined;
  for (const line of markdown.split('\n')) {
    const mark = /^(```+)/.exec(line)?.[1];
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence))) {
      fence = fence === undefined ? mark : undefined;
    }
    if (fence === undefined && line.startsWith('## ')) {
      heading = line.slice(3).trim();
    }
    sections.set(heading, `${sections.get(heading) ?? ''}${line}\n`);
  }
  return sections;
}

/** @throws if the document has no such section */
export function pickSections(markdown: string, headings: readonly string[]): string {
  const sections = sectionsOf(markdown);
  return headings.map(heading => {
    const section = sections.get(heading);
    if (section === undefined) {
      throw new Error(`no section "${heading}": there are ${[...sections.keys()].filter(name => name !== '').map(name => `"${name}"`).join(', ')}`);
    }
    return section;
  }).join('');
}
