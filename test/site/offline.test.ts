import { SiteBrowser, WINDOWS } from './browser';
import { BASE, siteDirectory } from './site-directory';
import { documentPages } from './site-pages';

test('who has seen the home page reads and searches all documents when the site cannot be reached any more', async () => {
  const site = await SiteBrowser.open(siteDirectory(), BASE);
  try {
    const window = await site.window({ ...WINDOWS.desktop, serviceWorkers: 'allow' });
    await window.goto('');
    await window.page.evaluate(() => navigator.serviceWorker.ready);
    await window.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    // What is read while the worker is there is kept: what draws the diagram, and a type.
    await window.goto('');
    await window.goto('api/python/LinkMode.html');
    expect(window.takeProblems()).toEqual([]);

    await site.stopServing();
    for (const page of [...documentPages(), '', 'api/python/LinkMode.html']) {
      await window.goto(page);
      expect([page, await window.page.locator('h1').innerText()]).toEqual([page, expect.stringMatching(/\S/)]);
    }
    await window.goto('trust.html');
    await window.page.keyboard.press('Control+k');
    await window.page.locator('.VPLocalSearchBox input').fill('filter_chain_not_found');
    await window.page.locator('.VPLocalSearchBox .result').first().click();
    await window.page.waitForURL(/troubleshooting\.html/);
    await window.page.getByRole('heading', { level: 1, name: 'Troubleshooting by symptom' }).waitFor();
    // A type that was never read.
    await expect(window.page.goto(`${site.url}api/go/Mesh.html`)).rejects.toThrow('net::');
  } finally {
    await site.close();
  }
});
