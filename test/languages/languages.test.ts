import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { GO } from './go';
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

describe.each([PYTHON, GO])('$name', language => {
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
    const { status, stderr } = language.run(program, directory, out);
    expect([status, stderr]).toEqual([0, expect.anything()]);
    expect(Object.keys(templates(out))).toHaveLength(4);
    expect(templates(out)).toEqual(templates(expected));
    expect(readTree(join(out, 'dist'))).toEqual(readTree(join(expected, 'dist')));
    expect(readTree(join(out, 'dist'))).toEqual(readTree(GOLDEN));
  });

  test('a wrong input gives the message of the TypeScript library, and no bundle', () => {
    const wrong = program.replace('"demo"', '"Demo mesh"');
    expect(wrong).not.toBe(program);
    const out = temporaryDirectory();
    const { status, stderr } = language.run(wrong, directory, out);
    expect(status).not.toBe(0);
    expect(stderr).toContain(messageOf(() => new Mesh({ meshId: 'Demo mesh' })));
    expect(readdirSync(out)).not.toContain('dist');
  });

  test('the package shows the README, its first example in this language', () => {
    expect(readme).toContain('# cdk-istio-privatelink\n');
    expect(readme).toContain('Istio on several EKS clusters in VPCs that may not be peered, joined by AWS PrivateLink.');
    expect(readme.slice(readme.indexOf('```'))).toMatch(new RegExp(`^\`\`\`${language.name}\\n`));
    expect(readme).toContain(language.newMesh);
    expect(readme).not.toContain('new Mesh(');
  });
});
