import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { API_LANGUAGES } from './api-languages';
import { apiPages } from './api-pages';
import { renderApi } from './api-reference';
import { ApiSidebars } from './api-sidebars';
import { documentPage } from './document-page';
import { PAGES } from './pages';
import { ROOT, STAGE } from './repository';
import { PICTURES } from './repository-link';
import { loadTranslations } from './translations';

/** Writes the pages: the documents of the repository, and the API in each language. */
export async function stage(progress: (line: string) => void): Promise<void> {
  rmSync(STAGE, { recursive: true, force: true });
  const sidebars: { -readonly [language in keyof ApiSidebars]: ApiSidebars[language] } = {};
  for (const language of API_LANGUAGES) {
    progress(`the API in ${language.title} ...`);
    const groups = await renderApi(language);
    sidebars[language.path] = groups.map(({ title, types }) => ({ title, names: types.map(({ name }) => name) }));
    for (const [path, text] of Object.entries(apiPages(language, groups))) {
      write(join('api', language.path, path), text);
    }
  }
  write('sidebars.json', JSON.stringify(sidebars));
  const translations = await loadTranslations();
  for (const page of PAGES) {
    write(`${page.path}.md`, documentPage(page, translations));
  }
  mkdirSync(join(STAGE, 'public'), { recursive: true });
  for (const [source, name] of [...PICTURES, ['website/logo.svg', 'logo.svg'] as const]) {
    copyFileSync(join(ROOT, source), join(STAGE, 'public', name));
  }
}

function write(path: string, text: string): void {
  const target = join(STAGE, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}
