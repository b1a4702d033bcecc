import { join } from 'path';
import { parse, parseAllDocuments } from 'yaml';
import { exampleNames } from './synthesize';
import { readTree } from '../bundle/temporary-directory';
import { schemaErrors } from '../imports/crd-schema';

const GOLDEN = join(__dirname, '..', 'golden');
// What no imported schema describes is Kubernetes' own, and typed by cdk8s-plus-28.
const BUILT_IN = ['v1', 'apps/v1', 'policy/v1', 'rbac.authorization.k8s.io/v1'];

interface Manifest { readonly apiVersion: string; readonly kind: string; readonly metadata?: { readonly name: string; readonly namespace?: string } }

/** The objects of each file of an example's golden bundles. */
function manifests(example: string): { path: string; manifest: Manifest }[] {
  return Object.entries(readTree(join(GOLDEN, example, 'dist')))
    .filter(([path]) => path.endsWith('.yaml') && !path.endsWith('-values.yaml'))
    .flatMap(([path, text]) => parseAllDocuments(text, { version: '1.1' }).map(document => ({ path, manifest: document.toJS() as Manifest })));
}

describe.each(exampleNames())('%s', example => {
  const all = manifests(example);

  test('every object is valid against the schema of its kind', () => {
    expect(all.length).toBeGreaterThan(5);
    const checked = all.filter(({ manifest }) => !BUILT_IN.includes(manifest.apiVersion));
    expect(checked.length).toBeGreaterThan(2);
    expect(checked.map(({ path, manifest }) => [path, manifest.kind, schemaErrors(manifest)])).toEqual(
      checked.map(({ path, manifest }) => [path, manifest.kind, []]));
  });

  test('kustomization.yaml lists exactly the files that are applied, in order', () => {
    const tree = readTree(join(GOLDEN, example, 'dist'));
    for (const path of Object.keys(tree).filter(name => name.endsWith('/kustomization.yaml') && !name.includes('/gitops/'))) {
      const cluster = path.split('/')[0];
      const applied = Object.keys(tree).filter(name => new RegExp(`^${cluster}/\\d\\d-[^/]+\\.yaml$`).test(name)).map(name => name.slice(cluster.length + 1));
      expect(parse(tree[path]).resources).toEqual(applied.sort());
    }
  });

  test('no object is in a bundle twice, and each is named', () => {
    const ids = all.filter(({ path }) => /^[^/]+\/\d\d-/.test(path)).map(({ path, manifest }) =>
      [path.split('/')[0], manifest.apiVersion, manifest.kind, manifest.metadata?.namespace ?? '', manifest.metadata!.name].join(' '));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('no Secret, key or token is in a bundle', () => {
    // Kubernetes fills the Secret of a reader's token itself.
    for (const { manifest } of all.filter(({ manifest: { kind } }) => kind === 'Secret')) {
      expect(Object.keys(manifest).sort()).toEqual(['apiVersion', 'kind', 'metadata', 'type']);
      expect(manifest).toMatchObject({ type: 'kubernetes.io/service-account-token' });
    }
    for (const [path, text] of Object.entries(readTree(join(GOLDEN, example)))) {
      expect([path, /PRIVATE KEY|BEGIN CERTIFICATE|eyJhbGciOi/.test(text)]).toEqual([path, false]);
    }
  });
});
