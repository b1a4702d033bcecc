import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** The parts of the theme and the search; those that draw diagrams are kept when they were needed once. */
const NEEDED_CHUNKS = /^assets\/chunks\/(framework|theme|@localSearchIndex|VPLocalSearchBox)/;

/** What a reader without a network wants: every document. The pages of the API are many, and are kept when they were read once. */
export function isPrecached(path: string): boolean {
  if (path.startsWith('api/') || path.startsWith('assets/api_')) return false;
  if (path.startsWith('assets/chunks/')) return NEEDED_CHUNKS.test(path);
  if (path.endsWith('.woff2')) return path.includes('-latin.');
  return /\.(html|js|css|svg|json)$/.test(path) && path !== '404.html';
}

/**
 * Writes the service worker of a finished site, which keeps the documents in the reader's browser.
 *
 * @param base the path under which the site will be served
 */
export function writeServiceWorker(site: string, base: string): void {
  const files = readdirSync(site, { recursive: true, encoding: 'utf8' })
    .filter(path => !statSync(join(site, path)).isDirectory())
    .map(path => path.split(sep).join('/'))
    .filter(isPrecached)
    .sort();
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`${file}\0`).update(readFileSync(join(site, file)));
  }
  // The home page is asked for by its directory, too.
  const urls = [base, ...files.map(file => base + file)];
  writeFileSync(join(site, 'service-worker.js'), [
    `const VERSION = ${JSON.stringify(hash.digest('hex').slice(0, 12))};`,
    `const FILES = ${JSON.stringify(urls, undefined, 2)};`,
    readFileSync(join(__dirname, 'service-worker.js'), 'utf8'),
  ].join('\n'));
}
