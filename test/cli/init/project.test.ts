import fs, { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { readTree } from '../../bundle/temporary-directory';
import { interruptedAfter } from '../interruptions';
import { cli, CliResult, succeed } from '../run-cli';
import { temporaryDirectory } from '../temporary-directory';

const ROOT = join(__dirname, '..', '..', '..');
const STARTER = readTree(join(ROOT, 'starter'));
const FILES = ['.gitignore', 'README.md', 'cdk.json', 'cdk8s.yaml', 'main.ts', 'mesh.test.ts', 'mesh.ts', 'package.json', 'tsconfig.json'];

async function init(...args: string[]): Promise<CliResult> {
  return cli(['init', ...args, '--no-install']);
}

function libraryOf(directory: string): string {
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { dependencies: { [name: string]: string } };
  return manifest.dependencies['cdk-istio-privatelink'];
}

function expectRefused({ exitCode, stdout, stderr }: CliResult, message: RegExp): void {
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/^error: [^\n]*\n$/);
}

describe('a new project', () => {
  test('has the files of the starter, with the name of its directory as the id of the mesh', async () => {
    const parent = temporaryDirectory();
    const { exitCode, stdout, stderr } = await init(join(parent, 'shop-mesh'));
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^[^\n]*shop-mesh: [^\n]*mesh\.ts[\s\S]*\n {2}cd [^\n]*shop-mesh\n {2}npm install\n {2}npm test /);
    const tree = readTree(join(parent, 'shop-mesh'));
    expect(Object.keys(tree).sort()).toEqual(FILES);
    expect(tree['mesh.ts']).toBe(STARTER['mesh.ts'].replace('new Mesh({ meshId: \'my-mesh\' })', 'new Mesh({ meshId: \'shop-mesh\' })'));
    expect(JSON.parse(tree['package.json'])).toMatchObject({ name: 'shop-mesh', private: true });
    expect(tree['README.md']).toMatch(/^# shop-mesh\n/);
    expect(Object.values(tree).filter(text => text.includes('my-mesh'))).toEqual([]);
    // Nothing aside, and open to others as any new directory is.
    expect(readdirSync(parent)).toEqual(['shop-mesh']);
    mkdirSync(join(parent, 'other'));
    expect(statSync(join(parent, 'shop-mesh')).mode).toBe(statSync(join(parent, 'other')).mode);
  });

  test('in a directory whose parents are missing', async () => {
    const parent = temporaryDirectory();
    await succeed(['init', join(parent, 'a', 'b', 'shop'), '--no-install']);
    expect(readdirSync(join(parent, 'a', 'b', 'shop')).sort()).toEqual(FILES);
  });

  test.each<[string, string[]]>([
    ['an empty directory', []],
    ['a new Git repository', ['.git']],
  ])('in %s, which stays the same directory', async (_, present) => {
    const directory = join(temporaryDirectory(), 'shop');
    mkdirSync(directory);
    present.forEach(name => mkdirSync(join(directory, name)));
    const before = statSync(directory).ino;
    await succeed(['init', directory, '--no-install']);
    expect(readdirSync(directory).sort()).toEqual([...present, ...FILES].sort());
    expect(statSync(directory).ino).toBe(before);
  });

  test('with an id of its own', async () => {
    const directory = join(temporaryDirectory(), 'Platform_Team');
    await succeed(['init', directory, '--mesh-id', 'shop', '--no-install']);
    expect(readTree(directory)['mesh.ts']).toContain('meshId: \'shop\'');
  });

  test('asks for the version of this tool or a later compatible one', async () => {
    const directory = join(temporaryDirectory(), 'shop');
    await succeed(['init', directory, '--no-install']);
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(libraryOf(directory)).toBe(`^${version}`);
  });

  test('with another version, an archive or a directory as the library', async () => {
    const parent = temporaryDirectory();
    const archive = join(parent, 'library.tgz');
    writeFileSync(archive, '');
    for (const [index, [given, written]] of [['1.2.3', '1.2.3'], ['next', 'next'], [archive, `file:${archive}`], [parent, `file:${parent}`]].entries()) {
      const directory = join(parent, `shop${index}`);
      await succeed(['init', directory, '--library', given, '--no-install']);
      expect(libraryOf(directory)).toBe(written);
    }
  });
});

describe('refused, and nothing is written', () => {
  test.each<[string, (directory: string) => void, RegExp]>([
    ['a directory with a file', directory => writeFileSync(join(directory, 'notes.txt'), 'mine'), /^error: directory "[^"]*" is not empty \("notes\.txt"\): choose another one; nothing was written\n$/],
    ['a directory with many files', directory => ['a', 'b', 'c', 'd', 'e'].forEach(name => writeFileSync(join(directory, name), '')), /not empty \("a", "b", "c", and 2 more\)/],
    ['a directory with a hidden file', directory => writeFileSync(join(directory, '.env'), 'mine'), /not empty \("\.env"\)/],
  ])('%s', async (_, fill, message) => {
    const directory = join(temporaryDirectory(), 'shop');
    mkdirSync(directory);
    fill(directory);
    const before = readTree(directory);
    expectRefused(await init(directory), message);
    expect(readTree(directory)).toEqual(before);
  });

  test('a project that exists already', async () => {
    const directory = join(temporaryDirectory(), 'shop');
    await succeed(['init', directory, '--no-install']);
    writeFileSync(join(directory, 'mesh.ts'), '// mine');
    expectRefused(await init(directory), /is not empty/);
    expect(readTree(directory)['mesh.ts']).toBe('// mine');
  });

  test('a file, and a link that leads nowhere', async () => {
    const parent = temporaryDirectory();
    writeFileSync(join(parent, 'file'), 'mine');
    symlinkSync(join(parent, 'nowhere'), join(parent, 'link'));
    for (const name of ['file', 'link']) {
      expectRefused(await init(join(parent, name)), new RegExp(`^error: "[^"]*/${name}" is not a directory: choose another name\n$`));
    }
    expect(readdirSync(parent).sort()).toEqual(['file', 'link']);
  });

  test('below a file', async () => {
    const parent = temporaryDirectory();
    writeFileSync(join(parent, 'file'), 'mine');
    expectRefused(await init(join(parent, 'file', 'shop')), /^error: ENOTDIR/);
  });

  test.each<[string, string[], RegExp]>([
    ['no directory', [], /^error: missing required argument 'directory'/],
    ['empty text', [''], /^error: the directory is empty text: give a name, or "\." for the current directory/],
    ['two directories', ['a', 'b'], /^error: too many arguments/],
    ['an id that is none', ['shop', '--mesh-id', 'Shop_1'], /^error: mesh id "Shop_1"/],
    ['a directory whose name is no id', ['Shop_1'], /^error: the directory's name cannot be the mesh's id: mesh id "Shop_1"[^\n]*; or give an id with --mesh-id/],
    ['a library without a name', ['shop', '--library', ' '], /^error: --library " " names nothing: give a version, an archive or a directory/],
  ])('%s', async (_, args, message) => {
    const parent = temporaryDirectory();
    const [directory, ...rest] = args;
    const path = directory === undefined ? [] : [directory === '' ? '' : join(parent, directory)];
    expectRefused(await init(...path, ...rest), message);
    expect(readdirSync(parent)).toEqual([]);
  });
});

test('where a file cannot be moved in place, none stays', async () => {
  const directory = join(temporaryDirectory(), 'shop');
  mkdirSync(directory);
  const original = fs.renameSync;
  const rename = jest.spyOn(fs, 'renameSync').mockImplementationOnce(original).mockImplementationOnce(() => {
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  });
  expectRefused(await init(directory), /^error: ENOSPC: no space left on device\n$/);
  rename.mockRestore();
  expect(readdirSync(dirname(directory))).toEqual(['shop']);
  expect(readdirSync(directory)).toEqual([]);
});

describe('killed before a change of the file system', () => {
  test('a new directory has the whole project, or is not there', async () => {
    const outcomes = new Set<boolean>();
    for (let steps = 0, killed = true; killed; steps++) {
      const directory = join(temporaryDirectory(), 'shop');
      killed = await interruptedAfter(steps, async () => init(directory));
      outcomes.add(existsSync(directory));
      if (existsSync(directory)) {
        expect(readdirSync(directory).sort()).toEqual(FILES);
      }
    }
    expect([...outcomes]).toEqual([false, true]);
  });
});
