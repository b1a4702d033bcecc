import { existsSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { pagesOf } from '../../scripts/rosetta/pages';
import { readTree, temporaryDirectory } from '../bundle/temporary-directory';
import { runProgram } from '../user-project/run-program';
import { typeErrors } from '../user-project/type-errors';

const ROOT = join(__dirname, '..', '..');
const FIXTURE = readFileSync(join(ROOT, 'rosetta', 'default.ts-fixture'), 'utf8');

/** How all blocks begin. */
const BLOCK = '```ts';

interface Snippet { readonly name: string; readonly isProgram: boolean; readonly code: string }

/** The TypeScript blocks of a page. `nofixture` marks whole programs, as in rosetta. */
function snippetsOf(page: string): Snippet[] {
  const blocks = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^```ts( nofixture)?\n([\s\S]*?)^```$/gm)];
  return blocks.map(([, nofixture, code], index) => ({ name: `${page}-${index + 1}`, isProgram: nofixture !== undefined, code }));
}

const pages = ['README.md', ...pagesOf(ROOT)];
const snippets = pages.flatMap(snippetsOf);

function source(snippet: Snippet): string {
  return snippet.isProgram ? snippet.code : FIXTURE.replace('/// here', snippet.code);
}

test('the pages have snippets, and the README begins with a program', () => {
  expect(snippets.length).toBeGreaterThan(0);
  expect(snippets[0]).toMatchObject({ name: 'README.md-1', isProgram: true });
});

/** Everything that markdown takes for the beginning of a TypeScript or JavaScript block: indented, in a list or a quotation, in another spelling. */
function beginnings(text: string): string[] {
  return text.split('\n').filter(line => /(?:`{3,}|~{3,})\s*(?:ts|js|tsx|jsx|typescript|javascript)\b/i.test(line));
}

test('no block is left out because it begins in another way', () => {
  const others = (text: string) => beginnings(text).filter(line => line !== BLOCK && line !== `${BLOCK} nofixture`);
  expect(others('```typescript\n  ```ts\n> ```ts\n- ~~~ts\n```ts fixture=other\n```TS\n```js\n```ts\n```ts nofixture\n```tsv\n')).toHaveLength(7);
  const texts = pages.map(page => [page, readFileSync(join(ROOT, page), 'utf8')] as const);
  expect(texts.flatMap(([page, text]) => others(text).map(line => `${page}: ${line}`))).toEqual([]);
  expect(texts.flatMap(([, text]) => beginnings(text))).toHaveLength(snippets.length);
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
