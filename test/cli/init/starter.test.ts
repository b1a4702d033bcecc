import { readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { readTree, temporaryDirectory } from '../../bundle/temporary-directory';
import { runProgram } from '../../user-project/run-program';
import { typeErrors } from '../../user-project/type-errors';
import { succeed } from '../run-cli';

const ROOT = join(__dirname, '..', '..', '..');

const GOLDEN = join(ROOT, 'test', 'golden', 'two-clusters', 'dist');

async function newProject(meshId = 'shop'): Promise<string> {
  const directory = join(temporaryDirectory(), 'shop');
  await succeed(['init', directory, '--mesh-id', meshId, '--no-install']);
  return directory;
}

interface Manifest {
  readonly scripts: { readonly [name: string]: string };
  readonly dependencies: { readonly [name: string]: string };
  readonly devDependencies: { readonly [name: string]: string };
  readonly peerDependencies: { readonly [name: string]: string };
}

function manifestOf(directory: string): Manifest {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest;
}

test('its types are right, and a mistake in it would be seen', async () => {
  const sources = Object.fromEntries(Object.entries(readTree(await newProject())).filter(([name]) => name.endsWith('.ts')));
  const wrong = sources['mesh.ts'].replace('meshId', 'meshName');
  expect(typeErrors({ ...sources, 'wrong.ts': wrong }, ['node', 'jest'])).toEqual([expect.stringMatching(/^wrong\.ts: .*meshName/)]);
}, 120_000);

test('its program writes the templates and a bundle for each cluster', async () => {
  const directory = await newProject();
  expect(runProgram(directory)).toMatchObject({ exitCode: 0 });
  const written = Object.keys(readTree(join(directory, 'dist')));
  expect(written).toEqual(expect.arrayContaining(['mesh.json', 'mesh.svg', 'cluster1/kustomization.yaml', 'cluster2/kustomization.yaml']));
  const { artifacts } = JSON.parse(readFileSync(join(directory, 'cdk.out', 'manifest.json'), 'utf8')) as { artifacts: { [id: string]: { type: string } } };
  expect(Object.values(artifacts).filter(({ type }) => type === 'aws:cloudformation:stack')).toHaveLength(4);
}, 60_000);

// So what the tests on real clusters say of the example holds for a new project. The reader is that of the default.
test('its bundles are those of examples/two-clusters, but that no cluster may read the Secrets of the other one', async () => {
  const directory = await newProject('demo');
  expect(runProgram(directory)).toMatchObject({ exitCode: 0 });
  const manifests = (tree: { [path: string]: string }) => Object.fromEntries(Object.entries(tree).filter(([path]) => /^cluster\d\//.test(path)));
  const example = manifests(readTree(GOLDEN));
  const readers = ['cluster1/50-reader.yaml', 'cluster2/50-reader.yaml'];
  expect(manifests(readTree(join(directory, 'dist')))).toEqual({
    ...example,
    ...Object.fromEntries(readers.map(path => [path, example[path].replace(/^ +- secrets\n/m, '')])),
  });
}, 60_000);

test('both command lines run its program, and write where it does', async () => {
  const directory = await newProject();
  const app = 'npx tsx main.ts';
  expect(JSON.parse(readFileSync(join(directory, 'cdk.json'), 'utf8'))).toMatchObject({ app, output: 'cdk.out' });
  expect(parse(readFileSync(join(directory, 'cdk8s.yaml'), 'utf8'))).toMatchObject({ app, output: 'dist' });
});

test('it depends on every peer of the library, in the range that the library takes', async () => {
  const peers = manifestOf(ROOT).peerDependencies;
  const { 'cdk-istio-privatelink': library, ...dependencies } = manifestOf(await newProject()).dependencies;
  expect(library).toBeDefined();
  expect(dependencies).toEqual(peers);
});

test('everything that its scripts and its README run is installed', async () => {
  const directory = await newProject();
  const { scripts, dependencies, devDependencies } = manifestOf(directory);
  const readme = readFileSync(join(directory, 'README.md'), 'utf8');
  const started = new Set([
    ...Object.values(scripts).flatMap(script => script.split('&&').map(command => command.trim().split(' ')[0])),
    ...[...readme.matchAll(/^npx (\S+)/gm)].map(([, name]) => name),
  ]);
  const programs = { 'aws-cdk': 'cdk', 'cdk8s-cli': 'cdk8s', 'jest': 'jest', 'typescript': 'tsc', 'tsx': 'tsx', 'cdk-istio-privatelink': 'istio-privatelink' };
  const installed = Object.entries(programs).filter(([name]) => name in dependencies || name in devDependencies).map(([, program]) => program);
  expect([...started].filter(program => !installed.includes(program))).toEqual([]);
  for (const [, script] of readme.matchAll(/^npm (?:run )?(\w+)/gm)) {
    expect(Object.keys(scripts)).toContain(script);
  }
});

test('keys and what is built stay out of Git, bundles do not', async () => {
  const ignored = readFileSync(join(await newProject(), '.gitignore'), 'utf8').split('\n');
  expect(ignored).toEqual(expect.arrayContaining(['node_modules', 'cdk.out', 'certs']));
  expect(ignored).not.toContain('dist');
});
