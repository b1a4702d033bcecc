import { existsSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { readTree, temporaryDirectory } from '../bundle/temporary-directory';
import { runProgram } from '../user-project/run-program';
import { typeErrors } from '../user-project/type-errors';

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

function source(snippet: Snippet): string {
  return snippet.isProgram ? snippet.code : FIXTURE.replace('/// here', snippet.code);
}

test('the pages have snippets, and the README begins with a program', () => {
  expect(snippets.length).toBeGreaterThan(0);
  expect(snippets[0]).toMatchObject({ name: 'README.md-1', isProgram: true });
});

// Together, because each run of the compiler reads all of the CDK's types: the wrong one proves that errors are seen.
test('every snippet compiles, and a wrong one does not', () => {
  const errors = typeErrors({
    ...Object.fromEntries(snippets.map(snippet => [`${snippet.name.replace(/[/.]/g, '-')}.ts`, source(snippet)])),
    'wrong.ts': FIXTURE.replace('/// here', 'cluster1.consume(cluster2, { modus: 1 });'),
  });
  expect(errors).toEqual([expect.stringMatching(/^wrong\.ts: .*modus/)]);
}, 120_000);

test.each(snippets.filter(({ isProgram }) => isProgram))('program $name writes bundles and templates', snippet => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'main.ts'), snippet.code);
  expect(runProgram(directory)).toMatchObject({ exitCode: 0 });
  expect(existsSync(join(directory, 'cdk.out', 'manifest.json'))).toBe(true);
  expect(Object.keys(readTree(join(directory, 'dist')))).toEqual(expect.arrayContaining(['mesh.json', 'cluster1/kustomization.yaml']));
}, 60_000);
