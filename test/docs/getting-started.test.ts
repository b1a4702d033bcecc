import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { readTree, temporaryDirectory } from '../bundle/temporary-directory';
import { succeed } from '../cli/run-cli';
import { runProgram } from '../user-project/run-program';

const PAGE = readFileSync(join(__dirname, '..', '..', 'docs', 'getting-started.md'), 'utf8');

// What belongs to other choices than those of the new project, and is said to be so.
const OF_OTHER_CHOICES = ['install/eastwest.yaml'];

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: { readonly ports?: readonly { readonly port: number }[] };
  readonly data?: { readonly [file: string]: string };
}

interface Bundle { readonly files: { readonly [path: string]: string }; readonly manifests: readonly Manifest[] }

/** What the page makes in its first step. */
async function newProject(): Promise<string> {
  const directory = join(temporaryDirectory(), 'my-mesh');
  await succeed(['init', directory, '--no-install']);
  return directory;
}

async function synthesizedProject(): Promise<string> {
  const directory = await newProject();
  expect(runProgram(directory)).toMatchObject({ exitCode: 0 });
  return directory;
}

function bundleOf(project: string, cluster: string): Bundle {
  const files = readTree(join(project, 'dist', cluster));
  const manifests = Object.entries(files).filter(([path]) => /^\d\d-.*\.yaml$/.test(path))
    .flatMap(([, text]) => parseAllDocuments(text).map(document => document.toJS() as Manifest));
  return { files, manifests };
}

function has({ manifests }: Bundle, kind: string, name: string, namespace?: string): boolean {
  return manifests.some(manifest => manifest.kind === kind && manifest.metadata.name === name && manifest.metadata.namespace === namespace);
}

function matches(pattern: RegExp, text = PAGE): string[][] {
  return [...text.matchAll(pattern)].map(([, ...groups]) => groups);
}

test('everything that the page names is in the project that it makes', async () => {
  const project = await synthesizedProject();
  const { clusters } = JSON.parse(readFileSync(join(project, 'dist', 'mesh.json'), 'utf8')) as { clusters: { name: string }[] };
  const names = clusters.map(({ name }) => name);
  const bundles = Object.fromEntries(names.map(name => [name, bundleOf(project, name)]));

  const contexts = new Set([...matches(/--(?:remote-)?contexts? ([\w-]+)/g), ...matches(/^for c in (.*); do$/gm)].flatMap(([text]) => text.split(' ')));
  expect([...contexts].sort()).toEqual(names);

  const files = matches(/dist\/\$c\/([\w/.-]+)/g).concat(matches(/`((?:install\/)?[\w-]+\.yaml)`/g)).map(([path]) => path).filter(path => !OF_OTHER_CHOICES.includes(path));
  expect(files.length).toBeGreaterThan(3);
  expect(files.filter(path => !names.every(name => path in bundles[name].files))).toEqual([]);
  const others = matches(/`((?:dist\/[\w.-]+)|[\w.]+\.ts)`/g).map(([path]) => path);
  expect(others).toEqual(expect.arrayContaining(['mesh.ts', 'dist/cluster1', 'dist/cluster2', 'dist/mesh.json']));
  expect(others.filter(path => !existsSync(join(project, path)))).toEqual([]);
}, 60_000);

test('its calls start from pods that the project has, and go to services that answer as the page says', async () => {
  const project = await synthesizedProject();
  const calls = matches(/^kubectl exec -n (\S+) deploy\/(\S+) --context (\S+) -- curl -s ([\w-]+)\.([\w-]+)\.svc\.cluster\.local:(\d+)$/gm);
  expect(calls).toHaveLength(PAGE.split('kubectl exec').length - 1);
  expect(calls.map(([, , context]) => context)).toEqual(['cluster1', 'cluster2']);
  const answers = matches(/`(hello from [\w-]+)`/g).map(([answer]) => answer);
  expect(calls.map(([namespace, deployment, context, service, itsNamespace, port]) => {
    const [caller, provider] = [bundleOf(project, context), bundleOf(project, context === 'cluster1' ? 'cluster2' : 'cluster1')];
    expect([context, has(caller, 'Namespace', namespace), has(caller, 'Deployment', deployment, namespace)]).toEqual([context, true, true]);
    const found = provider.manifests.find(({ kind, metadata }) => kind === 'Service' && metadata.name === service && metadata.namespace === itsNamespace);
    expect(found?.spec?.ports?.map(it => String(it.port))).toEqual([port]);
    const config = provider.manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === service && metadata.namespace === itsNamespace);
    return /hello from [\w-]+/.exec(config?.data?.['default.conf'] ?? '')?.[0];
  })).toEqual(answers);
}, 60_000);

test('the README of the project ends with a call of the page', async () => {
  const readme = readFileSync(join(await newProject(), 'README.md'), 'utf8');
  const calls = matches(/^(kubectl exec .*)$/gm, readme).flat();
  expect(calls).toHaveLength(1);
  expect(matches(/^(kubectl exec .*)$/gm).flat()).toContain(calls[0]);
});
