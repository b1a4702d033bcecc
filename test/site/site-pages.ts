import { readdirSync } from 'fs';
import { sep } from 'path';
import { siteDirectory } from './site-directory';

/** The pages of the site, by their paths. */
export function sitePages(directory = siteDirectory()): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.html'))
    .map(path => path.split(sep).join('/'))
    .sort();
}

/** Those that come from documents. */
export function documentPages(): string[] {
  return sitePages().filter(path => !path.includes('/') && path !== '404.html');
}
