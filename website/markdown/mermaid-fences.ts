import type { MarkdownRenderer } from 'vitepress';

/** Blocks of Mermaid are drawn in the browser. */
export function mermaidFences(markdown: MarkdownRenderer): void {
  const fence = markdown.renderer.rules.fence!;
  markdown.renderer.rules.fence = (tokens, index, ...rest) => {
    const { info, content } = tokens[index]!;
    return info.trim() === 'mermaid' ? `<MermaidDiagram code="${encodeURIComponent(content)}" />` : fence(tokens, index, ...rest);
  };
}
