/**
 * Writes the version in package.json over what the changelog has as unreleased. A release does so for what it packs: `bump` runs
 * this, and `unbump` takes it back.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { released } from './heading';
import { git } from '../api-compatibility/git';

const CHANGELOG = 'CHANGELOG.md';

const root = process.cwd();
if (git(root, ['status', '--porcelain', '--', CHANGELOG]) !== '') {
  throw new Error(`${CHANGELOG} has changes that are not committed, and would lose them: commit it first`);
}
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
// The commit's day, not today: a release that runs again packs the same bytes.
const date = git(root, ['log', '-1', '--format=%cs']).trim();
writeFileSync(CHANGELOG, released(readFileSync(CHANGELOG, 'utf8'), version, date));
