import { SiteWindow } from './browser';

/**
 * The links and pictures of pages that lead to nothing in the site: to no file, or to no such anchor.
 *
 * @param window shows a page of the site
 * @param pages the paths of all pages
 */
export async function brokenLinks(window: SiteWindow, pages: readonly string[]): Promise<string[]> {
  // In the browser, which parses pages as it does for readers.
  return window.page.evaluate(async ({ paths, site }) => {
    const statuses = new Map<string, Promise<number>>();
    const statusOf = (url: string) => {
      if (!statuses.has(url)) statuses.set(url, fetch(url).then(async response => { await response.arrayBuffer(); return response.status; }));
      return statuses.get(url)!;
    };
    const anchors = new Map<string, Set<string>>();
    const links: { from: string; to: string; hash: string }[] = [];
    for (const path of paths) {
      const response = await fetch(site + path);
      const parsed = new DOMParser().parseFromString(await response.text(), 'text/html');
      anchors.set(site + path, new Set([...parsed.querySelectorAll('[id]')].map(({ id }) => id)));
      for (const element of parsed.querySelectorAll('a[href], img[src], link[href], script[src]')) {
        const target = new URL((element.getAttribute('href') ?? element.getAttribute('src'))!, site + path);
        if (target.origin !== location.origin) continue;
        const hash = decodeURIComponent(target.hash.slice(1));
        target.hash = '';
        links.push({ from: path, to: target.pathname.endsWith('/') ? `${target.href}index.html` : target.href, hash });
      }
    }
    const broken: string[] = [];
    for (const { from, to, hash } of links) {
      if (!to.startsWith(site)) broken.push(`${from}: ${to} is outside of the site`);
      else if (!anchors.has(to) && await statusOf(to) !== 200) broken.push(`${from}: ${to.slice(site.length)} does not exist`);
      else if (hash !== '' && !anchors.get(to)?.has(hash)) broken.push(`${from}: ${to.slice(site.length)} has no #${hash}`);
    }
    return [...new Set(broken)];
  }, { paths: pages, site: new URL('.', window.page.url()).href });
}
