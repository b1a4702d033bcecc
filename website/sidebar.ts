import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DefaultTheme } from 'vitepress';
import { API_LANGUAGES } from './api-languages';
import { ApiSidebars } from './api-sidebars';
import { GROUPS } from './pages';

/** @param stage the directory with the pages */
export function sidebar(stage: string): DefaultTheme.SidebarMulti {
  const api = JSON.parse(readFileSync(join(stage, 'sidebars.json'), 'utf8')) as ApiSidebars;
  const documents = GROUPS.map(({ title, pages }) => ({ text: title, items: pages.map(page => ({ text: page.title, link: `/${page.path}` })) }));
  return {
    ...Object.fromEntries(API_LANGUAGES.map(({ path, title }) => [`/api/${path}/`, [
      { text: 'Documentation', link: '/getting-started' },
      { text: `API in ${title}`, link: `/api/${path}/` },
      ...api[path]!.map(group => ({
        text: group.title, collapsed: true, items: group.names.map(name => ({ text: name, link: `/api/${path}/${name}` })),
      })),
    ]])),
    '/': [...documents, { text: 'API', items: API_LANGUAGES.map(({ path, title }) => ({ text: title, link: `/api/${path}/` })) }],
  };
}
