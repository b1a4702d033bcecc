import { join } from 'path';
import { parse, parseAllDocuments } from 'yaml';
import { Cluster, KubernetesObject } from './cluster';
import { kubectlEnvironment } from './kubectl-environment';
import { KubectlWrapper } from './kubectl-wrapper';
import { ISTIO_NAMESPACE, withMeshNamespaces } from './mesh-namespace';
import {
  claimsOf, isRefusedSoon, kubeconfigIn, lifetimeOf, LINK, reads, RemoteSecretMesh, remoteSecretOf, tokenInUse, tokenSecretNames,
} from './remote-secret-mesh';
import { sharedClusters } from './shared-clusters';
import { IstioVersion, LinkMode, ReaderAccess } from '../../src/mesh';
import { temporaryDirectory } from '../bundle/temporary-directory';

const DAY = 24 * 60 * 60;
const { cluster1, cluster2 } = sharedClusters();
withMeshNamespaces();

let mesh: RemoteSecretMesh;
beforeEach(() => {
  mesh = new RemoteSecretMesh().applyReaders();
});

describe('create', () => {
  test('prints a Secret that works once it is applied, and what to know of it', async () => {
    const { stdout, stderr } = await mesh.succeed('create', LINK);
    const secret = parse(stdout);
    expect(secret.metadata).toEqual({
      name: 'istio-remote-secret-cluster2',
      namespace: ISTIO_NAMESPACE,
      labels: { 'app.kubernetes.io/managed-by': 'istio-privatelink', 'istio/multiCluster': 'true' },
      annotations: { 'networking.istio.io/cluster': 'cluster2' },
    });
    const { clusters: [{ cluster }], users: [{ user: { token } }] } = kubeconfigIn(secret, 'cluster2');
    expect(cluster).toEqual({
      'server': 'https://cluster2.mesh.internal:15443',
      'tls-server-name': 'kubernetes.default.svc',
      'certificate-authority-data': Buffer.from(cluster2.authority).toString('base64'),
    });
    expect(await reads(cluster2, token)).toBe(true);
    expect(await reads(cluster1, token)).toBe(false);
    // The API server's own audience, which is its issuer's name.
    expect(claimsOf(token)).toMatchObject({ aud: ['https://kubernetes.default.svc'], sub: 'system:serviceaccount:istio-system:istio-reader-cluster1' });
    expect(lifetimeOf(token)).toBe(30 * DAY);

    const [tokenSecret] = tokenSecretNames(cluster2);
    expect(stderr).toContain(`note: cluster1 -> cluster2: what is printed is a credential; it ends when Secret istio-system/${tokenSecret} of cluster2 is deleted\n`);
    expect(remoteSecretOf(cluster1, 'cluster2')).toBeUndefined();
    cluster1.kubectl(['apply', '--server-side', '--filename', '-'], stdout);
    expect((await mesh.succeed('status', LINK)).stdout).toMatch(/^cluster1 +cluster2 +istio-remote-secret-cluster2 +in \d\d days +answers$/m);
    cluster2.kubectl(['delete', 'secret', tokenSecret!, '--namespace', ISTIO_NAMESPACE]);
    expect(await isRefusedSoon(cluster2, token)).toBe(true);
  });

  test('prints all, as YAML documents or as a List', async () => {
    expect(parseAllDocuments((await mesh.succeed('create', ['--all'])).stdout).map(document => document.toJS().metadata.name))
      .toEqual(['istio-remote-secret-cluster2', 'istio-remote-secret-cluster1']);
    const list = JSON.parse((await mesh.succeed('create', ['--all', '-o', 'json'])).stdout);
    expect(list).toMatchObject({ apiVersion: 'v1', kind: 'List' });
    expect(list.items.map(({ metadata }: KubernetesObject) => metadata.name)).toEqual(['istio-remote-secret-cluster2', 'istio-remote-secret-cluster1']);
  });

  test('applies once, and leaves what is right as it is', async () => {
    const first = JSON.parse((await mesh.succeed('create', ['--all', '--apply', '-o', 'json'])).stdout).remoteSecrets;
    expect(first).toEqual(['cluster1', 'cluster2'].map((consumer, index) => ({
      consumer,
      provider: `cluster${2 - index}`,
      secret: `istio-remote-secret-cluster${2 - index}`,
      tokenExpires: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      change: 'created',
    })));
    const [before, token] = [remoteSecretOf(cluster1, 'cluster2'), tokenInUse()];
    expect(await reads(cluster2, token)).toBe(true);

    const { stdout, stderr } = await mesh.succeed('create', ['--all', '--apply', '--duration', '12h']);
    expect(stdout.match(/unchanged/g)).toHaveLength(2);
    expect(stderr).toContain('note: cluster1 -> cluster2, cluster2 -> cluster1: the token that was there is still right, and stays');
    expect(remoteSecretOf(cluster1, 'cluster2')).toEqual(before);
    expect(tokenSecretNames(cluster2)).toHaveLength(1);
  });

  test('a token without an end, when it is asked for', async () => {
    expect((await mesh.succeed('create', [...LINK, '--apply', '--long-lived'])).stdout).toMatch(/ never +created$/m);
    expect(lifetimeOf(tokenInUse())).toBeUndefined();
    expect(await reads(cluster2, tokenInUse())).toBe(true);
    expect((await mesh.succeed('create', [...LINK, '--apply'])).stdout).toContain('unchanged');
  });

  test('follows the address, with the token that is there', async () => {
    await mesh.succeed('create', [...LINK, '--apply']);
    const token = tokenInUse();
    const moved = new RemoteSecretMesh({ props: { dnsZone: 'mesh.example' } });
    expect((await moved.succeed('create', [...LINK, '--apply'])).stdout).toContain('updated');
    const { clusters, users } = kubeconfigIn(remoteSecretOf(cluster1, 'cluster2'), 'cluster2');
    expect(clusters[0].cluster.server).toBe('https://cluster2.mesh.example:15443');
    expect(users[0].user.token).toBe(token);
    expect(tokenSecretNames(cluster2)).toHaveLength(1);
  });

  test('gives a lost label back', async () => {
    await mesh.succeed('create', [...LINK, '--apply']);
    cluster1.kubectl(['label', 'secret', 'istio-remote-secret-cluster2', 'istio/multiCluster-', '--namespace', ISTIO_NAMESPACE]);
    expect((await mesh.succeed('create', [...LINK, '--apply'])).stdout).toContain('updated');
    expect(remoteSecretOf(cluster1, 'cluster2')!.metadata.labels).toMatchObject({ 'istio/multiCluster': 'true' });
  });

  test('replaces a token that has expired, was withdrawn, or whose account was made anew', async () => {
    await mesh.succeed('create', [...LINK, '--apply']);
    const tokens = [tokenInUse()];
    const replaced = async (options = {}) => {
      expect((await mesh.succeed('create', [...LINK, '--apply'], options)).stdout).toContain('updated');
      expect(tokens).not.toContain(tokenInUse());
      tokens.push(tokenInUse());
      expect(await reads(cluster2, tokenInUse())).toBe(true);
    };
    await replaced({ now: new Date(Date.now() + 31 * DAY * 1000) });
    cluster2.kubectl(['delete', 'secret', ...tokenSecretNames(cluster2), '--namespace', ISTIO_NAMESPACE]);
    await replaced();
    cluster2.kubectl(['delete', 'serviceaccount', 'istio-reader-cluster1', '--namespace', ISTIO_NAMESPACE]);
    mesh.applyReaders();
    expect(await isRefusedSoon(cluster2, tokenInUse())).toBe(true);
    await replaced();
  });

  test('keeps what others keep in the same Secret', async () => {
    await mesh.succeed('create', [...LINK, '--apply']);
    cluster1.kubectl(['patch', 'secret', 'istio-remote-secret-cluster2', '--namespace', ISTIO_NAMESPACE, '--patch',
      JSON.stringify({ stringData: { other: 'x' }, metadata: { annotations: { note: 'mine' } } })]);
    await new RemoteSecretMesh({ props: { dnsZone: 'mesh.example' } }).succeed('create', [...LINK, '--apply']);
    const { data, metadata } = remoteSecretOf(cluster1, 'cluster2')!;
    expect(Object.keys(data!).sort()).toEqual(['cluster2', 'other']);
    expect(metadata.annotations).toMatchObject({ note: 'mine' });
  });
});

describe('create refuses', () => {
  test.each<[string, string[], RegExp]>([
    ['no link', [], /^error: name the links with --from and --to, or give --all\n$/],
    ['both', ['--all', '--to', 'cluster1'], /^error: --all is about every link: leave out --from and --to\n$/],
    ['an unknown cluster', ['--from', 'cluster9', '--to', 'cluster1'], /^error: "cluster9" is not a cluster of mesh "demo"/],
    ['two kinds of token', [...LINK, '--long-lived', '--duration', '1d'], /^error: --long-lived makes a token without an end: leave out --duration\n$/],
    ['--force without --apply', [...LINK, '--force'], /^error: --force is about a Secret that is there: give --apply with it\n$/],
    ['a duration in seconds', [...LINK, '--duration', '3600'], /^error: option '--duration <time>' argument '3600' is invalid\. expected a whole number of minutes/],
    ['a context that is not there', [...LINK, '--context', 'cluster1=nowhere'], /^error: context "nowhere" of cluster "cluster1" is not in your kubeconfig: it has "cluster1", "cluster2"\n$/],
    ['another cluster behind a context', [...LINK, '--apply', '--context', 'cluster1=cluster2', 'cluster2=cluster1'],
      /^error: cluster1 -> cluster2: cluster "cluster[12]" \(context "cluster[12]"\) says that it is network/],
  ])('%s', async (_, args, message) => {
    const { exitCode, stdout, stderr } = await mesh.run('create', args);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr.replace(/^note: .*\n/gm, '')).toMatch(message);
    expect(tokenSecretNames(cluster2)).toEqual([]);
  });

  test('to do without kubectl, in one line, however many links there are', async () => {
    const { exitCode, stdout, stderr } = await mesh.run('create', ['--all', '--apply'], { env: { PATH: temporaryDirectory() } });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error: kubectl not found: [^\n]*\n$/);
    expect((await mesh.run('status', [], { env: { PATH: temporaryDirectory() } }))).toMatchObject({ exitCode: 2, stdout: '', stderr });
  });

  test('a Secret that another made, unless it is told to; and then says that its token is still valid', async () => {
    const foreign = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'istio-remote-secret-cluster2', namespace: ISTIO_NAMESPACE }, stringData: { cluster2: 'secret: token' } };
    cluster1.kubectl(['apply', '--filename', '-'], JSON.stringify(foreign));
    const { exitCode, stderr } = await mesh.run('create', [...LINK, '--apply']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('was not made by this program: keep a copy of it, then run the command again with --force\n');
    expect(tokenSecretNames(cluster2)).toEqual([]);

    const forced = await mesh.succeed('create', [...LINK, '--apply', '--force']);
    expect(forced.stderr).toContain('note: cluster1 -> cluster2: the token that was in use was not made by this program, and may still be valid: find out in cluster2 whose it is\n');
    expect(await reads(cluster2, tokenInUse())).toBe(true);
    // kubectl apply repeats there what it was given.
    expect(Object.keys(remoteSecretOf(cluster1, 'cluster2')!.metadata.annotations!)).toEqual(['networking.istio.io/cluster']);
  });

  test('a second Secret for a cluster, and one that a controller keeps', async () => {
    await mesh.succeed('create', [...LINK, '--apply']);
    const secret = remoteSecretOf(cluster1, 'cluster2')!;
    const { name: _, resourceVersion, uid, ...metadata } = secret.metadata;
    cluster1.kubectl(['create', '--filename', '-'], JSON.stringify({ ...secret, metadata: { ...metadata, name: 'another' } }));
    expect((await mesh.run('create', [...LINK, '--apply'])).stderr).toContain('has another remote secret for cluster2, istio-system/another, and istiod takes one of them only');
    cluster1.kubectl(['delete', 'secret', 'another', '--namespace', ISTIO_NAMESPACE]);
    cluster1.kubectl(['label', 'secret', 'istio-remote-secret-cluster2', 'reconcile.external-secrets.io/managed=true', '--namespace', ISTIO_NAMESPACE]);
    for (const verb of ['create', 'rotate', 'delete']) {
      const { exitCode, stderr } = await mesh.run(verb, [...LINK, ...(verb === 'create' ? ['--apply'] : [])]);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining('is kept by External Secrets')]);
    }
    expect(await reads(cluster2, tokenInUse())).toBe(true);
  });

  test('where there is no reader, or one that may read nothing', async () => {
    cluster2.kubectl(['delete', 'clusterrolebinding', 'istio-privatelink-reader-cluster1']);
    expect((await mesh.run('create', [...LINK, '--apply'])).stderr)
      .toMatch(/service account "istio-reader-cluster1" of cluster "cluster2" .* may not list services: apply 50-reader\.yaml of its bundle first\n/);
    cluster2.kubectl(['delete', 'serviceaccount', 'istio-reader-cluster1', '--namespace', ISTIO_NAMESPACE]);
    const { exitCode, stderr } = await mesh.run('create', [...LINK, '--apply']);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^error: .* has no service account "istio-reader-cluster1": apply 50-reader\.yaml of its bundle first\n$/)]);
    const both = await mesh.run('create', ['--all', '--apply']);
    // What the peer may read is said of those links alone that were made.
    expect([both.exitCode, both.stderr]).toEqual([2, expect.stringMatching(/^error: cluster1 -> cluster2: .*\nnote: cluster2 -> cluster1: in the whole .*\n$/)]);
    expect(tokenSecretNames(cluster2)).toEqual([]);
    expect(remoteSecretOf(cluster1, 'cluster2')).toBeUndefined();
  });

  test('links that need no remote secret from here', async () => {
    const serviceEntries = new RemoteSecretMesh({ mode: LinkMode.serviceEntry() });
    const { exitCode, stderr } = await serviceEntries.run('create', ['--all', '--apply']);
    expect([exitCode, stderr]).toEqual([2, 'error: there is no remote secret to work on: cluster1 -> cluster2, cluster2 -> cluster1: ' +
      'a service-entry link needs none, its consumer reads nothing in the provider\'s cluster\n']);
  });
});

test('one cluster that does not answer does not keep the others from being done', async () => {
  const three = new RemoteSecretMesh({ absent: 'cluster3' });
  const { exitCode, stdout, stderr } = await three.run('create', ['--all', '--apply']);
  expect(exitCode).toBe(2);
  expect(stdout.match(/created/g)).toHaveLength(2);
  expect(stderr).toMatch(/^error: cluster3 -> cluster2: no context of your kubeconfig has the name of cluster "cluster3": name one with --context cluster3=<context>/m);
});

test('what the peer may read is said in words, from what the bundle allows', async () => {
  expect((await mesh.succeed('create', LINK)).stderr).toMatch(new RegExp('^note: cluster1 -> cluster2: in the whole of the provider\'s cluster, the consumer may read ' +
    'services, endpoints, pods, .* and no Secret\\. Traffic works; the consumer\'s istiod starts 30 seconds later, and "istioctl remote-clusters" says timeout', 'm'));
  const withSecrets = new RemoteSecretMesh({ readerAccess: ReaderAccess.WITH_SECRETS });
  expect((await withSecrets.succeed('create', LINK)).stderr).toMatch(/the consumer may read every Secret, the key of its certificate authority included, and services, /);
});

test('an API server that grants less says so, and how long it is', async () => {
  // What EKS does.
  const eks = await Cluster.create('remote-secret-eks', { apiServerFlags: ['--service-account-max-token-expiration=24h'] });
  try {
    for (const file of ['00-namespace.yaml', '50-reader.yaml']) {
      eks.kubectl(['apply', '--filename', join(__dirname, '..', 'golden', 'two-clusters', 'dist', 'cluster2', file)]);
    }
    const { stdout, stderr } = await mesh.succeed('create', [...LINK, '--context', 'cluster2=remote-secret-eks', '--duration', '90d'], { env: kubectlEnvironment(eks.kubeconfig) });
    expect(lifetimeOf(kubeconfigIn(parse(stdout), 'cluster2').users[0].user.token)).toBe(DAY);
    expect(stderr).toContain('note: cluster1 -> cluster2: a token for 90 days was asked for, and the API server of cluster2 grants 24 hours at most: ' +
      'run "istio-privatelink remote-secret rotate" more often than that, on a schedule, or use --long-lived\n');
    const short = await mesh.succeed('create', [...LINK, '--context', 'cluster2=remote-secret-eks', '--duration', '10m'], { env: kubectlEnvironment(eks.kubeconfig) });
    expect(lifetimeOf(kubeconfigIn(parse(short.stdout), 'cluster2').users[0].user.token)).toBe(600);
    expect(short.stderr).not.toContain('at most');
  } finally {
    await eks.stop();
  }
});

test('where changing a remote secret does harm, a change comes with a warning that says why', async () => {
  const old = new RemoteSecretMesh({ istioVersion: IstioVersion.of('1.30.2') });
  expect((await old.succeed('create', [...LINK, '--apply'])).stderr).not.toContain('1.30.2');
  const { stderr } = await old.succeed('rotate', [...LINK, '--overlap', '0']);
  expect(stderr).toContain('note: cluster1 runs Istio 1.30.2, and rotating a remote secret can deadlock istiod (istio/istio#60612, 1.30.0 to 1.30.2)');
  expect(stderr).toContain('upgrade to 1.30.4 or later first. If it happened, restart its istiod\n');
  const moved = new RemoteSecretMesh({ istioVersion: IstioVersion.V1_30, props: { dnsZone: 'mesh.example' } });
  expect((await moved.succeed('create', [...LINK, '--apply'])).stderr).toContain('and name that patch with IstioVersion.of() where the mesh is declared');
});

describe('when the answer to the writing is lost', () => {
  test('the token is kept if the consumer has it', async () => {
    const { env } = new KubectlWrapper({ lose: 'create --raw=/api/v1/namespaces/istio-system/secrets -f - --context=cluster1*' });
    expect((await mesh.succeed('create', [...LINK, '--apply'], { env })).stdout).toContain('created');
    expect(await reads(cluster2, tokenInUse())).toBe(true);
  });

  test('and the consumer cannot be asked, the token is kept all the same', async () => {
    await mesh.succeed('create', [...LINK, '--apply']);
    const before = tokenInUse();
    const { env } = new KubectlWrapper({ lose: '*/istio-remote-secret-cluster2 *--context=cluster1*' });
    const { exitCode, stderr } = await mesh.run('rotate', [...LINK, '--overlap', '0'], { env });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/: Unable to connect to the server: EOF; whether the new token was written is not known, so it stays valid: run the command again\n$/);
    expect(tokenInUse()).not.toBe(before);
    expect([await reads(cluster2, tokenInUse()), tokenSecretNames(cluster2).length]).toEqual([true, 2]);
    await mesh.succeed('rotate', [...LINK, '--overlap', '0']);
    expect([await reads(cluster2, tokenInUse()), tokenSecretNames(cluster2).length]).toEqual([true, 1]);
  });

  test('and it was refused, the token that nobody got is withdrawn', async () => {
    await mesh.succeed('create', [...LINK, '--apply']);
    const names = tokenSecretNames(cluster2);
    cluster1.kubectl(['patch', 'secret', 'istio-remote-secret-cluster2', '--namespace', ISTIO_NAMESPACE, '--patch', JSON.stringify({ immutable: true })]);
    const { exitCode, stderr } = await mesh.run('rotate', [...LINK, '--overlap', '0']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('immutable')]);
    expect(tokenSecretNames(cluster2)).toEqual(names);
    expect(await reads(cluster2, tokenInUse())).toBe(true);
  });
});
