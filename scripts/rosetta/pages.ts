import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** README.md is in the assembly already, and API.md is made from the API: its blocks are signatures. */
const LEFT_OUT = ['README.md', 'API.md'];

/** The directories with pages that people read; '' is the top. */
const DIRECTORIES = ['', 'docs', 'examples', 'starter'];

/** The pages with examples beside the README, by their path in the project. */
export function pagesOf(root: string): string[] {
  return DIRECTORIES.flatMap(directory => readdirSync(join(root, directory)).filter(name => name.endsWith('.md')).sort()
    .map(name => directory === '' ? name : `${directory}/${name}`))
    .filter(page => !LEFT_OUT.includes(page));
}
