// Reads a JSON list of Mermaid texts from standard input, and prints what the parser of Mermaid finds in each.
// A process of its own: Mermaid is an ES module, and needs a sanitizer of HTML, which needs a browser. Here nothing is drawn.
import { readFileSync } from 'node:fs';
import DOMPurify from 'dompurify';

DOMPurify.sanitize = text => text;
DOMPurify.addHook = () => undefined;
const { default: mermaid } = await import('mermaid');

// No limits of pages that show pictures of others.
mermaid.initialize({ maxTextSize: 10_000_000, maxEdges: 10_000 });
// How the parser keeps codes of characters, which drawing makes characters of.
const decoded = text => text.replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(Number(code)));

const parsed = [];
for (const text of JSON.parse(readFileSync(0, 'utf8'))) {
  try {
    const { config } = await mermaid.parse(text);
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    parsed.push({
      wrappingWidth: config.flowchart.wrappingWidth,
      nodes: [...db.getVertices().values()].map(({ id, text }) => ({ id, label: decoded(text) })),
      groups: db.getSubGraphs().map(({ id, title, nodes }) => ({ id, title, nodes })),
      edges: db.getEdges().map(({ start, end, type, text: label, stroke }) => ({ start, end, type, label, stroke })),
    });
  } catch (error) {
    parsed.push({ error: error.message });
  }
}
process.stdout.write(JSON.stringify(parsed));
