import { github } from 'projen';

const { READ, WRITE } = github.workflows.JobPermission;

/** Looks for faults in the code, and for known vulnerabilities in what ships; weekly too, because both are found later than made. */
export function addSecurityWorkflow(project: github.GitHub): void {
  const workflow = project.addWorkflow('security');
  workflow.on({ pullRequest: {}, push: { branches: ['main'] }, schedule: [{ cron: '30 5 * * 1' }], workflowDispatch: {} });
  workflow.addJob('codeql', {
    runsOn: ['ubuntu-latest'],
    permissions: { contents: READ, securityEvents: WRITE },
    timeoutMinutes: 30,
    strategy: { failFast: false, matrix: { domain: { language: ['javascript-typescript', 'actions'] } } },
    steps: [
      github.WorkflowSteps.checkout(),
      { uses: 'github/codeql-action/init@v4.36.2', with: { 'languages': '${{ matrix.language }}', 'build-mode': 'none' } },
      { uses: 'github/codeql-action/analyze@v4.36.2', with: { category: '/language:${{ matrix.language }}' } },
    ],
  });
  workflow.addJob('audit', {
    runsOn: ['ubuntu-latest'],
    permissions: { contents: READ },
    timeoutMinutes: 10,
    tools: { node: { version: '24' } },
    steps: [
      github.WorkflowSteps.checkout(),
      // What is only used in development does not reach users.
      { name: 'Known vulnerabilities in what ships', run: 'npm audit --omit=dev --audit-level=high' },
    ],
  });
}
