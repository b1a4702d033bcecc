import { SiteBrowser, SiteWindow, WINDOWS } from './browser';
import { BASE, siteDirectory } from './site-directory';

let site: SiteBrowser;
let window: SiteWindow | undefined;
beforeAll(async () => {
  site = await SiteBrowser.open(siteDirectory(), BASE);
});
afterEach(async () => {
  const problems = window?.takeProblems();
  await window?.close();
  expect(problems ?? []).toEqual([]);
});
afterAll(() => site?.close());

// What a reader has in hand, what they look for, and where it is.
test.each([
  ['filter_chain_not_found', 'troubleshooting'],
  ['PushSecret AccessDenied', 'troubleshooting'],
  ['renew intermediates', 'trust'],
  ['service entry discovery', 'links'],
  ['MeshClusterProps', 'api/typescript/MeshClusterProps'],
])('searching for "%s" finds %s, without a network', async (words, page) => {
  window = await site.window(WINDOWS.desktop);
  await window.goto('index.html');
  await window.page.keyboard.press('Control+k');
  await window.page.locator('.VPLocalSearchBox input').fill(words);
  const results = window.page.locator('.VPLocalSearchBox .result');
  await results.first().waitFor();
  const links = await results.evaluateAll(elements => elements.map(element => (element as HTMLAnchorElement).pathname));
  expect(links.slice(0, 5)).toContain(`${BASE}${page}.html`);
  await results.nth(links.indexOf(`${BASE}${page}.html`)).click();
  await window.page.waitForURL(url => url.pathname === `${BASE}${page}.html`);
  expect(await window.page.locator('h1').innerText()).not.toBe('');
});

test('a search without a result says so', async () => {
  window = await site.window(WINDOWS.desktop);
  await window.goto('index.html');
  await window.page.keyboard.press('Control+k');
  await window.page.locator('.VPLocalSearchBox input').fill('zzyzx');
  await window.page.getByText('No results for').waitFor();
});

test('the switch changes the colours, and the next page keeps them', async () => {
  window = await site.window({ ...WINDOWS.desktop, colorScheme: 'light' });
  await window.goto('trust.html');
  const isDark = () => window!.page.evaluate(() => document.documentElement.classList.contains('dark'));
  expect(await isDark()).toBe(false);
  await window.page.locator('.VPSwitchAppearance:visible').click();
  expect(await isDark()).toBe(true);
  await window.goto('aws.html');
  expect(await isDark()).toBe(true);
});

test('a phone reaches every page from the menu', async () => {
  window = await site.window(WINDOWS.phone);
  await window.goto('trust.html');
  await window.page.getByRole('button', { name: 'Menu', exact: true }).click();
  await window.page.locator('.VPSidebar').getByRole('link', { name: 'Troubleshooting by symptom' }).click();
  await window.page.waitForURL(/troubleshooting\.html$/);
  await window.page.getByRole('heading', { level: 1, name: 'Troubleshooting by symptom' }).waitFor();
});

test('the page of a type leads to the same in another language, with examples in it', async () => {
  window = await site.window(WINDOWS.desktop);
  await window.goto('api/typescript/Mesh.html');
  await window.page.getByRole('navigation', { name: 'Language' }).getByRole('link', { name: 'Python' }).click();
  await window.page.waitForURL(/api\/python\/Mesh\.html$/);
  await window.page.getByText('add_cluster').first().waitFor();
  expect(await window.page.locator('.language-python').first().innerText()).toContain('Mesh(');
});

test('examples are there in each language, and who has chosen one sees it on every page', async () => {
  window = await site.window(WINDOWS.desktop);
  await window.goto('index.html');
  const group = window.page.locator('.vp-code-group').first();
  for (const [language, text] of [['TypeScript', 'new Mesh('], ['Python', 'Mesh(mesh_id="demo")'], ['Java', 'Mesh.Builder.create()'], ['Go', 'NewMesh(&MeshProps']]) {
    await group.getByText(language!, { exact: true }).click();
    expect(await group.locator('div[class*="language-"].active').innerText()).toContain(text);
  }
  const shown = () => window!.page.locator('.vp-code-group div[class*="language-"].active').evaluateAll(blocks => [...new Set(blocks.map(({ className }) => /language-(\w+)/.exec(className)![1]))]);
  await window.goto('links.html');
  expect(await window.page.locator('.vp-code-group').count()).toBeGreaterThan(2);
  expect(await shown()).toEqual(['go']);
  await window.page.locator('.vp-code-group').last().getByText('Python', { exact: true }).click();
  expect(await shown()).toEqual(['python']);
  // Without loading a page anew.
  await window.page.locator('.VPSidebar').getByRole('link', { name: 'Several accounts and regions' }).click();
  await window.page.waitForURL(/cross-account\.html$/);
  await window.page.getByRole('heading', { level: 1, name: 'Several accounts and regions' }).waitFor();
  expect(await shown()).toEqual(['python']);
});

test('without JavaScript the pages can be read', async () => {
  window = await site.window({ ...WINDOWS.desktop, javaScriptEnabled: false });
  await window.goto('links.html');
  expect(await window.page.locator('h1').innerText()).toContain('Links');
  expect(await window.page.locator('main table').first().isVisible()).toBe(true);
  await window.page.locator('.VPSidebar').getByRole('link', { name: 'Trust', exact: true }).click();
  expect(await window.page.locator('h1').innerText()).toContain('Trust');
});
