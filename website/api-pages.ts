import { API_LANGUAGES, ApiLanguage } from './api-languages';
import { ApiGroup, ApiType } from './api-reference';
import { frontMatter } from './front-matter';

/** The pages of the API in a language, by their paths below its directory. */
export function apiPages(language: ApiLanguage, groups: readonly ApiGroup[]): { [path: string]: string } {
  return {
    'index.md': [
      frontMatter({ title: `API in ${language.title}`, editLink: false, aside: false, search: isSearched(language) }),
      `# API in ${language.title}`,
      languageLinks(language, 'index'),
      ...groups.flatMap(({ title, types }) => [
        `## ${title}`, '| | |\n|---|---|', ...types.map(type => `| [${type.name}](./${type.name}.md) | ${summaryOf(type)} |`), '',
      ]),
    ].join('\n'),
    ...Object.fromEntries(groups.flatMap(({ types }) => types).map(type => [`${type.name}.md`, typePage(language, type)])),
  };
}

function typePage(language: ApiLanguage, type: ApiType): string {
  const [heading, ...rest] = type.markdown.split('\n');
  return [
    frontMatter({ title: language.path === 'typescript' ? type.name : `${type.name} (${language.title})`, editLink: false, outline: [2, 3], search: isSearched(language) }),
    heading, languageLinks(language, type.name), ...rest,
  ].join('\n');
}

/** One language is enough to be found; its page leads to the others. */
function isSearched(language: ApiLanguage): boolean {
  return language === API_LANGUAGES[0];
}

/** The same page in the other languages. */
function languageLinks(current: ApiLanguage, page: string): string {
  const links = API_LANGUAGES.map(language => language === current
    ? `<span aria-current="page">${language.title}</span>`
    : `<a href="../${language.path}/${page === 'index' ? '' : `${page}.html`}">${language.title}</a>`);
  return `\n<nav class="languages" aria-label="Language">${links.join(' ')}</nav>\n`;
}

/** The first paragraph after the heading, in a table's cell. */
function summaryOf({ markdown }: ApiType): string {
  const paragraph = markdown.split('\n').slice(1).join('\n').trim().split('\n\n').find(text => !/^(- \*Implements|- \*Extends|#|\*Example)/.test(text)) ?? '';
  return paragraph.replace(/\n/g, ' ').replace(/\|/g, '\\|');
}
