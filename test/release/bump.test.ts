import { Repository } from './repository';
import { errorMessage } from '../mesh/error-message';

// 0.0.0 only keeps the name on npm, where it is before the first release: docs/releasing.md.
test('the first release is 0.1.0; what it packs has the changes below that version, and Git has them as they were', () => {
  const repository = new Repository();
  repository.task('bump');
  expect(repository.read('dist/version.txt')).toBe('0.1.0');
  expect(repository.read('dist/releasetag.txt')).toBe('v0.1.0');
  expect(repository.read('dist/changelog.md')).toMatch(/^## 0\.1\.0 .*\n\n### Features\n\n\* doors/m);
  expect(repository.read('CHANGELOG.md')).toBe(`# Changelog\n\n## 0.1.0 - ${repository.commitDate()}\n\n- Doors.\n`);
  repository.task('unbump');
  expect(repository.read('CHANGELOG.md')).toBe('# Changelog\n\n## Unreleased\n\n- Doors.\n');
  expect(repository.changes()).toBe('');
}, 120_000);

test.each([
  { commit: 'fix: hinges', version: '0.1.1' },
  { commit: 'feat!: round doors', version: '0.2.0' },
  { commit: 'docs: doors', version: '0.1.0' },
])('after v0.1.0, "$commit" gives $version', ({ commit, version }) => {
  const repository = new Repository();
  repository.tag('v0.1.0');
  repository.commit(commit);
  repository.task('bump');
  expect(repository.read('dist/releasetag.txt')).toBe(`v${version}`);
}, 120_000);

test('a release does not lose changes of the changelog that are not committed', () => {
  const repository = new Repository();
  repository.write('CHANGELOG.md', '# Changelog\n\n## Unreleased\n\n- Windows.\n');
  expect(errorMessage(() => repository.script('scripts/changelog/main.ts')))
    .toContain('CHANGELOG.md has changes that are not committed, and would lose them: commit it first');
}, 60_000);
