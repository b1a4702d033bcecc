import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';

const WORKFLOWS = join(__dirname, '..', '..', '.github', 'workflows');

interface Job {
  readonly permissions?: object;
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
}
interface Workflow { readonly jobs: { readonly [name: string]: Job } }

const workflows = readdirSync(WORKFLOWS).map(file => ({ file, workflow: parse(readFileSync(join(WORKFLOWS, file), 'utf8')) as Workflow }));
const jobs = workflows.flatMap(({ file, workflow }) => Object.entries(workflow.jobs).map(([name, job]) => ({ name: `${file} ${name}`, job })));

test('there are the workflows that a release needs', () => {
  expect(workflows.map(({ file }) => file)).toEqual(
    ['build.yml', 'check.yml', 'dependency-review.yml', 'docs.yml', 'pull-request-lint.yml', 'release.yml', 'security.yml', 'upgrade-main.yml'],
  );
});

test.each(jobs)('$name uses actions by their commits, and says what it may do', ({ job }) => {
  const used = job.steps.map(({ uses }) => uses).filter(uses => uses !== undefined);
  expect(used.filter(uses => !/^[\w.-]+(\/[\w.-]+)+@[0-9a-f]{40}$/.test(uses))).toEqual([]);
  expect(job.permissions).toBeDefined();
});

test.each(jobs.filter(({ name }) => name.startsWith('release.yml release_')))('$name publishes with a pinned publisher', ({ job }) => {
  const publishers = job.steps.flatMap(({ run }) => run?.match(/publib@[^']+/g) ?? []);
  expect(publishers.filter(publisher => !/^publib@\d+\.\d+\.\d+$/.test(publisher))).toEqual([]);
});

test.each(['npm', 'pypi', 'nuget'])('%s knows the workflow by its identity, so there is no token to steal', registry => {
  const { job } = jobs.find(({ name }) => name === `release.yml release_${registry}`)!;
  expect(job.permissions).toMatchObject({ 'id-token': 'write' });
  expect(JSON.stringify(job.steps)).not.toMatch(/secrets\.(NPM|TWINE|NUGET_API)/);
});
