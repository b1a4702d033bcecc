import { existsSync, readdirSync } from 'fs';
import { join } from 'path';
import { documentPage } from '../../website/document-page';
import { PAGES } from '../../website/pages';
import { PICTURES, siteLink, sitePicture } from '../../website/repository-link';
import { pickSections, sectionsOf } from '../../website/sections';
import { inEachLanguage } from '../../website/translations';

const ROOT = join(__dirname, '..', '..');

test('every document is a page of the site', () => {
  const documents = readdirSync(join(ROOT, 'docs')).filter(name => name.endsWith('.md')).map(name => `docs/${name}`);
  const sources = PAGES.map(({ source }) => source);
  expect(sources).toEqual(expect.arrayContaining([...documents, 'README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'examples/README.md']));
  expect(sources.filter(source => !existsSync(join(ROOT, source)))).toEqual([]);
  expect(new Set(PAGES.map(({ path }) => path)).size).toBe(PAGES.length);
});

test('a section of a document begins with its heading, which becomes that of the page', () => {
  const choices = documentPage(PAGES.find(({ path }) => path === 'choices')!, new Map());
  expect(choices).toMatch(/^---\ntitle: Choices\nsource: README.md\n---\n# Choices\n/);
  expect(choices).toContain('| choice | default |');
  expect(choices).not.toContain('Safe by default');
});

describe('examples', () => {
  const markdown = 'before\n```ts nofixture\nnew Mesh();\n```\n```sh\nls\n```\n';

  test('are shown in each language', () => {
    const translations = new Map([['new Mesh();', new Map([['python', 'Mesh()'], ['java', 'new Mesh();'], ['go', 'NewMesh()']])]]);
    expect(inEachLanguage(markdown, translations)).toBe([
      'before', '::: code-group', '```ts [TypeScript]', 'new Mesh();', '```', '```python [Python]', 'Mesh()', '```', '```java [Java]', 'new Mesh();', '```', '```go [Go]', 'NewMesh()', '```', ':::',
      '```sh', 'ls', '```', '',
    ].join('\n'));
  });

  test('that are not translated are an error', () => {
    expect(() => inEachLanguage(markdown, new Map())).toThrow('there is no translation into Python of this example, which npm run rosetta makes:\nnew Mesh();');
  });
});

describe('sections', () => {
  const markdown = ['# Title', 'intro', '## One', '```sh', '## no heading', '```', '## Two', '### Below', 'end'].join('\n');

  test('are found by their headings, not by comments in code', () => {
    expect([...sectionsOf(markdown).keys()]).toEqual(['', 'One', 'Two']);
    expect(pickSections(markdown, ['Two', ''])).toBe('## Two\n### Below\nend\n# Title\nintro\n');
  });

  test('that do not exist are an error with those that do', () => {
    expect(() => pickSections(markdown, ['Three'])).toThrow('no section "Three": there are "One", "Two"');
  });
});

test.each([
  ['docs/trust.md', 'remote-secrets.md#which-token', '/remote-secrets#which-token'],
  ['docs/trust.md', '#changing-the-root', '/trust#changing-the-root'],
  ['README.md', 'docs/aws.md', '/aws'],
  ['docs/links.md', '../README.md', '/index'],
  ['docs/links.md', '../README.md#from-the-guides-steps-to-files', '/guide#from-the-guides-steps-to-files'],
  ['README.md', 'API.md', '/api/typescript/'],
  ['examples/README.md', 'two-clusters/main.ts', 'https://github.com/cdk-istio-privatelink/cdk-istio-privatelink/blob/main/examples/two-clusters/main.ts'],
  ['docs/deployment-policies.md', '../test/aws/deployment-policy-golden', 'https://github.com/cdk-istio-privatelink/cdk-istio-privatelink/tree/main/test/aws/deployment-policy-golden'],
  ['README.md', '#safe-by-default', 'https://github.com/cdk-istio-privatelink/cdk-istio-privatelink/blob/main/README.md#safe-by-default'],
  ['docs/trust.md', 'https://istio.io/latest/', 'https://istio.io/latest/'],
])('in %s, a link to %s leads to %s', (source, href, expected) => {
  expect(siteLink(source, href)).toBe(expected);
});

test.each(['gone.md', '../../outside.md', '../docs/trust.markdown'])('a link to %s is an error', href => {
  expect(() => siteLink('docs/trust.md', href)).toThrow(`docs/trust.md links to "${href}", which is not in the repository`);
});

test('a picture is one that the site has', () => {
  expect(sitePicture('README.md', 'test/golden/two-clusters/dist/mesh.svg')).toBe(`/${[...PICTURES.values()][0]}`);
  expect(() => sitePicture('README.md', 'website/logo.svg')).toThrow('README.md shows "website/logo.svg", which is not among the pictures of the site');
});
