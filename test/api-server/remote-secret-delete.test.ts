import { writeFileSync } from 'fs';
import { join } from 'path';
import { ISTIO_NAMESPACE, withMeshNamespaces } from './mesh-namespace';
import { isRefusedSoon, LINK, reads, RemoteSecretMesh, remoteSecretOf, tokenInUse, tokenSecretNames } from './remote-secret-mesh';
import { cli } from './run-cli';
import { sharedClusters } from './shared-clusters';
import { temporaryDirectory } from '../bundle/temporary-directory';

const { cluster1, cluster2 } = sharedClusters();
withMeshNamespaces();

let mesh: RemoteSecretMesh;
beforeEach(async () => {
  mesh = new RemoteSecretMesh().applyReaders();
  await mesh.succeed('create', [...LINK, '--apply']);
});

test('withdraws one link and no other, and a second time there is nothing to do', async () => {
  await mesh.succeed('create', ['--from', 'cluster1', '--to', 'cluster2', '--apply']);
  const token = tokenInUse();
  const [tokenSecret] = tokenSecretNames(cluster2);
  const { stdout } = await mesh.succeed('delete', [...LINK, '-o', 'json']);
  expect(JSON.parse(stdout)).toEqual({
    deleted: [
      { cluster: 'cluster1', secret: 'istio-system/istio-remote-secret-cluster2', reason: 'leads to cluster2' },
      { cluster: 'cluster2', secret: `istio-system/${tokenSecret}`, reason: 'a token of cluster1' },
    ],
  });
  expect(remoteSecretOf(cluster1, 'cluster2')).toBeUndefined();
  expect(await isRefusedSoon(cluster2, token)).toBe(true);
  expect([remoteSecretOf(cluster2, 'cluster1'), tokenSecretNames(cluster1, 'cluster2').length]).toEqual([expect.anything(), 1]);
  expect((await mesh.succeed('delete', LINK)).stdout).toBe('nothing to delete\n');
  expect(JSON.parse((await mesh.succeed('delete', [...LINK, '-o', 'json'])).stdout)).toEqual({ deleted: [] });
});

test('withdraws all tokens of the consumer, printed ones too', async () => {
  await mesh.succeed('create', LINK);
  await mesh.succeed('create', [...LINK, '--long-lived']);
  expect(tokenSecretNames(cluster2)).toHaveLength(3);
  expect((await mesh.succeed('delete', LINK)).stdout.match(/a token of cluster1/g)).toHaveLength(3);
  expect(tokenSecretNames(cluster2)).toEqual([]);
});

test('works when link and clusters have left the mesh', async () => {
  const empty = join(temporaryDirectory(), 'mesh.json');
  writeFileSync(empty, JSON.stringify({ version: 1, meshId: 'demo', clusters: [], links: [] }));
  const { exitCode, stdout } = await cli(['remote-secret', 'delete', '--mesh', empty, ...LINK]);
  expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/istio-remote-secret-cluster2 .*\n.*a token of cluster1/)]);
});

test('does in one cluster what can be done when the other is down, and says what is left', async () => {
  const token = tokenInUse();
  await cluster1.stop();
  try {
    const { exitCode, stdout, stderr } = await mesh.run('delete', LINK);
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/^cluster2 +istio-system\/istio-reader-cluster1-\w+ +a token of cluster1$/m);
    expect(stderr).toMatch(/^error: cluster "cluster1" .* refused.*; what leads to cluster2 stays in cluster1: run the command again\n$/);
  } finally {
    await cluster1.start();
  }
  expect(await isRefusedSoon(cluster2, token)).toBe(true);

  await mesh.succeed('create', [...LINK, '--apply']);
  await cluster2.stop();
  try {
    const { exitCode, stdout, stderr } = await mesh.run('delete', LINK);
    expect([exitCode, stdout]).toEqual([2, expect.stringMatching(/^cluster1 +istio-system\/istio-remote-secret-cluster2 /m)]);
    expect(stderr).toMatch(/^error: [^\n]*; the tokens of cluster1 stay valid in cluster2: run the command again\n$/);
  } finally {
    await cluster2.start();
  }
  expect((await mesh.succeed('delete', LINK)).stdout.match(/a token of cluster1/g)).toHaveLength(1);
});

test('a Secret that another made stays, and so does all else, unless it is told to delete it', async () => {
  cluster1.kubectl(['label', 'secret', 'istio-remote-secret-cluster2', 'app.kubernetes.io/managed-by-', '--namespace', ISTIO_NAMESPACE]);
  const { exitCode, stdout, stderr } = await mesh.run('delete', LINK);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toContain('was not made by this program: to delete it all the same, run the command again with --force');
  expect(await reads(cluster2, tokenInUse())).toBe(true);
  expect((await mesh.succeed('delete', [...LINK, '--force'])).stdout).toContain('leads to cluster2');
  expect(remoteSecretOf(cluster1, 'cluster2')).toBeUndefined();
});

test('leaves what others keep in the same Secret', async () => {
  cluster1.kubectl(['patch', 'secret', 'istio-remote-secret-cluster2', '--namespace', ISTIO_NAMESPACE, '--patch', JSON.stringify({ stringData: { other: 'x' } })]);
  await mesh.succeed('delete', LINK);
  expect(remoteSecretOf(cluster1, 'cluster2')!.data).toEqual({ other: Buffer.from('x').toString('base64') });
});

test.each([
  [['--from', 'cluster2'], "required option '--to <cluster>' not specified"],
  [['--from', 'cluster1', '--to', 'cluster1'], '--from and --to name the same cluster'],
  [['--from', '../cluster2', '--to', 'cluster1'], '--from is "../cluster2", expected the name of a cluster, a DNS label'],
])('%j is an error', async (args, message) => {
  const { exitCode, stderr } = await mesh.run('delete', args);
  expect([exitCode, stderr.split('\n').length, stderr]).toEqual([2, 2, expect.stringContaining(message)]);
});
