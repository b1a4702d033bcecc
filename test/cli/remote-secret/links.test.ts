import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { describedMesh } from './links';
import { readMesh } from '../../../src/cli/mesh-file';
import { clustersOf, discoveryLinks, matchingLinks, namesText, selectLinks } from '../../../src/cli/remote-secret/links';
import { LinkMode } from '../../../src/mesh';
import { temporaryDirectory } from '../../bundle/temporary-directory';

const NAMES = ['a', 'b', 'c'];

function select(options: { from?: string; to?: string; all?: boolean }, path = describedMesh(NAMES)) {
  const notes: string[] = [];
  return { links: selectLinks(readMesh(path), options, note => notes.push(note)), notes };
}

const names = (options: object) => select(options).links.map(({ name }) => name).sort();

test('links are chosen by their ends', () => {
  expect(names({ from: 'a', to: 'b' })).toEqual(['b -> a']);
  expect(names({ to: 'b' })).toEqual(['b -> a', 'b -> c']);
  expect(names({ from: 'b' })).toEqual(['a -> b', 'c -> b']);
  expect(names({ all: true })).toHaveLength(6);
});

test('a link brings its clusters, and what the mesh says of its reader', () => {
  const [link] = select({ from: 'a', to: 'b' }).links;
  expect(link).toMatchObject({
    name: 'b -> a',
    consumer: { name: 'b' },
    provider: { name: 'a' },
    server: 'https://a.mesh.internal:15443',
    tlsServerName: 'kubernetes.default.svc',
    namespace: 'istio-system',
    serviceAccount: 'istio-reader-b',
    access: 'without-secrets',
  });
  expect(clustersOf([link])).toEqual(['a', 'b']);
});

test.each<[object, string]>([
  [{}, 'name the links with --from and --to, or give --all'],
  [{ all: true, from: 'a' }, '--all is about every link: leave out --from and --to'],
  [{ from: 'd' }, '"d" is not a cluster of mesh "demo"'],
  [{ from: 'a', to: 'a' }, 'the mesh has no link a -> a, it has a -> b, a -> c, b -> a, b -> c, c -> a and 1 more'],
])('%j is an error', (options, message) => {
  expect(() => select(options)).toThrow(message);
});

test('a mesh without links has none to work on', () => {
  const file = join(temporaryDirectory(), 'mesh.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(describedMesh(NAMES), 'utf8')), links: [] }));
  expect(() => select({ all: true }, file)).toThrow('the mesh has no links: there is no remote secret to work on');
});

test('service-entry links are left out, all of them in one line', () => {
  const path = describedMesh(NAMES, { link: { mode: LinkMode.serviceEntry() } });
  expect(() => select({ all: true }, path)).toThrow(/^there is no remote secret to work on: a -> b, .* and 1 more: a service-entry link needs none/);
  const mesh = readMesh(path);
  expect(discoveryLinks(mesh, matchingLinks(mesh, {}))).toEqual([]);
});

test('a message names a few links, and counts the rest', () => {
  const links = Array.from({ length: 2450 }, (_, index) => ({ name: `l${index}` }));
  expect(namesText(links)).toBe('l0, l1, l2, l3, l4 and 2445 more');
  expect(namesText(links.slice(0, 5))).toBe('l0, l1, l2, l3, l4');
  expect(namesText(links.slice(0, 1))).toBe('l0');
});
