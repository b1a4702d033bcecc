import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { brokenLinks } from './broken-links';
import { SiteBrowser, WINDOWS } from './browser';
import { objections } from './looks';
import { BASE, siteDirectory } from './site-directory';
import { sitePages } from './site-pages';
import { temporaryDirectory } from '../bundle/temporary-directory';

async function brokenLinksOf(directory: string): Promise<string[]> {
  const site = await SiteBrowser.open(directory, BASE);
  try {
    const window = await site.window(WINDOWS.desktop);
    await window.goto('index.html');
    return await brokenLinks(window, sitePages(directory));
  } finally {
    await site.close();
  }
}

test('no link and no picture is broken', async () => {
  expect(await brokenLinksOf(siteDirectory())).toEqual([]);
});

test('a page, an anchor or a picture that is gone is found', async () => {
  const directory = join(temporaryDirectory(), 'site');
  cpSync(siteDirectory(), directory, { recursive: true });
  rmSync(join(directory, 'trust.html'));
  rmSync(join(directory, 'two-clusters.svg'));
  const aws = join(directory, 'aws.html');
  writeFileSync(aws, readFileSync(aws, 'utf8').replace('id="deletion"', 'id="removal"'));
  const broken = await brokenLinksOf(directory);
  expect(broken).toEqual(expect.arrayContaining([
    'getting-started.html: trust.html does not exist',
    'index.html: two-clusters.svg does not exist',
    'troubleshooting.html: aws.html has no #deletion',
  ]));
});

test('what readers object to is found', async () => {
  const directory = join(temporaryDirectory(), 'site');
  mkdirSync(directory);
  writeFileSync(join(directory, '404.html'), '');
  writeFileSync(join(directory, 'index.html'), `<!doctype html><title>bad</title><h1> </h1><div style="width: 2000px">wide</div><img src="gone.png" alt="">
    <script src="https://example.com/script.js"></script><script>console.warn('careful'); missing();</script>`);
  const site = await SiteBrowser.open(directory, BASE);
  try {
    const window = await site.window(WINDOWS.desktop);
    await window.goto('');
    const found = await objections(window);
    for (const part of ['asks https://example.com/script.js', 'console: careful', 'error: missing is not defined', '404: gone.png', 'pixels too wide', 'headings of first level', 'does not show']) {
      expect(found).toContainEqual(expect.stringContaining(part));
    }
  } finally {
    await site.close();
  }
});
