import { readFileSync } from 'fs';
import { join } from 'path';
import { released } from '../../scripts/changelog/heading';

test('only what has something below it becomes a release', () => {
  const nothing = '# Changelog\n\n## Unreleased\n\n## 0.1.0 - 2026-01-02\n\n- Doors.\n';
  expect(released(nothing, '0.1.1', '2026-01-03')).toBe(nothing);
  expect(released(nothing.replace('## 0.1.0', '- Hinges.\n\n## 0.1.0'), '0.1.1', '2026-01-03'))
    .toBe('# Changelog\n\n## 0.1.1 - 2026-01-03\n\n- Hinges.\n\n## 0.1.0 - 2026-01-02\n\n- Doors.\n');
});

test('the headings of the changelog are those that a release finds and writes', () => {
  const headings: string[] = readFileSync(join(__dirname, '..', '..', 'CHANGELOG.md'), 'utf8').match(/^## .*$/gm) ?? [];
  expect(headings.filter(heading => !/^## (Unreleased|\d+\.\d+\.\d+ - \d{4}-\d\d-\d\d)$/.test(heading))).toEqual([]);
  expect(headings.lastIndexOf('## Unreleased')).toBeLessThanOrEqual(0);
});
