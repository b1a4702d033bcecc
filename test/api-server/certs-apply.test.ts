import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ApplyWorkspace, stateOf, textsOf } from './apply-workspace';
import { cleanIstioObjects, putCacerts, putDistributedRoot, putIstiod, putSelfSigned, selfSignedRoot } from './istio-objects';
import { kubectlWith } from './kubectl-with';
import { ISTIO_NAMESPACE, withMeshNamespaces } from './mesh-namespace';
import { sharedClusters } from './shared-clusters';
import { istiodLoads } from '../cli/istiod';
import { describeWithOpenssl, openssl } from '../cli/openssl';
import { expectNoSecrets } from '../cli/secret-scan';
import { temporaryDirectory } from '../cli/temporary-directory';

const { cluster1, cluster2 } = sharedClusters();
withMeshNamespaces();
afterEach(() => cleanIstioObjects(cluster1));

const HEADER = /^CHANGE +OBJECT +WHY\n/;

function cacerts() {
  return cluster1.json(['get', 'secret', 'cacerts', '--namespace', ISTIO_NAMESPACE]);
}

test('makes the Secret, says so first, and then has nothing to change', async () => {
  const workspace = await ApplyWorkspace.create();
  const before = stateOf(cluster1);

  const planned = await workspace.applied(['--dry-run']);
  expect(planned).toMatch(HEADER);
  expect(planned).toMatch(/\ncreate {2}secret istio-system\/cacerts {2}the intermediate of cluster1, with its key\nnothing was changed\n$/);
  expect(stateOf(cluster1)).toEqual(before);

  expect(await workspace.applied()).toBe(planned.replace('nothing was changed', 'done'));
  expect(textsOf(cluster1)).toEqual(workspace.texts());
  expect(cacerts()).toMatchObject({ type: 'Opaque', metadata: { labels: { 'app.kubernetes.io/managed-by': 'istio-privatelink' } } });

  const applied = stateOf(cluster1);
  expect(await workspace.applied()).toBe('cluster "cluster1" (context "cluster1"): nothing to change\n');
  expect(stateOf(cluster1)).toEqual(applied);
  expect(textsOf(cluster2)).toBeUndefined();
});

test('the other cluster has its own', async () => {
  const workspace = await ApplyWorkspace.create();
  await workspace.applied();
  await workspace.applied(['--cluster', 'cluster2']);
  expect(textsOf(cluster2)).toEqual(workspace.texts('cluster2'));
  expect(textsOf(cluster1)).toEqual(workspace.texts('cluster1'));
});

test('is the Secret that the guide makes with kubectl', async () => {
  const workspace = await ApplyWorkspace.create();
  await workspace.applied();
  const files = Object.keys(workspace.texts()).map(file => `--from-file=${workspace.file('cluster1', file)}`);
  const guide = cluster1.json(['create', 'secret', 'generic', 'cacerts', '--namespace', ISTIO_NAMESPACE, '--dry-run=client', ...files]);
  expect(cacerts().data).toEqual(guide.data);
});

test('a renewed intermediate replaces the old one, and keeps what others put beside it', async () => {
  const workspace = await ApplyWorkspace.create();
  await workspace.applied();
  cluster1.kubectl(['patch', 'secret', 'cacerts', '--namespace', ISTIO_NAMESPACE, '--patch',
    JSON.stringify({ metadata: { labels: { team: 'mesh' } }, stringData: { 'notes.txt': 'kept' } })]);
  const old = textsOf(cluster1)!;

  await workspace.succeed('renew');
  expect(await workspace.applied()).toMatch(/\nupdate {2}secret istio-system\/cacerts {2}the intermediate of cluster1, with its key\ndone\n$/);
  expect(textsOf(cluster1)).toEqual({ ...workspace.texts(), 'notes.txt': 'kept' });
  expect(textsOf(cluster1)!['ca-key.pem']).not.toBe(old['ca-key.pem']);
  expect(cacerts().metadata.labels).toMatchObject({ team: 'mesh' });
});

test('the root stays as it is to the byte where its certificates are the same', async () => {
  const workspace = await ApplyWorkspace.create();
  const root = `# the root of the mesh\r\n${workspace.texts()['root-cert.pem']}\n\n`;
  await workspace.applied();
  cluster1.kubectl(['patch', 'secret', 'cacerts', '--namespace', ISTIO_NAMESPACE, '--patch', JSON.stringify({ stringData: { 'root-cert.pem': root } })]);
  expect(await workspace.applied()).toContain('nothing to change');
  await workspace.succeed('renew');
  await workspace.applied();
  expect(textsOf(cluster1)).toEqual({ ...workspace.texts(), 'root-cert.pem': root });
});

test('a second root that is added is written', async () => {
  const workspace = await ApplyWorkspace.create();
  await workspace.applied();
  putIstiod(cluster1);
  putDistributedRoot(cluster1, workspace.texts()['root-cert.pem']);
  writeFileSync(workspace.file('root-cert.pem'), workspace.texts()['root-cert.pem'] + (await selfSignedRoot()).pem);
  await workspace.succeed('renew');
  const { exitCode, stderr } = await workspace.apply();
  expect([exitCode, stderr]).toEqual([0, 'note: istiod takes more than one root only with ISTIO_MULTIROOT_MESH=true (docs/trust.md)\n']);
  expect(textsOf(cluster1)!['root-cert.pem'].split('BEGIN CERTIFICATE')).toHaveLength(3);
});

test('the authority that istiod made for itself is removed, after the new one is there', async () => {
  const workspace = await ApplyWorkspace.create();
  const root = await selfSignedRoot();
  putSelfSigned(cluster1, root);
  putDistributedRoot(cluster1, root.pem);
  putIstiod(cluster1);
  const planned = await workspace.apply(['--replace-root', '--dry-run']);
  expect(planned.stdout).toMatch(/\ncreate {2}secret istio-system\/cacerts .*\ndelete {2}secret istio-system\/istio-ca-secret {2}the authority that istiod made for itself\nnothing/);
  expect(textsOf(cluster1, 'istio-ca-secret')).toBeDefined();

  const { exitCode, stderr } = await workspace.apply(['--replace-root']);
  expect([exitCode, stderr]).toEqual([0, 'note: istiod takes the authority at its next start: run the command again with --restart\n' +
    'note: workloads keep the old root until they are restarted, and refuse those that have the new one\n']);
  expect(textsOf(cluster1, 'istio-ca-secret')).toBeUndefined();
  expect(textsOf(cluster1)).toEqual(workspace.texts());
});

test('one that is left over is removed too', async () => {
  const workspace = await ApplyWorkspace.create();
  await workspace.applied();
  putDistributedRoot(cluster1, workspace.texts()['root-cert.pem']);
  putSelfSigned(cluster1, await selfSignedRoot());
  expect(await workspace.applied()).toMatch(/\ndelete {2}secret istio-system\/istio-ca-secret .*\ndone\n$/);
  expect(textsOf(cluster1, 'istio-ca-secret')).toBeUndefined();
});

test('a Secret of the same content that somebody else made is left as it is, and with --force the next one is taken over', async () => {
  const workspace = await ApplyWorkspace.create();
  putCacerts(cluster1, workspace.texts());
  expect(await workspace.applied()).toContain('nothing to change');
  expect(cacerts().metadata.labels).toBeUndefined();
  await workspace.succeed('renew');
  expect(await workspace.refused()).toContain('run the command again with --force');
  await workspace.applied(['--force']);
  await workspace.succeed('renew');
  await workspace.applied();
  expect(textsOf(cluster1)).toEqual(workspace.texts());
});

test('in JSON', async () => {
  const workspace = await ApplyWorkspace.create();
  const change = { action: 'create', object: 'secret istio-system/cacerts', reason: 'the intermediate of cluster1, with its key' };
  const planned = { cluster: 'cluster1', context: 'cluster1', dryRun: true, changes: [change], notes: [] };
  expect(JSON.parse(await workspace.applied(['--dry-run', '-o', 'json']))).toEqual(planned);
  expect(JSON.parse(await workspace.applied(['-o', 'json']))).toEqual({ ...planned, dryRun: false });
  expect(JSON.parse(await workspace.applied(['-o', 'json']))).toEqual({ ...planned, dryRun: false, changes: [] });
});

test('no key material in the output, in the arguments of a process, or in what the API server keeps beside the data', async () => {
  const workspace = await ApplyWorkspace.create();
  const record = join(temporaryDirectory(), 'arguments');
  const env = kubectlWith(`printf '%s\\n' "$@" >> '${record}'`);
  putIstiod(cluster1);
  const outputs = [];
  for (const args of [['--dry-run'], ['--restart'], ['-o', 'json'], ['--context', 'cluster2'], ['--kubeconfig', workspace.file('cluster1', 'ca-key.pem')]]) {
    outputs.push(await workspace.apply(args, { env }));
  }
  await workspace.succeed('renew');
  outputs.push(await workspace.apply(['--restart'], { env }));
  expect(outputs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 2, 2, 0]);

  const recorded = readFileSync(record, 'utf8');
  expect(recorded).toMatch(/^create\n--raw=\/api\/v1\/namespaces\/istio-system\/secrets\n/m);
  expect(recorded).toMatch(/^replace\n/m);
  expect(recorded).toMatch(/^patch\n/m);
  const { data, ...beside } = cluster1.json<{ data: object }>(['get', 'secret', 'cacerts', '--namespace', ISTIO_NAMESPACE, '--show-managed-fields']);
  expect(Object.keys(data)).toHaveLength(4);
  expect(beside).not.toHaveProperty('metadata.annotations');
  expectNoSecrets([recorded, JSON.stringify(beside), ...outputs.flatMap(({ stdout, stderr }) => [stdout, stderr])].join('\n'), [workspace.certs]);
});

describeWithOpenssl('openssl', () => {
  test('accepts what is in the cluster, and so does istiod', async () => {
    const workspace = await ApplyWorkspace.create('--key', 'rsa-2048');
    await workspace.applied();
    const directory = join(temporaryDirectory(), 'cacerts');
    mkdirSync(directory);
    Object.entries(textsOf(cluster1)!).forEach(([file, text]) => writeFileSync(join(directory, file), text));
    const [certificate, root, key] = ['ca-cert.pem', 'root-cert.pem', 'ca-key.pem'].map(file => join(directory, file));
    expect(openssl(['verify', '-x509_strict', '-CAfile', root, certificate])).toMatch(/: OK\n$/);
    expect(openssl(['pkey', '-in', key, '-pubout'])).toBe(openssl(['x509', '-pubkey', '-noout', '-in', certificate]));
    expect(istiodLoads(directory, new Date()).getTime()).toBeGreaterThan(Date.now());
  });
});
