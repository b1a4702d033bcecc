import type { MarkdownRenderer } from 'vitepress';
import { siteLink, sitePicture } from '../repository-link';

/** Links and pictures of a document of the repository lead to the site's pages, or to the repository. */
export function repositoryLinks(markdown: MarkdownRenderer): void {
  // Before headings get links to themselves, and before VitePress looks at links, which it does while it renders.
  markdown.core.ruler.after('inline', 'repository-links', ({ tokens, env }) => {
    const source = (env as { frontmatter?: { source?: string } }).frontmatter?.source;
    if (source === undefined) {
      return;
    }
    for (const token of tokens.flatMap(block => block.children ?? [])) {
      if (token.type === 'link_open') {
        token.attrSet('href', siteLink(source, token.attrGet('href')!));
      } else if (token.type === 'image') {
        token.attrSet('src', sitePicture(source, token.attrGet('src')!));
      }
    }
  });
}
