import { github } from 'projen';

const { READ, WRITE } = github.workflows.JobPermission;

/** Publishes the documentation site to GitHub Pages. Only the second job may publish, and it runs nothing of this repository. */
export function addDocsWorkflow(project: github.GitHub): void {
  const workflow = project.addWorkflow('docs');
  workflow.on({ push: { branches: ['main'] }, workflowDispatch: {} });
  workflow.addJob('build', {
    runsOn: ['ubuntu-latest'],
    // configure-pages asks for the site's address.
    permissions: { contents: READ, pages: READ },
    timeoutMinutes: 30,
    tools: { node: { version: '24' } },
    steps: [
      github.WorkflowSteps.checkout(),
      { name: 'Configure pages', id: 'pages', uses: 'actions/configure-pages@v6.0.0' },
      { name: 'Install dependencies', run: 'npm ci' },
      // The pages of a project are below a path of their own.
      { name: 'Build', run: 'npm run docs -- --base "$BASE_PATH/"', env: { BASE_PATH: '${{ steps.pages.outputs.base_path }}' } },
      { name: 'Upload', uses: 'actions/upload-pages-artifact@v5.0.0', with: { path: 'dist/site' } },
    ],
  });
  workflow.addJob('deploy', {
    needs: ['build'],
    runsOn: ['ubuntu-latest'],
    permissions: { pages: WRITE, idToken: WRITE },
    timeoutMinutes: 10,
    environment: { name: 'github-pages', url: '${{ steps.deployment.outputs.page_url }}' },
    // A run that waits gives way to a newer one; one that deploys ends.
    concurrency: 'pages',
    steps: [{ name: 'Deploy', id: 'deployment', uses: 'actions/deploy-pages@v5.0.1' }],
  });
}
