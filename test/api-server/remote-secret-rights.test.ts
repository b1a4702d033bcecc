import { writeFileSync } from 'fs';
import { join } from 'path';
import { Cluster } from './cluster';
import { kubeconfig } from './kubeconfig';
import { kubectlEnvironment } from './kubectl-environment';
import { ISTIO_NAMESPACE, withMeshNamespaces } from './mesh-namespace';
import { LINK, RemoteSecretMesh, tokenSecretNames } from './remote-secret-mesh';
import { sharedClusters } from './shared-clusters';
import { temporaryDirectory } from '../bundle/temporary-directory';

const { cluster1, cluster2 } = sharedClusters();
withMeshNamespaces();

const OPERATOR = 'operator';
const rule = (apiGroups: string[], resources: string[], verbs: string[]) => ({ apiGroups, resources, verbs });

/** What docs/cli.md says is needed, of consumer and provider, in their istio-system. */
const CONSUMER = [rule([''], ['namespaces'], ['get']), rule([''], ['secrets'], ['list', 'get', 'create', 'update', 'delete'])];
const PROVIDER = [
  rule([''], ['namespaces', 'configmaps', 'serviceaccounts'], ['get']),
  rule([''], ['secrets'], ['list', 'get', 'create', 'delete']),
  rule([''], ['serviceaccounts/token'], ['create']),
];
const REVIEWS = [
  rule(['authentication.k8s.io'], ['tokenreviews'], ['create']),
  rule(['authorization.k8s.io'], ['subjectaccessreviews'], ['create']),
];

function grant(cluster: Cluster, kind: 'Role' | 'ClusterRole', rules: object[]): void {
  const metadata = { name: OPERATOR, ...(kind === 'Role' && { namespace: ISTIO_NAMESPACE }) };
  cluster.kubectl(['apply', '--filename', '-'], JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: OPERATOR, namespace: ISTIO_NAMESPACE } },
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind, metadata, rules },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: `${kind}Binding`,
        metadata,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: OPERATOR },
        subjects: [{ kind: 'ServiceAccount', name: OPERATOR, namespace: ISTIO_NAMESPACE }],
      },
    ],
  }));
}

/** The environment of somebody who is nothing but the operator in both clusters. */
function asOperator(): NodeJS.ProcessEnv {
  const file = join(temporaryDirectory(), 'kubeconfig');
  writeFileSync(file, kubeconfig([cluster1, cluster2].map(cluster => cluster.kubeconfigEntry())));
  const env = kubectlEnvironment(file);
  for (const cluster of [cluster1, cluster2]) {
    const token = cluster.kubectl(['create', 'token', OPERATOR, '--namespace', ISTIO_NAMESPACE]).trim();
    cluster.kubectl(['config', 'set-credentials', `operator-${cluster.name}`, '--token', token, '--kubeconfig', file]);
    cluster.kubectl(['config', 'set-context', cluster.name, '--user', `operator-${cluster.name}`, '--kubeconfig', file]);
  }
  return env;
}

afterEach(() => [cluster1, cluster2].forEach(cluster =>
  cluster.kubectl(['delete', 'role,rolebinding,clusterrole,clusterrolebinding', OPERATOR, '--namespace', ISTIO_NAMESPACE, '--ignore-not-found'])));

test('the rights that the page names are enough for every verb', async () => {
  const mesh = new RemoteSecretMesh({ oneWay: true }).applyReaders();
  grant(cluster1, 'Role', CONSUMER);
  grant(cluster2, 'Role', PROVIDER);
  grant(cluster2, 'ClusterRole', REVIEWS);
  const env = asOperator();
  for (const args of [['--apply'], ['--apply'], ['--apply', '--long-lived'], []]) {
    await mesh.succeed('create', [...LINK, ...args], { env });
  }
  await mesh.succeed('rotate', [...LINK, '--overlap', '0'], { env });
  await mesh.succeed('rotate', [...LINK, '--overlap', '0', '--long-lived'], { env });
  expect((await mesh.succeed('status', [], { env })).stdout).toMatch(/ never +answers$/m);
  await mesh.succeed('delete', LINK, { env });
  expect(tokenSecretNames(cluster2)).toEqual([]);
});

test('without the right to ask about others, create and rotate work, and status says that it cannot tell', async () => {
  const mesh = new RemoteSecretMesh({ oneWay: true }).applyReaders();
  grant(cluster1, 'Role', CONSUMER);
  grant(cluster2, 'Role', PROVIDER);
  const env = asOperator();
  await mesh.succeed('create', [...LINK, '--apply'], { env });
  expect((await mesh.succeed('create', [...LINK, '--apply'], { env })).stdout).toContain('unchanged');
  await mesh.succeed('rotate', [...LINK, '--overlap', '0'], { env });
  const { exitCode, stdout } = await mesh.run('status', [], { env });
  expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/ not asked\nwarning RS-22 cluster1 -> cluster2: whether the API server takes the token is not checked: [^\n]*tokenreviews[^\n]*\n$/)]);
});

test('without any, each verb says in a line what is missing', async () => {
  const mesh = new RemoteSecretMesh({ oneWay: true }).applyReaders();
  [cluster1, cluster2].forEach(cluster => grant(cluster, 'Role', []));
  const env = asOperator();
  for (const [verb, ...args] of [['create', ...LINK], ['rotate', ...LINK], ['delete', ...LINK]]) {
    const { exitCode, stdout, stderr } = await mesh.run(verb, args, { env });
    expect([exitCode, stdout, stderr.replace(/^note: .*\n/gm, '')]).toEqual([2, '', expect.stringMatching(/^(error: [^\n]*forbidden[^\n]*\n)+$/)]);
  }
  expect(await mesh.run('status', [], { env })).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/error RS-01 cluster1: .*forbidden/) });
});
