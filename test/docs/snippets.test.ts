import { spawnSync } from 'child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';
import { readTree, temporaryDirectory } from '../bundle/temporary-directory';

const ROOT = join(__dirname, '..', '..');
const FIXTURE = readFileSync(join(ROOT, 'rosetta', 'default.ts-fixture'), 'utf8');

interface Snippet { readonly name: string; readonly isProgram: boolean; readonly code: string }

/** The TypeScript blocks of a page. `nofixture` marks whole programs, as in rosetta. */
function snippetsOf(page: string): Snippet[] {
  const blocks = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^```ts( nofixture)?\n([\s\S]*?)^```$/gm)];
  return blocks.map(([, nofixture, code], index) => ({ name: `${page}-${index + 1}`, isProgram: nofixture !== undefined, code }));
}

const pages = ['README.md', ...readdirSync(join(ROOT, 'docs')).filter(name => name.endsWith('.md')).sort().map(name => `docs/${name}`)];
const snippets = pages.flatMap(snippetsOf);

function compile(sources: { [file: string]: string }): string[] {
  const directory = temporaryDirectory();
  // The compiler finds the peers' types as it would in a user's project.
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  for (const [name, code] of Object.entries(sources)) {
    writeFileSync(join(directory, name), code);
  }
  const program = ts.createProgram(Object.keys(sources).map(name => join(directory, name)), {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    target: ts.ScriptTarget.ES2022,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules', '@types')],
    baseUrl: directory,
    ignoreDeprecations: '5.0',
    paths: { 'cdk-istio-privatelink': [join(ROOT, 'src', 'index.ts')] },
  });
  return ts.getPreEmitDiagnostics(program)
    .filter(diagnostic => diagnostic.file?.fileName.startsWith(directory) ?? true)
    .map(({ file, messageText }) => `${file?.fileName.slice(directory.length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

function source(snippet: Snippet): string {
  return snippet.isProgram ? snippet.code : FIXTURE.replace('/// here', snippet.code);
}

test('the pages have snippets, and the README begins with a program', () => {
  expect(snippets.length).toBeGreaterThan(0);
  expect(snippets[0]).toMatchObject({ name: 'README.md-1', isProgram: true });
});

// Together, because each run of the compiler reads all of the CDK's types: the wrong one proves that errors are seen.
test('every snippet compiles, and a wrong one does not', () => {
  const errors = compile({
    ...Object.fromEntries(snippets.map(snippet => [`${snippet.name.replace(/[/.]/g, '-')}.ts`, source(snippet)])),
    'wrong.ts': FIXTURE.replace('/// here', 'cluster1.consume(cluster2, { modus: 1 });'),
  });
  expect(errors).toEqual([expect.stringMatching(/^wrong\.ts: .*modus/)]);
}, 120_000);

test.each(snippets.filter(({ isProgram }) => isProgram))('program $name writes bundles and templates', snippet => {
  const directory = temporaryDirectory();
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  writeFileSync(join(directory, 'main.ts'), snippet.code);
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions: { paths: { 'cdk-istio-privatelink': [join(ROOT, 'src', 'index.ts')] } } }));
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'main.ts'], {
    cwd: directory,
    encoding: 'utf8',
    env: { ...process.env, CDK_OUTDIR: join(directory, 'cdk.out') },
  });
  expect([status, stderr]).toEqual([0, expect.anything()]);
  expect(existsSync(join(directory, 'cdk.out', 'manifest.json'))).toBe(true);
  expect(Object.keys(readTree(join(directory, 'dist')))).toEqual(expect.arrayContaining(['mesh.json', 'cluster1/kustomization.yaml']));
}, 60_000);
