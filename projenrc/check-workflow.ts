import { github } from 'projen';

/** What a pull request announces becomes the message of a commit: scripts/api-compatibility/messages.ts. Empty on a push. */
const PULL_REQUEST = {
  PULL_REQUEST_TITLE: '${{ github.event.pull_request.title }}',
  PULL_REQUEST_BODY: '${{ github.event.pull_request.body }}',
  PULL_REQUEST_BASE: '${{ github.event.pull_request.base.sha }}',
};

/** The floor of package.json's engines, and the release between it and that of the check. */
const OTHER_NODES = ['20.9', '22'];

/** Runs what is checked before a change lands, with what GitHub's machines have. */
export function addCheckWorkflow(project: github.GitHub): void {
  const workflow = project.addWorkflow('check');
  workflow.on({ pullRequest: {}, push: { branches: ['main'] }, workflowDispatch: {} });
  workflow.addJob('check', {
    runsOn: ['ubuntu-latest'],
    permissions: { contents: github.workflows.JobPermission.READ },
    timeoutMinutes: 120,
    tools: {
      node: { version: '24' },
      go: { version: 'stable', cache: false },
      python: { version: '3.12' },
      java: { version: '17', distribution: 'temurin' },
      dotnet: { version: '8.x' },
    },
    steps: [
      // The tags and the history: the API is compared with the last release, and the commits since then may announce a break.
      github.WorkflowSteps.checkout({ with: { fetchDepth: 0 } }),
      { name: 'Install dependencies', run: 'npm ci' },
      // This machine has what every suite needs: what would be skipped is broken.
      { name: 'Check', run: 'bash .ci/run', env: { REQUIRE_EVERY_SUITE: 'true', ...PULL_REQUEST } },
    ],
  });
  workflow.addJob('node', {
    name: 'node ${{ matrix.node }}',
    runsOn: ['ubuntu-latest'],
    permissions: { contents: github.workflows.JobPermission.READ },
    timeoutMinutes: 60,
    strategy: { failFast: false, matrix: { domain: { node: OTHER_NODES } } },
    tools: { node: { version: '${{ matrix.node }}' } },
    steps: [
      github.WorkflowSteps.checkout(),
      { name: 'Install dependencies', run: 'npm ci' },
      { name: 'Fast tests', run: 'npm test' },
    ],
  });
}
