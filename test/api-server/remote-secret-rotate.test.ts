import { spawn } from 'child_process';
import { once } from 'events';
import { KubectlWrapper } from './kubectl-wrapper';
import { ISTIO_NAMESPACE, withMeshNamespaces } from './mesh-namespace';
import {
  isRefusedSoon, kubeconfigIn, lifetimeOf, LINK, reads, RemoteSecretMesh, remoteSecretOf, tokenInUse, tokenSecretNames,
} from './remote-secret-mesh';
import { compiledCli } from './run-cli';
import { sharedClusters } from './shared-clusters';
import { CompiledCli } from '../cli/compiled-cli';

const { cluster1, cluster2 } = sharedClusters();
withMeshNamespaces();

let mesh: RemoteSecretMesh;
let compiled: CompiledCli;
beforeAll(() => {
  compiled = compiledCli();
});
afterAll(() => compiled.remove());
beforeEach(() => {
  mesh = new RemoteSecretMesh().applyReaders();
});

test('the old token is refused afterwards, and the new one is taken', async () => {
  await mesh.succeed('create', ['--all', '--apply', '--duration', '12h']);
  const old = tokenInUse();
  const { stdout } = await mesh.succeed('rotate', ['--all', '--overlap', '0', '-o', 'json']);
  expect(JSON.parse(stdout).remoteSecrets).toEqual([['cluster1', 'cluster2'], ['cluster2', 'cluster1']].map(([consumer, provider]) => ({
    consumer, provider, secret: `istio-remote-secret-${provider}`, tokenExpires: expect.stringMatching(/^\d{4}-/), withdrawn: 1,
  })));
  expect(await reads(cluster2, tokenInUse())).toBe(true);
  expect(await isRefusedSoon(cluster2, old)).toBe(true);
  expect(tokenSecretNames(cluster2)).toHaveLength(1);
});

test('the kind of token stays, unless another is asked for', async () => {
  await mesh.succeed('create', [...LINK, '--apply', '--duration', '12h']);
  const rotated = async (...args: string[]) => {
    await mesh.succeed('rotate', [...LINK, '--overlap', '0', ...args]);
    expect(await reads(cluster2, tokenInUse())).toBe(true);
    return lifetimeOf(tokenInUse());
  };
  expect(await rotated()).toBe(12 * 3600);
  expect(await rotated('--long-lived')).toBeUndefined();
  expect(await rotated()).toBeUndefined();
  expect(await rotated('--duration', '10m')).toBe(600);
});

test('at no moment of a rotation is the token in the consumer refused', async () => {
  await mesh.succeed('create', [...LINK, '--apply']);
  const seen = new Set<string>();
  let samples = 0;
  let running = true;
  const rotation = mesh.succeed('rotate', [...LINK, '--overlap', '2']).finally(() => running = false);
  while (running) {
    const { body } = await cluster1.get(`/api/v1/namespaces/${ISTIO_NAMESPACE}/secrets/istio-remote-secret-cluster2`);
    const { token } = kubeconfigIn(JSON.parse(body), 'cluster2').users[0].user;
    expect(await reads(cluster2, token)).toBe(true);
    seen.add(token);
    samples++;
  }
  await rotation;
  expect(samples).toBeGreaterThan(20);
  expect(seen.size).toBe(2);
});

test('what was not created cannot be rotated, and does not keep the others from it', async () => {
  await mesh.succeed('create', [...LINK, '--apply']);
  const { exitCode, stdout, stderr } = await mesh.run('rotate', ['--all', '--overlap', '0']);
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/^cluster1 +cluster2 /m);
  expect(stderr).toMatch(/^error: cluster2 -> cluster1: .* has no remote secret for cluster1 .*: run "istio-privatelink remote-secret create --from cluster1 --to cluster2 --apply" first$/m);
});

test('says so when the old token cannot be withdrawn, and what was done', async () => {
  await mesh.succeed('create', [...LINK, '--apply']);
  const { env } = new KubectlWrapper({ lose: 'delete *' });
  const { exitCode, stdout, stderr } = await mesh.run('rotate', [...LINK, '--overlap', '0'], { env });
  expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^error: cluster1 -> cluster2: .*cannot delete .*: Unable to connect to the server: EOF$/m)]);
  expect(stdout).toMatch(/^cluster1 +cluster2 .* 0$/m);
  expect(await reads(cluster2, tokenInUse())).toBe(true);
});

describe('two at a time', () => {
  test('end with one token that is taken', async () => {
    await mesh.succeed('create', [...LINK, '--apply']);
    const results = await Promise.all([0, 1, 0].map(async overlap => mesh.run('rotate', [...LINK, '--overlap', String(overlap)])));
    expect(results.map(({ exitCode }) => exitCode)).toContain(0);
    for (const { exitCode, stderr } of results) {
      expect(exitCode === 0 || stderr.includes('somebody else changed it at the same time, run the command again')).toBe(true);
    }
    expect(await reads(cluster2, tokenInUse())).toBe(true);
    await mesh.succeed('rotate', [...LINK, '--overlap', '0']);
    expect([await reads(cluster2, tokenInUse()), tokenSecretNames(cluster2).length]).toEqual([true, 1]);
  });
});

/** Runs the compiled program until it ends or is killed. */
async function runKilled(args: readonly string[], env: NodeJS.ProcessEnv, afterMs?: number): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [compiled.main, ...args], { env, stdio: 'ignore' });
  const timer = afterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), afterMs);
  const [, signal] = await once(child, 'exit') as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  return signal;
}

async function expectWhole(tokens: number): Promise<void> {
  expect(await reads(cluster2, tokenInUse())).toBe(true);
  expect(tokenSecretNames(cluster2).length).toBeLessThanOrEqual(tokens);
}

describe('killed', () => {
  test.each([['--overlap', '0'], ['--overlap', '0', '--long-lived']])('after any of its requests, rotate %s %s leaves a token that is taken, and the next run cleans up', async (...args) => {
    await mesh.succeed('create', [...LINK, '--apply']);
    let killedRuns = 0;
    for (let after = 1; ; after++) {
      const signal = await runKilled(mesh.arguments('rotate', [...LINK, ...args]), new KubectlWrapper({ killAfter: after }).env);
      // What kubectl was doing may still arrive.
      await expectWhole(1 + after);
      if (signal === null) {
        break;
      }
      killedRuns++;
      if (after % 3 === 0) {
        await mesh.succeed('rotate', [...LINK, ...args]);
        await expectWhole(1);
      }
    }
    expect(killedRuns).toBeGreaterThan(8);
    await expectWhole(1);
  }, 120_000);

  test.each([1, 2, 3, 4])('at any moment, rotate and create leave what the next run repairs (%d)', async seed => {
    await mesh.succeed('create', [...LINK, '--apply']);
    const { env } = sharedClusters();
    // A run takes a good second; a sequence that is the same each time.
    await runKilled(mesh.arguments('rotate', [...LINK, '--overlap', '0']), env, 250 + (seed * 7919) % 700);
    await expectWhole(3);
    await mesh.succeed('rotate', [...LINK, '--overlap', '0']);
    await expectWhole(1);
    cluster1.kubectl(['delete', 'secret', 'istio-remote-secret-cluster2', '--namespace', ISTIO_NAMESPACE]);
    await runKilled(mesh.arguments('create', [...LINK, '--apply']), env, 250 + (seed * 104_729) % 700);
    if (remoteSecretOf(cluster1, 'cluster2')) {
      await expectWhole(3);
    }
    await mesh.succeed('create', [...LINK, '--apply']);
    await expectWhole(3);
  });
});
