import { spawnSync } from 'child_process';
import { readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ApplyWorkspace, stateOf, textsOf } from './apply-workspace';
import { cleanIstioObjects, putDistributedRoot, putGateway, putIstiod, putSelfSigned, putWorkload, selfSignedRoot } from './istio-objects';
import { kubectlWith } from './kubectl-with';
import { ISTIO_NAMESPACE, withMeshNamespaces } from './mesh-namespace';
import { compiledCli } from './run-cli';
import { sharedClusters } from './shared-clusters';
import { CompiledCli } from '../cli/compiled-cli';
import { temporaryDirectory } from '../cli/temporary-directory';

const { cluster1 } = sharedClusters();
withMeshNamespaces();
afterEach(() => cleanIstioObjects(cluster1));

/** With which authority a workload was last restarted. */
function authorityOf(name: string, namespace = ISTIO_NAMESPACE): string | undefined {
  const { spec } = cluster1.json<{ spec: { template: { metadata: { annotations?: { [key: string]: string } } } } }>(['get', `deployment/${name}`, '--namespace', namespace]);
  return spec.template.metadata.annotations?.['istio-privatelink/authority'];
}

function restartsIn(stdout: string): string[] {
  return [...stdout.matchAll(/^restart +(.*?) {2,}(.*)$/gm)].map(([, object, reason]) => `${object}: ${reason}`);
}

test('istiod of every revision, then the gateways, once for each authority', async () => {
  const workspace = await ApplyWorkspace.create();
  putIstiod(cluster1);
  putIstiod(cluster1, 'istiod-canary');
  putGateway(cluster1);
  putGateway(cluster1, 'ingress', { namespace: 'default' });
  putWorkload(cluster1, 'catalog', { namespace: 'default' });

  const record = join(temporaryDirectory(), 'calls');
  const { exitCode, stdout, stderr } = await workspace.apply(['--restart'], { env: kubectlWith(`echo "$1 $2 $3" >> '${record}'`) });
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(restartsIn(stdout)).toEqual([
    'deployment istio-system/istiod: takes the authority at its start',
    'deployment istio-system/istiod-canary: takes the authority at its start',
    'deployment default/ingress: takes certificates of the new authority',
    'deployment istio-system/istio-eastwestgateway: takes certificates of the new authority',
  ]);
  const calls = readFileSync(record, 'utf8').trim().split('\n').filter(call => /^(create|patch|rollout)/.test(call)).map(call => call.replace(/--.*$/, '').trim());
  expect(calls).toEqual([
    'create',
    'patch deployment/istiod', 'patch deployment/istiod-canary', 'rollout status deployment/istiod', 'rollout status deployment/istiod-canary',
    'patch deployment/ingress', 'patch deployment/istio-eastwestgateway', 'rollout status deployment/ingress', 'rollout status deployment/istio-eastwestgateway',
  ]);
  const authority = authorityOf('istiod');
  expect(authority).toMatch(/^[0-9a-f]{32}$/);
  expect([authorityOf('istiod-canary'), authorityOf('istio-eastwestgateway'), authorityOf('ingress', 'default'), authorityOf('catalog', 'default')])
    .toEqual([authority, authority, authority, undefined]);

  const restarted = stateOf(cluster1);
  expect(await workspace.applied(['--restart'])).toContain('nothing to change');
  expect(stateOf(cluster1)).toEqual(restarted);

  await workspace.succeed('renew');
  expect(restartsIn(await workspace.applied(['--restart']))).toHaveLength(4);
  expect(authorityOf('istiod')).not.toBe(authority);
});

test('not what was made after the Secret: it has the authority', async () => {
  const workspace = await ApplyWorkspace.create();
  putIstiod(cluster1);
  await workspace.apply();
  // The API server counts seconds.
  await new Promise(resolve => setTimeout(resolve, 1100));
  putGateway(cluster1);
  expect(restartsIn(await workspace.applied(['--restart']))).toEqual(['deployment istio-system/istiod: takes the authority at its start']);
});

test('is offered, and can be had later', async () => {
  const workspace = await ApplyWorkspace.create();
  const root = await selfSignedRoot();
  putDistributedRoot(cluster1, root.pem);
  putIstiod(cluster1);
  expect((await workspace.apply(['--replace-root'])).stderr).toContain('note: istiod takes the authority at its next start: run the command again with --restart\n');
  const { stdout, stderr } = await workspace.apply(['--replace-root', '--restart']);
  expect(restartsIn(stdout)).toHaveLength(1);
  expect(stderr).toBe('note: workloads keep the old root until they are restarted, and refuse those that have the new one\n');
});

test('finds the gateways of every kind of installation, and no others', async () => {
  const workspace = await ApplyWorkspace.create();
  putGateway(cluster1, 'helm');
  putGateway(cluster1, 'helm-daemonset', { kind: 'DaemonSet' });
  putWorkload(cluster1, 'istioctl-ingress', { labels: { 'operator.istio.io/component': 'IngressGateways' } });
  putWorkload(cluster1, 'istioctl-egress', { labels: { 'operator.istio.io/component': 'EgressGateways' } });
  putWorkload(cluster1, 'shop-istio', { namespace: 'default', labels: { 'gateway.networking.k8s.io/gateway-name': 'shop', 'gateway.istio.io/managed': 'istio.io-gateway-controller' } });
  putWorkload(cluster1, 'waypoint', { namespace: 'default', labels: { 'gateway.istio.io/managed': 'istio.io-mesh-controller' } });
  putWorkload(cluster1, 'nginx', { namespace: 'default', labels: { 'gateway.networking.k8s.io/gateway-name': 'other' } });
  putWorkload(cluster1, 'sidecar', { namespace: 'default', podAnnotations: { 'inject.istio.io/templates': 'sidecar,gateways' } });
  putWorkload(cluster1, 'istiod', { namespace: 'default', labels: { app: 'istiod' } });
  expect(restartsIn(await workspace.applied(['--restart', '--dry-run'])).map(restart => restart.replace(/:.*/, ''))).toEqual([
    'deployment default/shop-istio', 'deployment default/waypoint', 'deployment istio-system/helm', 'deployment istio-system/istioctl-egress',
    'deployment istio-system/istioctl-ingress', 'daemonset istio-system/helm-daemonset',
  ]);
});

test('says what is not ready in time and what to do, and the next run goes on; progress is shown on a terminal alone', async () => {
  const workspace = await ApplyWorkspace.create();
  putIstiod(cluster1, 'istiod', 1);
  putGateway(cluster1);
  const late = 'error: cluster "cluster1" (context "cluster1"): cannot wait for deployment istio-system/istiod: timed out waiting for the condition: see why with ' +
    '"kubectl describe deployment/istiod --namespace=istio-system --context=cluster1", then run the command again; it goes on where it stopped\n';
  const first = await workspace.apply(['--restart', '--timeout', '4']);
  expect(first).toEqual({ exitCode: 2, stdout: expect.stringMatching(/\nrestart .*istiod .*\nrestart .*istio-eastwestgateway .*\n$/), stderr: late });
  expect(authorityOf('istio-eastwestgateway')).toBeUndefined();

  const again = await workspace.apply(['--restart', '--timeout', '4'], { isTTY: true, env: { NO_COLOR: '1' } });
  expect(again.exitCode).toBe(2);
  expect(restartsIn(again.stdout)).toHaveLength(1);
  expect(again.stderr).toMatch(/^(\r\u001b\[Kwaiting for deployment istio-system\/istiod: \d s){2,}\r\u001b\[K/);
  expect(again.stderr.endsWith(late)).toBe(true);
  expect(again.stdout).not.toContain('\u001b');

  cluster1.kubectl(['scale', 'deployment/istiod', '--replicas', '0', '--namespace', ISTIO_NAMESPACE]);
  await workspace.applied(['--restart', '--timeout', '30']);
  expect(authorityOf('istio-eastwestgateway')).toBe(authorityOf('istiod'));
}, 60_000);

describe('killed before any of its requests', () => {
  let compiled: CompiledCli;
  beforeAll(() => {
    compiled = compiledCli();
  });
  afterAll(() => compiled.remove());

  test('the next run completes what is missing', async () => {
    const workspace = await ApplyWorkspace.create();
    const root = await selfSignedRoot();
    const calls = join(temporaryDirectory(), 'calls');
    const args = workspace.arguments('apply', ['--cluster', 'cluster1', '--replace-root', '--restart']);
    const left = new Set<string>();
    for (const verb of ['create', 'delete', 'patch deployment/istiod', 'rollout status deployment/istiod', 'patch deployment/istio-eastwestgateway',
      'rollout status deployment/istio-eastwestgateway']) {
      putSelfSigned(cluster1, root);
      putDistributedRoot(cluster1, root.pem);
      putIstiod(cluster1);
      putGateway(cluster1);
      rmSync(calls, { force: true });
      writeFileSync(calls, '');
      const env = kubectlWith(`echo "$1 $2 $3" >> '${calls}'; case "$1 $2 $3" in '${verb}'*) kill -KILL $PPID; exit 1 ;; esac`);
      const { status, signal } = spawnSync(process.execPath, [compiled.main, ...args], { env });
      expect([verb, status, signal]).toEqual([verb, null, 'SIGKILL']);
      left.add(JSON.stringify([textsOf(cluster1) !== undefined, textsOf(cluster1, 'istio-ca-secret') !== undefined,
        authorityOf('istiod') !== undefined, authorityOf('istio-eastwestgateway') !== undefined]));

      // Nothing but the same command, with no memory of the first.
      expect((await workspace.apply(['--replace-root', '--restart'])).exitCode).toBe(0);
      expect(textsOf(cluster1)).toEqual(workspace.texts());
      expect(textsOf(cluster1, 'istio-ca-secret')).toBeUndefined();
      expect([authorityOf('istiod'), authorityOf('istio-eastwestgateway')]).toEqual([expect.any(String), authorityOf('istiod')]);
      expect((await workspace.apply(['--replace-root', '--restart'])).stdout).toContain('nothing to change');

      cleanIstioObjects(cluster1);
      cluster1.kubectl(['delete', 'secret', 'cacerts', '--namespace', ISTIO_NAMESPACE]);
    }
    // In this order: at no time is there neither the old authority nor the new one.
    expect([...left].map(text => JSON.parse(text))).toEqual([
      [false, true, false, false], [true, true, false, false], [true, false, false, false], [true, false, true, false], [true, false, true, true],
    ]);
  }, 180_000);
});
