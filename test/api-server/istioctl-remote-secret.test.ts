import { spawnSync } from 'child_process';
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { KubernetesObject } from './cluster';
import { ISTIO_NAMESPACE, withMeshNamespaces } from './mesh-namespace';
import { claimsOf, kubeconfigIn, LINK, reads, RemoteSecretMesh, remoteSecretOf, tokenInUse, tokenSecretNames } from './remote-secret-mesh';
import { sharedClusters } from './shared-clusters';
import { buildComponents, component } from '../../scripts/components/build';
import { ExternalSecrets, RemoteSecret } from '../../src/mesh';
import { temporaryDirectory } from '../bundle/temporary-directory';

const { cluster1, cluster2, env } = sharedClusters();
withMeshNamespaces();

// Go takes its time, the first time.
beforeAll(() => buildComponents(['istioctl'], line => process.stderr.write(`${line}\n`)), 30 * 60_000);

/** How somebody makes by hand what the link needs. */
const FLAGS = [
  '--name', 'cluster2', '--server', 'https://cluster2.mesh.internal:15443', '--tls-server-name', 'kubernetes.default.svc',
  '--service-account', 'istio-reader-cluster1', '--create-service-account=false',
];

/** The YAML that the real istioctl prints. */
function createRemoteSecret(): string {
  const { status, stdout, stderr } = spawnSync(component('istioctl'), ['create-remote-secret', '--context', 'cluster2', ...FLAGS], { encoding: 'utf8', env });
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

/** The Secret as the API server would keep it: `stringData` in `data`. */
function stored(yaml: string): KubernetesObject {
  return JSON.parse(cluster1.kubectl(['create', '--dry-run=server', '--output', 'json', '--filename', '-'], yaml));
}

/** What istiod reads: the label, the keys, and each kubeconfig. */
function readByIstiod(secret: KubernetesObject) {
  const { metadata: { namespace, labels }, data } = secret;
  const kubeconfigs = Object.fromEntries(Object.keys(data!).map(cluster => [cluster, withoutToken(kubeconfigIn(secret, cluster))]));
  return { namespace, multiCluster: labels!['istio/multiCluster'], kubeconfigs };
}

function withoutToken(kubeconfig: any) {
  return { ...kubeconfig, users: kubeconfig.users.map(({ name, user }: any) => ({ name, user: { ...user, token: typeof user.token } })) };
}

/** What istiod demands before it uses a kubeconfig (`clientcmd.Validate`, `sanitizeKubeConfig`). */
function expectAccepted(kubeconfig: any): void {
  const { contexts, clusters, users, 'current-context': current } = kubeconfig;
  expect([contexts.length, clusters.length, users.length]).toEqual([1, 1, 1]);
  const [{ name, context }] = contexts;
  expect([name, context]).toEqual([current, { cluster: clusters[0].name, user: users[0].name }]);
  expect(Object.keys(users[0].user)).toEqual(['token']);
  // Nothing that is read from istiod's own files, and nothing that turns the check of the certificate off.
  expect(Object.keys(clusters[0].cluster).sort()).toEqual(['certificate-authority-data', 'server', 'tls-server-name']);
}

describe.each([['bounded', []], ['long-lived', ['--long-lived']]])('%s', (kind, args) => {
  test('create makes what istioctl makes, in all that istiod reads', async () => {
    const mesh = new RemoteSecretMesh().applyReaders();
    const [theirs, ours] = [stored(createRemoteSecret()), stored((await mesh.succeed('create', [...LINK, ...args])).stdout)];
    expect(readByIstiod(ours)).toEqual(readByIstiod(theirs));
    expect(Object.keys(ours.data!)).toEqual(['cluster2']);
    expect(ours.metadata.name).toBe(theirs.metadata.name);
    expect(ours.metadata.annotations).toEqual(theirs.metadata.annotations);
    expect(ours.type).toBe(theirs.type);

    const [theirToken, ourToken] = [theirs, ours].map(secret => kubeconfigIn(secret, 'cluster2').users[0].user.token);
    const [theirClaims, ourClaims] = [theirToken, ourToken].map(claimsOf);
    expect(ourClaims.sub).toBe(theirClaims.sub);
    if (kind === 'long-lived') {
      const { 'kubernetes.io/serviceaccount/secret.name': theirSecret, ...theirRest } = theirClaims;
      const { 'kubernetes.io/serviceaccount/secret.name': ourSecret, ...ourRest } = ourClaims;
      expect(ourRest).toEqual(theirRest);
      expect(ourSecret).not.toBe(theirSecret);
    } else {
      expect([theirClaims.exp, ourClaims.exp]).toEqual([undefined, expect.any(Number)]);
    }
    for (const secret of [theirs, ours]) {
      expectAccepted(kubeconfigIn(secret, 'cluster2'));
    }
    expect(await Promise.all([reads(cluster2, theirToken), reads(cluster2, ourToken)])).toEqual([true, true]);
  });

  test('the library that istiod reads a kubeconfig with reads it, and gets through to the API server', async () => {
    const mesh = new RemoteSecretMesh().applyReaders();
    const { stdout } = await mesh.succeed('create', [...LINK, ...args]);
    const file = join(temporaryDirectory(), 'kubeconfig');
    // The link's address has no route here; the name in the certificate is checked as it is over the link.
    writeFileSync(file, Buffer.from(parse(stdout).data.cluster2, 'base64').toString().replace('https://cluster2.mesh.internal:15443', cluster2.server));
    const kubectl = (...rest: string[]) => spawnSync('kubectl', [...rest, '--kubeconfig', file], { encoding: 'utf8', env: { ...env, KUBECONFIG: undefined } });
    expect(kubectl('get', 'services', '--all-namespaces', '--output', 'name')).toMatchObject({ status: 0, stdout: 'service/kubernetes\n' });
    expect(kubectl('get', 'secrets', '--all-namespaces')).toMatchObject({ status: 1, stderr: expect.stringContaining('cannot list resource "secrets"') });
    writeFileSync(file, readFileSync(file, 'utf8').replace('kubernetes.default.svc', 'another.name'));
    expect(kubectl('get', 'services')).toMatchObject({ status: 1, stderr: expect.stringContaining('not another.name') });
  });
});

test('External Secrets makes the same from what the provider pushes', async () => {
  const externalSecrets = ExternalSecrets.withServiceAccount({ roleArn: 'arn:aws:iam::111111111111:role/mesh-secrets' });
  const external = new RemoteSecretMesh({ remoteSecret: RemoteSecret.externalSecrets(), externalSecrets });
  const { spec: { target } } = parse(readFileSync(join(external.directory, 'cluster1', '60-remote-secrets.yaml'), 'utf8'));
  const { stdout } = await new RemoteSecretMesh().applyReaders().succeed('create', LINK);
  const ours = parse(stdout) as KubernetesObject;
  const { clusters, users } = kubeconfigIn(ours, 'cluster2');
  const caData = clusters[0].cluster['certificate-authority-data'];
  const rendered = target.template.data.cluster2.replace('{{ .token | toJson }}', JSON.stringify(users[0].user.token)).replace('{{ .ca | b64enc }}', caData);
  expect(rendered).not.toContain('{{');
  expect(parse(rendered)).toEqual(kubeconfigIn(ours, 'cluster2'));
  expect([target.name, target.template.type, Object.keys(target.template.data)]).toEqual([ours.metadata.name, ours.type, ['cluster2']]);
  expect(ours.metadata.labels).toMatchObject(target.template.metadata.labels);
  expect(ours.metadata.annotations).toEqual(target.template.metadata.annotations);
});

test('what istioctl made is not touched unasked, and replaced with its token named', async () => {
  const mesh = new RemoteSecretMesh({ oneWay: true }).applyReaders();
  cluster1.kubectl(['apply', '--filename', '-'], createRemoteSecret());
  const theirs = tokenInUse();
  const before = remoteSecretOf(cluster1, 'cluster2');
  for (const args of [['create', ...LINK, '--apply'], ['rotate', ...LINK], ['delete', ...LINK]]) {
    const { exitCode, stderr } = await mesh.run(args[0]!, args.slice(1));
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/was not made by this program: .* with --force\n/)]);
  }
  expect(remoteSecretOf(cluster1, 'cluster2')).toEqual(before);
  expect((await mesh.succeed('status')).stdout).toContain('warning RS-20');

  const { stderr } = await mesh.succeed('rotate', [...LINK, '--force', '--duration', '30d', '--overlap', '0']);
  expect(stderr).toContain('note: cluster1 -> cluster2: the token that was in use was not made by this program, and may still be valid: ' +
    `to end it, delete Secret ${ISTIO_NAMESPACE}/istio-reader-cluster1-istio-remote-secret-token of cluster2\n`);
  expect(tokenInUse()).not.toBe(theirs);
  expect(await reads(cluster2, tokenInUse())).toBe(true);
  expect(await reads(cluster2, theirs)).toBe(true);
  // What "kubectl apply" repeated of the kubeconfig is gone with it.
  expect(JSON.stringify(remoteSecretOf(cluster1, 'cluster2'))).not.toContain(theirs);
  expect(tokenSecretNames(cluster2)).toContain('istio-reader-cluster1-istio-remote-secret-token');
});
