import { stringify } from 'yaml';

/** What VitePress reads at the top of a page. */
export function frontMatter(values: { readonly [name: string]: unknown }): string {
  return `---\n${stringify(values)}---\n`;
}
