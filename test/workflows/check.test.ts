import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';

const WORKFLOWS = join(__dirname, '..', '..', '.github', 'workflows');

interface Step { readonly uses?: string; readonly run?: string; readonly env?: object }

const { jobs } = parse(readFileSync(join(WORKFLOWS, 'check.yml'), 'utf8'));
const check = (jobs.check.steps as Step[]).find(({ run }) => run === 'bash .ci/run')!;

test('the check of a pull request knows what it announces', () => {
  expect(check.env).toMatchObject({
    PULL_REQUEST_TITLE: '${{ github.event.pull_request.title }}',
    PULL_REQUEST_BODY: '${{ github.event.pull_request.body }}',
    PULL_REQUEST_BASE: '${{ github.event.pull_request.base.sha }}',
  });
});

test('the check has the tools of every suite, and none of them may be skipped', () => {
  const tools = (jobs.check.steps as Step[]).flatMap(({ uses }) => /^actions\/setup-(\w+)@/.exec(uses ?? '')?.[1] ?? []);
  expect(tools.sort()).toEqual(['dotnet', 'go', 'java', 'node', 'python']);
  expect(check.env).toMatchObject({ REQUIRE_EVERY_SUITE: 'true' });
});

test('the fast tests run with the oldest Node that the package promises', () => {
  const { engines } = JSON.parse(readFileSync(join(WORKFLOWS, '..', '..', 'package.json'), 'utf8'));
  const { matrix } = jobs.node.strategy;
  expect(`>= ${matrix.node[0]}.0`).toBe(engines.node);
  expect((jobs.node.steps as Step[]).map(({ run }) => run)).toContain('npm test');
});

// A title may hold a command: in a script it would run.
test.each(readdirSync(WORKFLOWS))('%s puts nothing of a pull request into a script', file => {
  const workflow = parse(readFileSync(join(WORKFLOWS, file), 'utf8')) as { jobs: { [name: string]: { steps: Step[] } } };
  const scripts = Object.values(workflow.jobs).flatMap(({ steps }) => steps.map(({ run }) => run ?? ''));
  expect(scripts.filter(script => /\$\{\{[^}]*github\.(event|head_ref)/.test(script))).toEqual([]);
});
