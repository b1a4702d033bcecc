import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { frontMatter } from './front-matter';
import { HOME_FRONT_MATTER, inEachLanguage } from './home';
import { HOME, Page } from './pages';
import { ROOT } from './repository';
import { pickSections } from './sections';

/** The text of a page that comes from a document of the repository. */
export function documentPage(page: Page): string {
  const document = readFileSync(join(ROOT, page.source), 'utf8');
  const text = page.sections === undefined ? document : pickSections(document, page.sections);
  // A section becomes a page, and its heading the page's.
  const promoted = page.sections === undefined ? text : text.replace(/^#(#+ )/gm, '$1');
  return `${frontMatter({ title: page.title, source: page.source })}${plainFences(promoted)}`;
}

/** @param readmes the README in each of the languages */
export function homePage(readmes: ReadonlyMap<string, string>): string {
  const text = pickSections(readFileSync(join(ROOT, HOME.source), 'utf8'), HOME.sections!).replace(/^# .*\n/, '');
  return `${frontMatter({ ...HOME_FRONT_MATTER, title: HOME.title, source: HOME.source })}${plainFences(inEachLanguage(text, readmes))}`;
}

/** Without what only rosetta reads. */
function plainFences(markdown: string): string {
  return markdown.replace(/^```ts nofixture$/gm, '```ts');
}
