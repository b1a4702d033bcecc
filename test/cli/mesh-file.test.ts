import { mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import fc from 'fast-check';
import { temporaryDirectory } from './temporary-directory';
import { readMesh, selectClusters } from '../../src/cli/mesh-file';

const GOLDEN = join(__dirname, '..', 'golden');

function written(content: unknown): string {
  const path = join(temporaryDirectory(), 'mesh.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const CLUSTER = {
  name: 'cluster1', istioNamespace: 'istio-system', network: 'cluster1', account: '111111111111', region: 'eu-west-1', istioVersion: '1.31', certificateAuthority: 'files',
};
const LINK = {
  consumer: 'cluster1',
  provider: 'cluster1',
  mode: 'discovery',
  apiServer: { url: 'https://cluster1.mesh.internal:15443', tlsServerName: 'kubernetes.default.svc' },
  reader: { namespace: 'istio-system', serviceAccount: 'istio-reader-cluster1', access: 'without-secrets', reads: ['pods', '*.networking.istio.io'] },
  remoteSecret: 'cli',
};
const MESH = { version: 1, meshId: 'demo', clusters: [CLUSTER], links: [LINK] };

test.each(['two-clusters', 'full-mesh', 'cross-account', 'one-way', 'service-entry', 'load-balancer-service'])('what the library writes for %s is read', example => {
  const path = join(GOLDEN, example, 'dist', 'mesh.json');
  const description = JSON.parse(readFileSync(path, 'utf8'));
  const mesh = readMesh(path);
  expect({ ...mesh, clusters: mesh.clusters.map(cluster => ({ ...cluster, istioVersion: cluster.istioVersion.version })) }).toEqual({
    path,
    bundles: join(GOLDEN, example, 'dist'),
    meshId: description.meshId,
    clusters: description.clusters.map(({ name, revision, istioNamespace, network, account, region, istioVersion, certificateAuthority }: any) => ({
      name, revision, istioNamespace, network, account, region, istioVersion, certificateAuthority,
    })),
    links: description.links.map(({ consumer, provider, apiServer, reader, remoteSecret }: any) => ({
      consumer, provider, ...(apiServer && { discovery: { server: apiServer.url, tlsServerName: apiServer.tlsServerName, ...reader, remoteSecret } }),
    })),
  });
});

test('the bundles\' directory is named without symbolic links', () => {
  const directory = realpathSync(temporaryDirectory());
  mkdirSync(join(directory, 'dist'));
  symlinkSync(join(directory, 'dist'), join(directory, 'link'));
  writeFileSync(join(directory, 'dist', 'mesh.json'), JSON.stringify(MESH));
  expect(readMesh(join(directory, 'link', 'mesh.json')).bundles).toBe(join(directory, 'dist'));
});

test.each<[string, unknown, RegExp]>([
  ['text', 'version: 1', /^mesh description ".*mesh.json" is not JSON: synthesize the mesh, or give the path of its mesh.json with --mesh$/],
  ['a list', [], /is not a JSON object/],
  ['nothing', 'null', /is not a JSON object/],
  ['no version', {}, /has version "undefined", and this release reads version 1/],
  ['a later version', { ...MESH, version: 2 }, /has version "2", and this release reads version 1: synthesize the mesh with the library of the same release$/],
  ['no clusters', { version: 1, meshId: 'demo' }, /has no list of clusters/],
  ['no mesh id', { version: 1, clusters: [] }, /is not valid: meshId is missing, expected a DNS label/],
  ['a cluster that is text', { ...MESH, clusters: ['cluster1'] }, /clusters\[0\] is not an object/],
  ['a cluster without a name', { ...MESH, clusters: [CLUSTER, { istioNamespace: 'istio-system' }] }, /clusters\[1\]\.name is missing/],
  ['a cluster without a namespace', { ...MESH, clusters: [{ ...CLUSTER, istioNamespace: undefined }] }, /clusters\[0\]\.istioNamespace is missing/],
  ['a name that leads elsewhere', { ...MESH, clusters: [{ ...CLUSTER, name: '../elsewhere' }] }, /clusters\[0\]\.name is "\.\.\/elsewhere", expected a DNS label/],
  ['a name of a hidden file', { ...MESH, clusters: [{ ...CLUSTER, name: '.previous' }] }, /clusters\[0\]\.name is "\.previous"/],
  ['a revision that is none', { ...MESH, clusters: [{ ...CLUSTER, revision: 'a,DNS:evil' }] }, /clusters\[0\]\.revision is "a,DNS:evil"/],
  ['a name of two lines', { ...MESH, meshId: 'a\nb' }, /meshId is "a\\nb"/],
  ['an account that is a number', { ...MESH, clusters: [{ ...CLUSTER, account: 111111111111 }] }, /clusters\[0\]\.account is "111111111111", expected an AWS account id/],
  ['a region that is a path', { ...MESH, clusters: [{ ...CLUSTER, region: '../eu-west-1' }] }, /clusters\[0\]\.region is "..\/eu-west-1", expected an AWS region/],
  ['a release that is a number', { ...MESH, clusters: [{ ...CLUSTER, istioVersion: 1.31 }] }, /clusters\[0\]\.istioVersion is "1.31", expected a release of Istio from 1.27 on/],
  ['a release that is too old', { ...MESH, clusters: [{ ...CLUSTER, istioVersion: '1.26' }] }, /clusters\[0\]\.istioVersion is "1.26", expected a release of Istio from 1.27 on/],
  ['an unknown authority', { ...MESH, clusters: [{ ...CLUSTER, certificateAuthority: 'vault' }] }, /is "vault", expected one of "files", "cert-manager", "external-secrets"/],
  ['no links', { ...MESH, links: undefined }, /has no list of links/],
  ['a link to nowhere', { ...MESH, links: [{ ...LINK, provider: 'cluster3' }] }, /links\[0\]\.provider is "cluster3", expected "cluster1"/],
  ['a link of an unknown kind', { ...MESH, links: [{ ...LINK, mode: 'magic' }] }, /links\[0\]\.mode is "magic", expected one of "discovery", "service-entry"/],
  ['a link without a reader', { ...MESH, links: [{ ...LINK, reader: undefined }] }, /links\[0\]\.reader is not an object/],
  ['an address without encryption', { ...MESH, links: [{ ...LINK, apiServer: { ...LINK.apiServer, url: 'http://a:1' } }] }, /apiServer\.url is "http:\/\/a:1", expected https:/],
  ['a reader that is an option', { ...MESH, links: [{ ...LINK, reader: { ...LINK.reader, serviceAccount: '--all' } }] }, /serviceAccount is "--all", expected a DNS label/],
  ['two clusters of a name', { ...MESH, clusters: [CLUSTER, CLUSTER] }, /has two clusters named "cluster1"/],
])('fails with %s', (_, content, message) => {
  expect(() => readMesh(written(content))).toThrow(message);
});

test('fails when it is missing, or a directory', () => {
  expect(() => readMesh('/nowhere/mesh.json')).toThrow('mesh description "/nowhere/mesh.json" not found: synthesize the mesh, or give the path of its mesh.json with --mesh');
  expect(() => readMesh('/')).toThrow(/^mesh description "\/" cannot be read \(EISDIR/);
});

test('whatever is in it, there is a mesh or one line that says why not', () => {
  const path = written('');
  const almost = fc.record({ version: fc.constant(1), meshId: fc.json(), clusters: fc.array(fc.object()) }).map(value => JSON.stringify(value));
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), almost), content => {
    writeFileSync(path, content);
    try {
      readMesh(path);
    } catch (error) {
      expect((error as Error).message).toMatch(/^mesh description [^\n]*$/);
    }
  }), { numRuns: 100 });
});

describe('selecting clusters', () => {
  const mesh = readMesh(written({ ...MESH, clusters: ['b', 'a', 'c'].map(name => ({ ...CLUSTER, name })), links: [] }));

  test('keeps the order of the mesh', () => {
    expect(selectClusters(mesh, []).map(({ name }) => name)).toEqual(['b', 'a', 'c']);
    expect(selectClusters(mesh, ['c', 'b', 'c']).map(({ name }) => name)).toEqual(['b', 'c']);
  });

  test('fails with a name that is unknown', () => {
    expect(() => selectClusters(mesh, ['a', 'd'])).toThrow(/^"d" is not a cluster of mesh "demo": ".*" has "b", "a", "c"$/);
    expect(() => selectClusters({ ...mesh, clusters: [] }, ['d'])).toThrow(/has none$/);
  });
});
