import { readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';

const ROOT = join(__dirname, '..', '..');
const { jobs } = parse(readFileSync(join(ROOT, '.github', 'workflows', 'release.yml'), 'utf8'));
const { tasks } = JSON.parse(readFileSync(join(ROOT, '.projen', 'tasks.json'), 'utf8'));

test('what breaks without an announcement stops a release before anything is published', () => {
  const spawned = (tasks.release.steps as { spawn?: string }[]).map(({ spawn }) => spawn);
  expect(spawned.indexOf('compat')).toBeGreaterThan(spawned.indexOf('build'));
  const runs = (jobs.release.steps as { run?: string }[]).map(({ run }) => run);
  expect(runs.filter(run => run?.includes('projen'))).toEqual(['npx projen release']);
  const publishers = Object.keys(jobs).filter(name => name !== 'release');
  expect(publishers).toEqual(expect.arrayContaining(['release_npm', 'release_github']));
  expect(publishers.filter(name => ![jobs[name].needs].flat().includes('release'))).toEqual([]);
});

// It compares with the last tag, and the commits since then may announce a break.
test('the release sees the whole history', () => {
  expect(jobs.release.steps[0].with).toMatchObject({ 'fetch-depth': 0 });
});
