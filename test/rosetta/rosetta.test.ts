import { existsSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { littleProject, page } from './little-project';
import { pagesOf } from '../../scripts/rosetta/pages';
import { Translation, translate } from '../../scripts/rosetta/translate';

const ROOT = join(__dirname, '..', '..');

const RIGHT = page('const first: number = doors().first;\nopen(first);');
const WRONG_TYPE = page('const first: string = doors().first;');
const NO_DESTRUCTURING = page('const { first } = doors();');
const NO_CALLBACK = page('[1, 2].forEach(door => open(door));');

function translateAll(root: string): Translation {
  return translate(root, pagesOf(root), join(root, '.jsii.tabl.json'));
}

afterEach(() => {
  expect(readdirSync(tmpdir()).filter(name => name.startsWith('cdk-istio-privatelink-rosetta-'))).toEqual([]);
});

test('examples that compile, and can be said in all languages, pass', () => {
  const root = littleProject({ readme: RIGHT, pages: { 'docs/doors.md': RIGHT, 'CONTRIBUTING.md': RIGHT } });
  expect(translateAll(root)).toEqual({ succeeded: true, output: expect.not.stringContaining('diagnostics') });
}, 60_000);

test('a wrong type, and what another language cannot say, are found on each page, with the line where the block begins', () => {
  const root = littleProject({
    readme: NO_CALLBACK,
    pages: { 'docs/doors.md': WRONG_TYPE, 'docs/windows.md': NO_DESTRUCTURING, 'examples/README.md': WRONG_TYPE, 'SECURITY.md': RIGHT, 'API.md': WRONG_TYPE },
  });
  // Also the second time.
  for (const { succeeded, output } of [translateAll(root), translateAll(root)]) {
    expect(succeeded).toBe(false);
    expect([...output.matchAll(/^(\S+)-README-L(\d+)\.ts\b.*error (TS\d+)/gm)].map(([, ...found]) => found.join(' ')).sort()).toEqual([
      'docs.doors.md 3 TS2322', 'docs.windows.md 3 TS0', 'examples.README.md 3 TS2322', 'little-library 3 TS0',
    ]);
    expect(output).toMatch(/ObjectBindingPattern[\s\S]*ArrowFunction|ArrowFunction[\s\S]*ObjectBindingPattern/);
  }
}, 60_000);

test('what was translated before is taken from there, unless it has changed', () => {
  const root = littleProject({ readme: RIGHT, pages: { 'docs/doors.md': RIGHT } });
  const tablet = join(root, '.jsii.tabl.json');
  const translations = () => (JSON.parse(readFileSync(tablet, 'utf8')) as { snippets: { [key: string]: { translations: { [language: string]: { source: string } } } } }).snippets;
  expect(translateAll(root).succeeded).toBe(true);
  expect(new Set(Object.values(translations()).map(({ translations: { python } }) => python!.source))).toEqual(new Set(['first = doors().first\nopen(first)']));
  const marked = readFileSync(tablet, 'utf8').replace('first = doors().first', 'first = marked');
  writeFileSync(tablet, marked);
  expect(translateAll(root).succeeded).toBe(true);
  expect(readFileSync(tablet, 'utf8')).toContain('first = marked');
  writeFileSync(join(root, 'docs', 'doors.md'), WRONG_TYPE);
  expect(translateAll(root).succeeded).toBe(false);
  expect(existsSync(tablet)).toBe(false);
}, 60_000);

test('the pages of this project are those with examples, and what is generated from the API is not one of them', () => {
  const pages = pagesOf(ROOT);
  expect(pages).toEqual(expect.arrayContaining(readdirSync(join(ROOT, 'docs')).filter(name => name.endsWith('.md')).map(name => `docs/${name}`)));
  expect(pages).toEqual(expect.arrayContaining(['CONTRIBUTING.md', 'examples/README.md', 'starter/README.md']));
  expect(pages).not.toContain('API.md');
});
