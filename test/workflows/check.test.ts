import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';

const WORKFLOWS = join(__dirname, '..', '..', '.github', 'workflows');

interface Step { readonly run?: string; readonly env?: object }

const { jobs } = parse(readFileSync(join(WORKFLOWS, 'check.yml'), 'utf8'));
const check = (jobs.check.steps as Step[]).find(({ run }) => run === 'bash .ci/run')!;

test('the check of a pull request knows what it announces', () => {
  expect(check.env).toMatchObject({
    PULL_REQUEST_TITLE: '${{ github.event.pull_request.title }}',
    PULL_REQUEST_BODY: '${{ github.event.pull_request.body }}',
    PULL_REQUEST_BASE: '${{ github.event.pull_request.base.sha }}',
  });
});

// A title may hold a command: in a script it would run.
test.each(readdirSync(WORKFLOWS))('%s puts nothing of a pull request into a script', file => {
  const workflow = parse(readFileSync(join(WORKFLOWS, file), 'utf8')) as { jobs: { [name: string]: { steps: Step[] } } };
  const scripts = Object.values(workflow.jobs).flatMap(({ steps }) => steps.map(({ run }) => run ?? ''));
  expect(scripts.filter(script => /\$\{\{[^}]*github\.(event|head_ref)/.test(script))).toEqual([]);
});
