import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { stringify } from 'yaml';
import { KubectlWrapper } from './kubectl-wrapper';
import { ISTIO_NAMESPACE, withMeshNamespaces } from './mesh-namespace';
import { kubeconfigIn, LINK, RemoteSecretMesh, RemoteSecretMeshOptions, remoteSecretOf, tokenSecretNames } from './remote-secret-mesh';
import { sharedClusters } from './shared-clusters';
import { CliFinding } from '../../src/cli/finding';
import { ExternalSecrets, LinkMode, ReaderAccess, RemoteSecret } from '../../src/mesh';
import { CliOptions } from '../cli/run-cli';

const DAY_MS = 24 * 60 * 60 * 1000;
const SECRET = 'istio-remote-secret-cluster2';
const { cluster1, cluster2, env } = sharedClusters();
withMeshNamespaces();

/** The ids that a test saw. */
const seen = new Set<string>();

let mesh: RemoteSecretMesh;
beforeEach(() => {
  mesh = new RemoteSecretMesh({ oneWay: true }).applyReaders();
});

interface Status {
  readonly exitCode: number;
  readonly ids: string[];
  readonly message: string;
  readonly rows: readonly { readonly [column: string]: unknown }[];
}

async function status(of = mesh, args: readonly string[] = [], options: CliOptions = {}): Promise<Status> {
  const { exitCode, stdout } = await of.run('status', ['-o', 'json', ...args], options);
  const { ok, remoteSecrets, findings } = JSON.parse(stdout) as { ok: boolean; remoteSecrets: Status['rows']; findings: CliFinding[] };
  expect([ok, exitCode]).toEqual(findings.some(({ severity }) => severity === 'error') ? [false, 1] : [true, 0]);
  findings.forEach(({ id }) => seen.add(id));
  return { exitCode, ids: findings.map(({ id }) => id), message: findings.map(({ message }) => message).join('\n'), rows: remoteSecrets };
}

async function created(options: RemoteSecretMeshOptions = {}): Promise<RemoteSecretMesh> {
  mesh = new RemoteSecretMesh({ oneWay: true, ...options }).applyReaders();
  await mesh.succeed('create', [...LINK, '--apply']);
  return mesh;
}

/** Changes the kubeconfig in cluster1's remote secret. */
function changeKubeconfig(change: (config: any) => unknown): void {
  const config = kubeconfigIn(remoteSecretOf(cluster1, 'cluster2'), 'cluster2');
  change(config);
  patchSecret({ stringData: { cluster2: stringify(config) } });
}

function patchSecret(patch: object): void {
  cluster1.kubectl(['patch', 'secret', SECRET, '--namespace', ISTIO_NAMESPACE, '--patch', JSON.stringify(patch)]);
}

test('when all is well, it says so, for people and for programs', async () => {
  await created();
  const { exitCode, stdout, stderr } = await mesh.run('status');
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout).toBe('CONSUMER  PROVIDER  SECRET                        TOKEN EXPIRES  API SERVER\n' +
    `cluster1  cluster2  ${SECRET}  in 29 days     answers\n`);
  expect(await status()).toMatchObject({
    ids: [], rows: [{ consumer: 'cluster1', provider: 'cluster2', secret: SECRET, tokenExpires: expect.stringMatching(/^\d{4}-/), api: 'answers' }],
  });
  // Colours and progress are for terminals.
  expect((await mesh.run('status', [], { isTTY: true })).stdout).toContain('\u001b[');
  expect((await mesh.run('status', [], { isTTY: true, env: { NO_COLOR: '1' } })).stdout).toBe(stdout);
});

describe('finds that', () => {
  test('a consumer does not answer, and looks at the others', async () => {
    const three = new RemoteSecretMesh({ absent: 'cluster3' });
    const { ids, rows } = await status(three);
    expect(ids).toEqual(['RS-01', 'RS-02', 'RS-02']);
    expect(rows.map(({ consumer, api }) => [consumer, api])).toEqual([['cluster1', 'not asked'], ['cluster2', 'not asked'], ['cluster3', 'not asked']]);
  });

  test('there is no remote secret', async () => {
    const { ids, message, rows } = await status();
    expect([ids, rows]).toEqual([['RS-02'], [{ consumer: 'cluster1', provider: 'cluster2', secret: null, tokenExpires: null, api: 'not asked' }]]);
    expect(message).toBe('there is no remote secret: run "istio-privatelink remote-secret create --from cluster2 --to cluster1 --apply"');
  });

  test('there are two', async () => {
    await created();
    const { metadata, ...secret } = remoteSecretOf(cluster1, 'cluster2')!;
    cluster1.kubectl(['create', '--filename', '-'], JSON.stringify({ ...secret, metadata: { name: 'another', namespace: ISTIO_NAMESPACE, labels: metadata.labels } }));
    expect((await status()).ids).toEqual(['RS-03']);
  });

  test.each<[string, (config: any) => unknown]>([
    ['no token', ({ users: [{ user }] }) => delete user.token],
    ['a program to run', ({ users: [{ user }] }) => user.exec = { command: 'aws' }],
    ['another context', config => config['current-context'] = 'x'],
  ])('the kubeconfig holds %s', async (_, change) => {
    await created();
    changeKubeconfig(change);
    const { ids, message } = await status();
    expect(ids).toEqual(['RS-04']);
    expect(message).toMatch(/cluster1 --apply"$/);
    await mesh.succeed('create', [...LINK, '--apply']);
    expect((await status()).ids).toEqual(['RS-23']);
  });

  test.each(['', '5', 'null', '- x', '\u0001: [', 'users: {}\nusers: {}', '!!js/function x'])('the kubeconfig is %j', async text => {
    await created();
    patchSecret({ data: { cluster2: Buffer.from(text).toString('base64') } });
    expect((await status()).ids).toEqual(['RS-04']);
  });

  test('it leads elsewhere', async () => {
    await created();
    changeKubeconfig(({ clusters: [{ cluster }] }) => cluster.server = 'https://elsewhere:443\u001b[31m');
    const { ids, message } = await status();
    expect(ids).toEqual(['RS-05']);
    expect(message).not.toContain('\u001b');
  });

  test('the token expires soon, has expired, or has no end', async () => {
    await created();
    expect((await status(mesh, [], { now: new Date(Date.now() + 21 * DAY_MS) })).ids).toEqual(['RS-21']);
    expect((await status(mesh, [], { now: new Date(Date.now() + 19 * DAY_MS) })).ids).toEqual([]);
    const expired = await status(mesh, [], { now: new Date(Date.now() + 33 * DAY_MS) });
    expect([expired.ids, expired.message]).toEqual([['RS-06'], expect.stringContaining('has expired 3 days ago: run "istio-privatelink remote-secret create')]);
    await mesh.succeed('rotate', [...LINK, '--overlap', '0', '--long-lived']);
    expect(await status()).toMatchObject({ ids: ['RS-20'], rows: [{ tokenExpires: 'never' }] });
  });

  test('the certificate authority is another', async () => {
    await created();
    changeKubeconfig(({ clusters: [{ cluster }] }) => cluster['certificate-authority-data'] = Buffer.from(cluster1.authority).toString('base64'));
    expect((await status()).ids).toEqual(['RS-07']);
  });

  test.each([['is none', 'token'], ['has claims that are no dates', `${'x'}.${Buffer.from('{"sub":"system:serviceaccount:a:b","exp":1e300}').toString('base64url')}.x`]])(
    'the API server refuses the token, also where it %s', async (_, token) => {
      await created();
      changeKubeconfig(({ users: [{ user }] }) => user.token = token);
      expect(await status()).toMatchObject({ ids: ['RS-08', 'RS-23'], rows: [{ tokenExpires: null, api: 'refuses the token' }] });
    });

  test('the reader may not read', async () => {
    await created({ readerAccess: ReaderAccess.WITH_SECRETS });
    cluster2.kubectl(['delete', 'clusterrolebinding', 'istio-privatelink-reader-cluster1']);
    const { ids, message, rows } = await status();
    expect([ids, rows[0].api]).toEqual([['RS-09'], 'forbids reading']);
    expect(message).toContain('system:serviceaccount:istio-system:istio-reader-cluster1 may not list services and secrets in cluster2');
  });

  test('the API server does not answer, within bounds', async () => {
    await created();
    await cluster2.stop();
    try {
      const start = Date.now();
      expect(await status()).toMatchObject({ ids: ['RS-10'], rows: [{ api: 'no answer' }] });
      expect(Date.now() - start).toBeLessThan(30_000);
    } finally {
      await cluster2.start();
    }
  });

  test('it cannot be asked', async () => {
    await created();
    const cannotAsk = await status(mesh, [], { env: { ...env, KUBECONFIG: cluster1.kubeconfig } });
    expect(cannotAsk).toMatchObject({ ids: ['RS-22'], exitCode: 0, rows: [{ api: 'not asked' }] });
    expect(cannotAsk.message).toContain('name one with --context cluster2=<context>');
  });

  test('tokens were made that nobody uses', async () => {
    await created();
    await mesh.succeed('create', LINK);
    const { ids, message } = await status();
    expect([ids, message]).toEqual([['RS-23'], '1 more token was made for this reader: to withdraw all that are not in use, ' +
      'run "istio-privatelink remote-secret rotate --from cluster2 --to cluster1"']);
    await mesh.succeed('rotate', [...LINK, '--overlap', '0']);
    expect((await status()).ids).toEqual([]);
  });

  test('the reader may list Secrets that it should not', async () => {
    await created();
    cluster2.kubectl(['create', 'clusterrolebinding', 'rs-24', '--clusterrole', 'cluster-admin', '--serviceaccount', `${ISTIO_NAMESPACE}:istio-reader-cluster1`]);
    try {
      expect((await status()).ids).toEqual(['RS-24']);
    } finally {
      cluster2.kubectl(['delete', 'clusterrolebinding', 'rs-24']);
    }
  });

  test('a Secret leads where no discovery link does', async () => {
    await created();
    patchSecret({ stringData: { cluster1: 'x', cluster9: 'y' } });
    const { ids, message } = await status();
    expect(ids).toEqual(['RS-25', 'RS-26']);
    expect(message).toContain('remote-secret delete --from cluster9 --to cluster1');
    expect((await status(mesh, LINK)).ids).toEqual([]);

    const { stdout, exitCode } = await new RemoteSecretMesh({ mode: LinkMode.serviceEntry(), oneWay: true }).run('status');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^there are service-entry links only: no remote secret is needed\nwarning RS-25 .*\nwarning RS-26 cluster1 -> cluster2: .*hidden by what istiod finds there/);
  });

  test('the token is another account\'s', async () => {
    await created();
    cluster2.kubectl(['create', 'serviceaccount', 'other', '--namespace', ISTIO_NAMESPACE]);
    const token = cluster2.kubectl(['create', 'token', 'other', '--namespace', ISTIO_NAMESPACE, '--duration', '720h']).trim();
    changeKubeconfig(({ users: [{ user }] }) => user.token = token);
    expect((await status()).ids).toEqual(['RS-09', 'RS-23', 'RS-27']);
  });
});

test('remote secrets that External Secrets makes are listed, with other advice', async () => {
  const external = RemoteSecret.externalSecrets();
  const roleArn = 'arn:aws:iam::111111111111:role/mesh-secrets';
  const of = new RemoteSecretMesh({ oneWay: true, remoteSecret: external, externalSecrets: ExternalSecrets.withServiceAccount({ roleArn }) });
  expect(await status(of)).toMatchObject({ ids: ['RS-02'], message: `there is no remote secret: see "kubectl describe externalsecret ${SECRET} -n istio-system" in cluster1` });
  await created();
  const { ids, message } = await status(of);
  expect([ids, message]).toEqual([[], '']);
  await mesh.succeed('create', LINK);
  expect((await status(of)).message).toContain('External Secrets uses another, delete Secret istio-reader-cluster1-');
  expect((await of.run('create', ['--all'])).stderr).toBe('error: there is no remote secret to work on: cluster1 -> cluster2: External Secrets makes the remote secret\n');
});

test('each provider is asked once for what is the same for all its consumers, and the kubeconfig is read once', async () => {
  const both = new RemoteSecretMesh().applyReaders();
  await both.succeed('create', ['--all', '--apply']);
  const wrapper = new KubectlWrapper();
  await both.succeed('status', [], { env: wrapper.env });
  const runs = wrapper.runs();
  expect(runs.filter(run => run.startsWith('config get-contexts'))).toHaveLength(1);
  expect(runs.filter(run => run.includes('kube-root-ca.crt'))).toHaveLength(2);
  // A kubeconfig, and for each cluster: namespace, remote secrets, authority, tokens; for each link a token review and two access reviews.
  expect(runs).toHaveLength(1 + 2 * 4 + 2 * 3);
});

test('every finding was provoked', () => {
  const directory = join(__dirname, '..', '..', 'src', 'cli', 'remote-secret');
  const source = readdirSync(directory).flatMap(file => [...readFileSync(join(directory, file), 'utf8').matchAll(/(?:error|warning)\('(RS-\d\d)'/g)].map(([, id]) => id));
  expect([...new Set(source)].sort()).toEqual([...seen].sort());
  expect(tokenSecretNames(cluster2)).toEqual([]);
});
