import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CRD_SOURCES, CrdKind } from '../../scripts/crd-sources';
import { CrdSchema, CustomResourceDefinition } from '../../scripts/custom-resource-definition';
import { repairEnumNames } from '../../scripts/generate-types';
import { pruneCrd, withoutDescriptions } from '../../scripts/prune-crd';
import { directoryDifferences, replaceDirectory } from '../../scripts/replace-directory';

const ROOT = resolve(__dirname, '..', '..');

let work: string;
beforeEach(() => { work = mkdtempSync(join(tmpdir(), 'import-crds-test-')); });
afterEach(() => rmSync(work, { recursive: true, force: true }));

describe('pruneCrd', () => {
  const wanted: CrdKind = { group: 'example.com', kind: 'Thing', version: 'v1' };
  const text = { type: 'string' };

  function crd(properties: Record<string, CrdSchema>, required?: string[]): CustomResourceDefinition {
    const version = (name: string, schema: CrdSchema) => ({ name, served: name !== 'v1', storage: name !== 'v1', schema: { openAPIV3Schema: schema } });
    return {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'things.example.com', annotations: { 'controller': 'gen', 'api-approved.kubernetes.io': 'https://example.com' } },
      spec: {
        group: 'example.com',
        names: { kind: 'Thing', plural: 'things' },
        scope: 'Namespaced',
        conversion: { strategy: 'None' },
        versions: [version('v1beta1', { type: 'object' }), { ...version('v1', { type: 'object', properties, ...required ? { required } : {} }), subresources: {} }],
      } as any,
    };
  }

  function pruned(properties: Record<string, CrdSchema>, options: Partial<CrdKind> = {}, required?: string[]): CrdSchema {
    return pruneCrd(crd(properties, required), { ...wanted, ...options }).spec.versions[0]!.schema.openAPIV3Schema;
  }

  test('keeps the wanted version, served and stored, and only what a CRD needs', () => {
    expect(pruneCrd(crd({ spec: { type: 'object' } }), wanted)).toEqual({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'things.example.com', annotations: { 'api-approved.kubernetes.io': 'https://example.com' } },
      spec: {
        group: 'example.com',
        names: { kind: 'Thing', plural: 'things' },
        scope: 'Namespaced',
        versions: [{
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object' } } } },
        }],
      },
    });
  });

  test('drops the status, also from what is required', () => {
    expect(pruned({ spec: text, status: text }, {}, ['spec', 'status'])).toEqual({ type: 'object', properties: { spec: text }, required: ['spec'] });
  });

  test('drops and keeps the fields that the table says, and leaves its input alone', () => {
    const properties = { operation: text, spec: { type: 'object', properties: { provider: { type: 'object', properties: { aws: text, vault: text } } } } };
    const before = structuredClone(properties);
    expect(pruned(properties, { drop: ['operation'], keepOnly: { 'spec.provider': ['aws'] } }).properties).toEqual({
      spec: { type: 'object', properties: { provider: { type: 'object', properties: { aws: text } } } },
    });
    expect(properties).toEqual(before);
  });

  test('keeps the camelCase one of two fields that would become one property, wherever they are', () => {
    const twins = { type: 'object', properties: { mirror_percent: text, mirrorPercent: text, mirrors: text } };
    const list = pruned({ spec: { type: 'array', items: twins } }).properties!.spec!.items!;
    expect(Object.keys(list.properties!)).toEqual(['mirrorPercent', 'mirrors']);
  });

  test('fails when it is not clear which of two fields to keep', () => {
    expect(() => pruned({ clientID: text, clientId: text })).toThrow('fields clientID, clientId become one property');
  });

  test('fails when the version does not exist', () => {
    expect(() => pruned({}, { version: 'v2' })).toThrow('things.example.com has no version "v2"; it has v1beta1, v1; correct scripts/crd-sources.ts');
  });

  test.each([
    [{ drop: ['spec.gone'] }, 'has no field "spec.gone" to drop'],
    [{ keepOnly: { 'spec.gone': ['aws'] } }, 'has no field "spec.gone"'],
    [{ keepOnly: { spec: ['gone'] } }, 'has no field "gone"'],
  ])('fails when the table names a field that does not exist: %j', (options, message) => {
    expect(() => pruned({ spec: { type: 'object', properties: { aws: text } } }, options)).toThrow(message);
  });

  test('removes descriptions, but not a field of that name', () => {
    const schema = { type: 'object', description: 'About it', properties: { description: { type: 'string', description: 'A field' }, example: text } };
    const bare = withoutDescriptions(pruneCrd(crd({ spec: schema }), wanted)).spec.versions[0]!.schema.openAPIV3Schema;
    expect(bare.properties!.spec).toEqual({ type: 'object', properties: { description: text, example: text } });
  });
});

describe('repairEnumNames', () => {
  const source = (members: string) => `/**\n * Where.\n */\nexport enum Location {\n${members}}\n`;

  test('names a member like its value where that is a constant', () => {
    expect(repairEnumNames(source('  /** A */\n  MESH_UNDERSCORE_INTERNAL = "MESH_INTERNAL",\n  DIGITAL_SIGNATURE = "digital signature",\n  V1 = "V1",\n')))
      .toBe(source('  /** A */\n  MESH_INTERNAL = "MESH_INTERNAL",\n  DIGITAL_SIGNATURE = "digital signature",\n  V1 = "V1",\n'));
  });

  test('touches nothing outside of enums', () => {
    const other = 'const A_UNDERSCORE_B = "A_B",\n  C_UNDERSCORE_D = "C_D",\n';
    expect(repairEnumNames(other)).toBe(other);
  });

  test('fails when two members would get one name', () => {
    expect(() => repairEnumNames(source('  A_UNDERSCORE_B = "A_B",\n  A_B = "a b",\n'))).toThrow('enum Location would have two members of one name: A_B, A_B');
  });
});

describe('replaceDirectory', () => {
  function directory(name: string, files: Record<string, string>): string {
    const path = join(work, name);
    for (const [file, content] of Object.entries(files)) {
      mkdirSync(resolve(path, file, '..'), { recursive: true });
      writeFileSync(join(path, file), content);
    }
    return path;
  }

  test('replaces everything, and leaves nothing beside the target', () => {
    const target = directory('imports', { 'a.ts': 'old', 'gone.ts': 'old' });
    replaceDirectory(target, directory('new', { 'a.ts': 'new', 'crds/a.yaml': 'new' }));
    expect(directoryDifferences(target, join(work, 'new'))).toEqual([]);
    expect(readdirSync(work).sort()).toEqual(['imports', 'new']);
  });

  test('creates a target that is not there', () => {
    replaceDirectory(join(work, 'imports'), directory('new', { 'a.ts': 'new' }));
    expect(readFileSync(join(work, 'imports', 'a.ts'), 'utf8')).toBe('new');
  });

  test('fails when there is nothing to put in place, and the target is as before', () => {
    const target = directory('imports', { 'a.ts': 'old' });
    expect(() => replaceDirectory(target, join(work, 'nowhere'))).toThrow('nowhere');
    expect(readFileSync(join(target, 'a.ts'), 'utf8')).toBe('old');
    expect(readdirSync(work)).toEqual(['imports']);
  });

  test('differences name the file and the first line', () => {
    const actual = directory('actual', { 'same.ts': 'x', 'crds/changed.yaml': 'one\ntwo\n', 'extra.ts': 'x' });
    const expected = directory('expected', { 'same.ts': 'x', 'crds/changed.yaml': 'one\n2\n', 'lost.ts': 'x' });
    expect(directoryDifferences(actual, expected)).toEqual([
      'crds/changed.yaml: differs from line 2',
      'extra.ts: not generated, should not be there',
      'lost.ts: missing',
    ]);
  });
});

describe('the command', () => {
  /** Runs it with nothing on the PATH but, if given, a `go` that prints these modules. */
  function run(args: string[], modules?: object[]) {
    if (modules) {
      const go = join(work, 'go');
      const output = modules.map((module) => `${JSON.stringify(module, null, '\t')}\n`).join('');
      writeFileSync(go, `#!${process.execPath}\nprocess.stdout.write(${JSON.stringify(output)});\n`);
      chmodSync(go, 0o755);
    }
    const before = readImports();
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs'), join(ROOT, 'scripts', 'import-crds.ts'), ...args],
      { cwd: work, encoding: 'utf8', env: { PATH: work, HOME: work } },
    );
    expect(readImports()).toEqual(before);
    return { status, stdout, stderr };
  }

  function readImports(): Record<string, string> {
    const paths = readdirSync(join(ROOT, 'imports'), { recursive: true, encoding: 'utf8' }).map((path) => join(ROOT, 'imports', path));
    return Object.fromEntries(paths.filter((path) => statSync(path).isFile()).map((path) => [path, readFileSync(path, 'utf8')]));
  }

  function downloaded(directory: string): { Path: string; Version: string; Dir: string; Sum: string }[] {
    return CRD_SOURCES.map(({ module, version, sum }) => ({ Path: module, Version: version, Dir: directory, Sum: sum }));
  }

  test.each([[[]], [['--check']]])('fails when go is missing, with code 2 and one line that says so: %j', (args) => {
    expect(run(args)).toEqual({
      status: 2,
      stdout: '',
      stderr: 'import-crds: downloading 5 modules\n'
        + 'import-crds: needs the go command, because the CRDs come from Go modules (go mod download); install Go and run this again\n',
    });
  });

  test('fails when a module is not the one that was pinned', () => {
    const modules = downloaded(work);
    modules[1]!.Sum = 'h1:other=';
    writeFileSync(join(work, 'LICENSE'), 'Apache License\nVersion 2.0\n');
    const { status, stderr } = run([], modules);
    expect(status).toBe(1);
    expect(stderr).toContain('checksum of sigs.k8s.io/gateway-api@v1.3.0 is "h1:other=", scripts/crd-sources.ts has "h1:');
    expect(stderr).toContain('imports/ is unchanged');
  });

  test('fails when a module cannot be fetched', () => {
    const modules = downloaded(work).map((module) => ({ Path: module.Path, Version: module.Version, Error: 'no such host' }));
    const { status, stderr } = run([], modules);
    expect(status).toBe(1);
    expect(stderr).toContain('cannot download istio.io/api@v1.31.1: no such host; imports/ is unchanged');
  });

  test('fails when the licence is another', () => {
    writeFileSync(join(work, 'LICENSE'), 'All rights reserved\n');
    const { status, stderr } = run([], downloaded(work));
    expect(status).toBe(1);
    expect(stderr).toContain('the LICENSE of istio.io/api@v1.31.1 is not Apache-2.0');
  });

  test('fails when a kind is no longer published', () => {
    writeFileSync(join(work, 'LICENSE'), 'Apache License\nVersion 2.0\n');
    for (const file of CRD_SOURCES.flatMap(({ files }) => files)) {
      mkdirSync(resolve(work, file, '..'), { recursive: true });
      writeFileSync(join(work, file), '');
    }
    const { status, stderr } = run([], downloaded(work));
    expect(status).toBe(1);
    expect(stderr).toContain('istio.io/api@v1.31.1 has 0 definitions of networking.istio.io DestinationRule');
  });

  test('fails when an argument is unknown', () => {
    const { status, stderr } = run(['--chekc']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'import-crds: unknown argument "--chekc"; the only one is --check\n' });
  });
});
