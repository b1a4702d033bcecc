import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { frontMatter } from './front-matter';
import { HOME_FRONT_MATTER } from './home';
import { HOME, Page } from './pages';
import { ROOT } from './repository';
import { pickSections } from './sections';
import { inEachLanguage, Translations } from './translations';

/** The text of a page that comes from a document of the repository. */
export function documentPage(page: Page, translations: Translations): string {
  const document = readFileSync(join(ROOT, page.source), 'utf8');
  const values = { title: page.title, source: page.source };
  if (page === HOME) {
    // The name of the project stands above it.
    const text = pickSections(document, page.sections!).replace(/^# .*\n/, '');
    return frontMatter({ ...HOME_FRONT_MATTER, ...values }) + inEachLanguage(text, translations);
  }
  // A section becomes a page, and its heading the page's.
  const text = page.sections === undefined ? document : pickSections(document, page.sections).replace(/^#(#+ )/gm, '$1');
  return frontMatter(values) + inEachLanguage(text, translations);
}
