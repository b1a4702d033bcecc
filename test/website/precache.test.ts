import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { isPrecached, writeServiceWorker } from '../../website/offline/precache';
import { temporaryDirectory } from '../bundle/temporary-directory';

test.each([
  ['trust.html', true],
  ['assets/trust.md.abc.js', true],
  ['assets/style.abc.css', true],
  ['assets/inter-roman-latin.abc.woff2', true],
  ['assets/chunks/@localSearchIndexroot.abc.js', true],
  ['two-clusters.svg', true],
  ['assets/inter-roman-greek.abc.woff2', false],
  ['assets/chunks/sequenceDiagram-abc.js', false],
  ['api/go/Mesh.html', false],
  ['assets/api_go_Mesh.md.abc.js', false],
  ['404.html', false],
])('a reader without a network has %s: %s', (path, expected) => {
  expect(isPrecached(path)).toBe(expected);
});

/** The service worker of a site with these files. */
function serviceWorker(files: { readonly [path: string]: string }): string {
  const site = temporaryDirectory();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(site, path)), { recursive: true });
    writeFileSync(join(site, path), text);
  }
  writeServiceWorker(site, '/base/');
  return readFileSync(join(site, 'service-worker.js'), 'utf8');
}

test('the same site has the same service worker; another text of a document, another version', () => {
  const files = { 'index.html': 'home', 'trust.html': 'trust', 'api/go/Mesh.html': 'Mesh' };
  const worker = serviceWorker(files);
  expect(worker).toContain('const FILES = [\n  "/base/",\n  "/base/index.html",\n  "/base/trust.html"\n];');
  expect(serviceWorker(files)).toBe(worker);
  expect(serviceWorker({ ...files, 'trust.html': 'distrust' }).split('\n')[0]).not.toBe(worker.split('\n')[0]);
});
