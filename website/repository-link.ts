import { existsSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { PAGES } from './pages';
import { REPOSITORY_URL, ROOT } from './repository';

/** The pictures that pages show, and their names in the site. */
export const PICTURES: ReadonlyMap<string, string> = new Map([['test/golden/two-clusters/dist/mesh.svg', 'two-clusters.svg']]);

/**
 * Where a link of a document leads in the site: to the page of another document, else to the file in the repository.
 *
 * @param source the document, relative to the repository
 * @throws if it leads to nothing
 */
export function siteLink(source: string, href: string): string {
  if (/^[a-z]+:/.test(href)) {
    return href;
  }
  const [path = '', anchor] = href.split('#', 2) as [string, string | undefined];
  const target = path === '' ? source : posix.normalize(posix.join(posix.dirname(source), path)).replace(/\/$/, '');
  if (target.startsWith('..') || !existsSync(join(ROOT, target))) {
    throw new Error(`${source} links to "${href}", which is not in the repository`);
  }
  if (target === 'API.md') {
    return '/api/typescript/';
  }
  const ofTarget = PAGES.filter(page => page.source === target);
  const page = ofTarget.find(({ sections, anchor: own }) => anchor === undefined || sections === undefined || anchor === own);
  if (page === undefined) {
    return `${REPOSITORY_URL}/${statSync(join(ROOT, target)).isDirectory() ? 'tree' : 'blob'}/main/${target}${anchor === undefined ? '' : `#${anchor}`}`;
  }
  return `/${page.path}${anchor === undefined ? '' : `#${anchor}`}`;
}

/** @throws if the picture is not one of those that the site has */
export function sitePicture(source: string, src: string): string {
  const target = posix.normalize(posix.join(posix.dirname(source), src));
  const name = PICTURES.get(target);
  if (name === undefined) {
    throw new Error(`${source} shows "${src}", which is not among the pictures of the site`);
  }
  return `/${name}`;
}
