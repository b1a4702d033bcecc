import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { GO } from './go';
import { JAVA } from './java';
import { pacmak } from './pacmak';
import { missing } from './prerequisites';
import { PYTHON } from './python';
import { Mesh } from '../../src';
import { readTree, temporaryDirectory } from '../bundle/temporary-directory';
import { synthesize } from '../examples/synthesize';

const GOLDEN = join(__dirname, '..', 'golden', 'two-clusters', 'dist');

function templates(out: string): { [name: string]: string } {
  const directory = join(out, 'cdk.out');
  return Object.fromEntries(readdirSync(directory).filter(name => name.endsWith('.template.json')).sort()
    .map(name => [name, readFileSync(join(directory, name), 'utf8')]));
}

/** What the library says in TypeScript. */
function messageOf(action: () => void): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}

const absent = missing();

const languages = [PYTHON, GO, JAVA];
const runnable = languages.filter(({ name }) => absent[name] === undefined);
for (const { name } of languages.filter(language => !runnable.includes(language))) {
  test.skip(`${name}: ${absent[name]}`, () => {});
}

describe.each(runnable)('$name', language => {
  const program = readFileSync(language.source, 'utf8');
  const directory = join(mkdtempSync(join(tmpdir(), `${language.name}-`)), 'project');
  let readme: string;
  beforeAll(() => {
    mkdirSync(directory);
    readme = language.install(directory);
  }, 900_000);

  test('the example gives the bytes of the TypeScript one', () => {
    const [expected, out] = [temporaryDirectory(), temporaryDirectory()];
    synthesize('two-clusters', expected);
    const { status, output } = language.run(program, directory, out);
    expect([status, output]).toEqual([0, expect.anything()]);
    expect(Object.keys(templates(out))).toHaveLength(4);
    expect(templates(out)).toEqual(templates(expected));
    expect(readTree(join(out, 'dist'))).toEqual(readTree(join(expected, 'dist')));
    expect(readTree(join(out, 'dist'))).toEqual(readTree(GOLDEN));
  });

  test('a wrong input gives the message of the TypeScript library, and no bundle', () => {
    const wrong = program.replace('"demo"', '"Demo mesh"');
    expect(wrong).not.toBe(program);
    const out = temporaryDirectory();
    const { status, output } = language.run(wrong, directory, out);
    expect(status).not.toBe(0);
    expect(output).toContain(messageOf(() => new Mesh({ meshId: 'Demo mesh' })));
    expect(readdirSync(out)).not.toContain('dist');
  });

  const { tool } = language;
  if (tool) {
    test('the command line tool of the package makes keys, and its exit codes are the tool\'s own', () => {
      const out = temporaryDirectory();
      const keys = join(out, 'keys');
      const init = ['certs', 'init', '--mesh', join(GOLDEN, 'mesh.json'), '--dir', keys];
      expect(tool(init, directory)).toEqual({ status: 0, output: expect.stringContaining('root-key.pem') });
      expect(readdirSync(keys)).toEqual(expect.arrayContaining(['root-cert.pem', 'root-key.pem']));
      expect(tool(init, directory)).toEqual({ status: 2, output: expect.stringContaining('root-cert.pem" exists') });
    });
  }

  test('the package shows the README, its first example in this language', () => {
    expect(readme).toContain('Istio on several EKS clusters in VPCs that may not be peered, joined by AWS PrivateLink.');
    expect(language.example.exec(readme)?.[1]).toContain(language.newMesh);
    expect(readme).not.toContain('new Mesh(');
  });
});

test('the code for .NET is generated, and packaged where its tools are', () => {
  const directory = temporaryDirectory();
  pacmak('dotnet', directory, { codeOnly: absent.dotnet !== undefined });
  const files = readdirSync(join(directory, 'dotnet'), { recursive: true, encoding: 'utf8' });
  expect(files).toEqual(expect.arrayContaining([expect.stringMatching(/(^|\/)MeshBundles\.cs$/)]));
  expect(files.some(name => name.endsWith('.nupkg'))).toBe(absent.dotnet === undefined);
}, 600_000);
