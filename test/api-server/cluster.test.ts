import { spawnSync } from 'child_process';
import { X509Certificate } from 'crypto';
import { connect } from 'net';
import { connect as connectTls } from 'tls';
import { Cluster, KubernetesObject } from './cluster';
import { ISTIO_NAMESPACE, withMeshNamespaces } from './mesh-namespace';
import { argumentsOf } from './server-process';
import { sharedClusters } from './shared-clusters';

const { cluster1, cluster2, kubeconfig, env } = sharedClusters();

test.each([cluster1, cluster2])('$name answers in its own context, as the version that is pinned', cluster => {
  const version = kubectl(['--context', cluster.name, 'version', '--output', 'json']);
  expect(JSON.parse(version.stdout)).toMatchObject({ clientVersion: { gitVersion: 'v1.35.4' }, serverVersion: { gitVersion: 'v1.35.4' } });
  expect(kubectl(['--context', cluster.name, 'cluster-info']).stdout).toContain(cluster.server);
});

test('the two are different clusters, and no context is the current one', () => {
  expect(uidOf(cluster1, 'default')).not.toBe(uidOf(cluster2, 'default'));
  expect(kubectl(['config', 'get-contexts', '--output', 'name']).stdout.trim().split('\n')).toEqual(['cluster1', 'cluster2']);
  expect(kubectl(['config', 'current-context']).status).not.toBe(0);
  expect(env.KUBECONFIG).toBe(kubeconfig);
});

test('the certificate of the API server is good for the names under which it is reached through a gateway', async () => {
  const { hostname, port } = new URL(cluster1.server);
  const certificate = await new Promise<X509Certificate>((resolve, reject) => {
    const socket = connectTls({ host: hostname, port: Number(port), ca: cluster1.authority, servername: 'kubernetes.default.svc' }, () => {
      resolve(socket.getPeerX509Certificate()!);
      socket.destroy();
    });
    socket.on('error', reject);
  });
  expect(certificate.checkHost('kubernetes.default.svc')).toBeDefined();
  expect(certificate.checkHost('localhost')).toBeDefined();
  expect(certificate.checkIP('127.0.0.1')).toBeDefined();
});

describe('with the plain Kubernetes part of the golden bundles', () => {
  withMeshNamespaces();

  test('the namespace has the network and what Kubernetes puts into each', async () => {
    expect(cluster1.json(['get', 'namespace', ISTIO_NAMESPACE]).metadata.labels).toMatchObject({ 'topology.istio.io/network': 'cluster1' });
    await eventually(() => cluster1.json(['get', 'configmap', 'kube-root-ca.crt', '--namespace', ISTIO_NAMESPACE]).data!['ca.crt'] === cluster1.authority);
  });

  test('a requested token is the account\'s, and reads what the account may read', async () => {
    const token = tokenFor(cluster1, 'istio-reader-cluster2', '1h');
    expect(claims(token)).toMatchObject({ iss: 'https://kubernetes.default.svc', sub: 'system:serviceaccount:istio-system:istio-reader-cluster2' });
    expect(lifetime(token)).toBe(60 * 60);
    expect(await cluster1.get('/apis/discovery.k8s.io/v1/endpointslices', token)).toMatchObject({ status: 200 });
    expect(await cluster1.get('/apis/rbac.authorization.k8s.io/v1/clusterroles', token)).toMatchObject({ status: 403 });
    expect(await cluster2.get('/apis/discovery.k8s.io/v1/endpointslices', token)).toMatchObject({ status: 401 });
  });

  test('the token of a Secret is filled in', async () => {
    const name = 'istio-reader-cluster2-token';
    cluster1.kubectl(['apply', '--filename', '-'], JSON.stringify({
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'kubernetes.io/service-account-token',
      metadata: { name, namespace: ISTIO_NAMESPACE, annotations: { 'kubernetes.io/service-account.name': 'istio-reader-cluster2' } },
    }));
    const secret = () => cluster1.json(['get', 'secret', name, '--namespace', ISTIO_NAMESPACE]);
    await eventually(() => secret().data?.token !== undefined);
    const { token, 'ca.crt': authority } = secret().data!;
    expect(Buffer.from(authority!, 'base64').toString()).toBe(cluster1.authority);
    const tokenOfSecret = Buffer.from(token!, 'base64').toString();
    expect(claims(tokenOfSecret)).toMatchObject({ 'kubernetes.io/serviceaccount/secret.name': name });
    expect(await cluster1.get('/apis/discovery.k8s.io/v1/endpointslices', tokenOfSecret)).toMatchObject({ status: 200 });
  });

  test('a Deployment without replicas is rolled out, and again after a restart', () => {
    cluster2.kubectl(['create', 'deployment', 'istiod', '--image', 'istiod', '--replicas', '0', '--namespace', ISTIO_NAMESPACE]);
    const rollout = (verb: string, ...args: string[]) => cluster2.kubectl(['rollout', verb, 'deployment/istiod', '--namespace', ISTIO_NAMESPACE, ...args]);
    expect(rollout('status', '--timeout', '30s')).toContain('successfully rolled out');
    expect(rollout('restart')).toContain('restarted');
    expect(rollout('status', '--timeout', '30s')).toContain('successfully rolled out');
  });

  // Each of the tests above leaves something in one of the clusters.
  test.each([cluster1, cluster2])('$name has nothing of the tests before', cluster => {
    const { items } = cluster.json<{ items: KubernetesObject[] }>(['get', 'secrets,serviceaccounts,deployments.apps', '--namespace', ISTIO_NAMESPACE]);
    expect(items.map(({ kind, metadata }) => `${kind} ${metadata.name}`).filter(name => name !== 'ServiceAccount default'))
      .toEqual([`ServiceAccount istio-reader-${cluster === cluster1 ? 'cluster2' : 'cluster1'}`]);
  });
});

describe('a cluster of its own', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await Cluster.create('own', { apiServerFlags: ['--service-account-max-token-expiration=24h'] });
  });
  afterAll(async () => cluster?.stop());

  test('has the flags that it was given', () => {
    cluster.kubectl(['create', 'serviceaccount', 'reader']);
    expect(lifetime(tokenFor(cluster, 'reader', '48h', 'default'))).toBe(24 * 60 * 60);
  });

  test('leaves no process when it is stopped, and is the same after a start', async () => {
    const pids = cluster.pids();
    expect(pids).toHaveLength(3);
    for (const pid of pids) {
      expect(argumentsOf(pid)).toContain(cluster.directory);
    }
    const uid = uidOf(cluster, 'kube-system');

    await cluster.stop();
    expect(pids.map(argumentsOf)).toEqual(['', '', '']);
    expect(cluster.pids()).toEqual([]);
    await expect(connection(cluster)).rejects.toThrow('ECONNREFUSED');
    expect(cluster.tryKubectl(['get', 'namespaces'])).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('refused') });

    await cluster.start();
    expect(uidOf(cluster, 'kube-system')).toBe(uid);
    expect(cluster.pids()).toHaveLength(3);
  });
});

function kubectl(args: readonly string[]) {
  return spawnSync('kubectl', args, { encoding: 'utf8', env });
}

function uidOf(cluster: Cluster, namespace: string): string {
  return cluster.json(['get', 'namespace', namespace]).metadata.uid;
}

function tokenFor(cluster: Cluster, account: string, duration: string, namespace = ISTIO_NAMESPACE): string {
  return cluster.kubectl(['create', 'token', account, '--namespace', namespace, '--duration', duration]).trim();
}

/** What a token says of itself. */
function claims(token: string): { readonly exp: number; readonly iat: number } {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
}

/** How many seconds a token is valid. */
function lifetime(token: string): number {
  const { exp, iat } = claims(token);
  return exp - iat;
}

/** Fails the test unless something becomes so within ten seconds. */
async function eventually(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline && !isSoNow(isSo)) {
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  expect(isSo()).toBe(true);
}

function isSoNow(isSo: () => boolean): boolean {
  try {
    return isSo();
  } catch {
    return false;
  }
}

async function connection(cluster: Cluster): Promise<void> {
  const { hostname, port } = new URL(cluster.server);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.destroy();
      resolve();
    });
    socket.on('error', reject);
  });
}
