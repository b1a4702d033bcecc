import { existsSync, readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

test('the Construct Hub finds the package by its keywords, and may list it under its licence', () => {
  expect(manifest.keywords).toEqual(expect.arrayContaining(['cdk', 'aws-cdk', 'cdk8s']));
  expect(manifest.license).toBe('Apache-2.0');
  expect(readFileSync(join(ROOT, 'LICENSE'), 'utf8')).toContain('Apache License');
  expect(manifest.private).toBeUndefined();
  expect(manifest.publishConfig).toEqual({ access: 'public' });
});

test('its page has an author, a repository, a description and a stability', () => {
  expect(manifest.author).toMatchObject({ name: expect.stringMatching(/./), email: expect.stringContaining('@') });
  expect(manifest.repository).toEqual({ type: 'git', url: expect.stringMatching(/^https:\/\/github\.com\/[\w-]+\/cdk-istio-privatelink\.git$/) });
  expect(manifest.description).toMatch(/./);
  expect(['experimental', 'stable']).toContain(manifest.stability);
});

test('each language has a package, and the Go module lies beside the repository', () => {
  const { java, python, dotnet, go } = manifest.jsii.targets;
  expect(python).toEqual({ distName: 'cdk-istio-privatelink', module: 'cdk_istio_privatelink' });
  expect(java).toEqual({
    package: 'io.github.cdkistioprivatelink',
    maven: { groupId: 'io.github.cdk-istio-privatelink', artifactId: 'cdk-istio-privatelink' },
  });
  expect(dotnet).toEqual({ namespace: 'CdkIstioPrivatelink', packageId: 'CdkIstioPrivatelink' });
  expect(`https://${go.moduleName}`).toBe(manifest.repository.url.replace(/\.git$/, '-go'));
});

// The Hub shows a language for each target, with a command that installs it.
test('a language that the manifest promises is published', () => {
  const release = readFileSync(join(ROOT, '.github', 'workflows', 'release.yml'), 'utf8');
  const jobs: { [target: string]: string } = { java: 'maven', python: 'pypi', dotnet: 'nuget', go: 'golang' };
  expect(Object.keys(manifest.jsii.targets).filter(target => !release.includes(`\n  release_${jobs[target]}:\n`))).toEqual([]);
});

test('what the Hub reads is in the package', () => {
  expect(manifest.files).toContain('.jsii');
  expect(manifest.exports).toHaveProperty(['./.jsii'], './.jsii');
  expect(existsSync(join(ROOT, 'README.md'))).toBe(true);
});

// https://github.com/cdklabs/cdk-construct-analyzer/blob/main/src/lib/utils/documentation.ts
test('the analyzer finds the documentation complete', () => {
  const blocks = readFileSync(join(ROOT, 'README.md'), 'utf8').match(/```/g) ?? [];
  expect(blocks.length / 2).toBeGreaterThan(1);
  expect(existsSync(join(ROOT, 'docs'))).toBe(true);
});

test('npm gets the package with provenance: the job that publishes has an identity, and no token', () => {
  const job = readFileSync(join(ROOT, '.github', 'workflows', 'release.yml'), 'utf8').split('\n  release_npm:\n')[1].split(/\n  \w+:\n/)[0];
  expect(job).toMatch(/^      id-token: write$/m);
  expect(job).toContain('NPM_TRUSTED_PUBLISHER: "true"');
  expect(job).not.toMatch(/secrets\.NPM_TOKEN/);
});
