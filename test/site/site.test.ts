import { readFileSync } from 'fs';
import { join } from 'path';
import type { AxeResults } from 'axe-core';
import { SiteBrowser, SiteWindow, WINDOWS } from './browser';
import { objections } from './looks';
import { BASE, siteDirectory } from './site-directory';
import { documentPages, sitePages } from './site-pages';
import { API_LANGUAGES } from '../../website/api-languages';
import { PAGES } from '../../website/pages';

/** In the page, once it is loaded there. */
declare const axe: { run(options: object): Promise<AxeResults> };
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

let site: SiteBrowser;
beforeAll(async () => {
  site = await SiteBrowser.open(siteDirectory(), BASE);
});
afterAll(() => site?.close());

/** A page of each kind, in each language. */
const apiPages = API_LANGUAGES.flatMap(({ path }) => ['index', 'Mesh', 'MeshClusterProps', 'SecretsStack', 'IEastWestEndpointService', 'LinkKind'].map(name => `api/${path}/${name}.html`));

/** What is objected to on each page, where there is something. */
async function look(window: SiteWindow, pages: readonly string[]): Promise<{ [page: string]: string[] }> {
  const all: { [page: string]: string[] } = {};
  for (const page of pages) {
    await window.goto(page);
    const found = await objections(window);
    if (found.length > 0) all[page] = found;
  }
  return all;
}

test('there is a page for each document, and for each type in each language', () => {
  expect(documentPages()).toEqual(PAGES.map(({ path }) => `${path}.html`).sort());
  const types = (language: string) => sitePages().filter(path => path.startsWith(`api/${language}/`)).map(path => path.split('/')[2]);
  const names = readFileSync(join(__dirname, '..', 'public-api', 'public-api.txt'), 'utf8').split('\n').flatMap(line => /^(\w+) \((?:class|interface|enum)\)$/.exec(line)?.[1] ?? []);
  expect(names).toContain('MeshCluster');
  for (const { path } of API_LANGUAGES) {
    expect(types(path)).toEqual([...names.map(name => `${name}.html`), 'index.html'].sort());
  }
});

describe.each(['light', 'dark'] as const)('%s', colorScheme => {
  test.each(['desktop', 'phone'] as const)('nobody objects to a page on a %s', async name => {
    const window = await site.window({ ...WINDOWS[name], colorScheme });
    expect(await look(window, [...documentPages(), ...apiPages])).toEqual({});
    await window.close();
  });

  test('the page has the colours that the reader\'s system asks for', async () => {
    const window = await site.window({ ...WINDOWS.desktop, colorScheme });
    await window.goto('trust.html');
    const brightness = await window.page.evaluate(() => {
      const [red, green, blue] = /(\d+), (\d+), (\d+)/.exec(getComputedStyle(document.body).backgroundColor)!.slice(1).map(Number);
      return (red! + green! + blue!) / 3;
    });
    expect(brightness > 128).toBe(colorScheme === 'light');
    await window.close();
  });

  test('axe finds nothing that keeps people from reading', async () => {
    const window = await site.window({ ...WINDOWS.desktop, colorScheme });
    const violations: string[] = [];
    for (const page of [...documentPages(), 'api/python/Mesh.html', 'api/java/LinkKind.html']) {
      await window.goto(page);
      await window.page.evaluate(AXE);
      const results = await window.page.evaluate(() => axe.run({
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
        // The theme's own: headings of groups in the sidebar have a button in a button; the search's button also shows its key.
        rules: { 'nested-interactive': { enabled: false }, 'label-content-name-mismatch': { enabled: false } },
      }));
      violations.push(...results.violations.map(({ id, nodes }) => `${page}: ${id}, ${nodes.length} times, as in ${nodes[0]!.html.slice(0, 120)}`));
    }
    expect(violations).toEqual([]);
    await window.close();
  }, 600_000);
});

// The other languages have the same texts, in pages made by the same program; their links are followed by links.test.ts.
test('the page of every type is shown without an error', async () => {
  const window = await site.window(WINDOWS.desktop);
  const types = sitePages().filter(path => path.startsWith('api/typescript/') && !apiPages.includes(path));
  expect(types.length).toBeGreaterThan(100);
  expect(await look(window, types)).toEqual({});
  await window.close();
});
