import { createPrivateKey, generateKeyPairSync, KeyObject } from 'crypto';
import { appendFileSync, chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { authority, CA, CA_PATHLEN_0, CustomRequest, ecKey, ISTIOD, rsaKey, SIGNS, TODAY, UNTIL, writeCluster } from './custom-authority';
import { CliOptions, succeed } from './run-cli';
import { describeMesh, Workspace } from './workspace';
import { CliFinding } from '../../src/cli/finding';
import { AuthorityKeyIdentifierExtension, BasicConstraintsExtension, ExtendedKeyUsageExtension, Extension, KeyUsageFlags, KeyUsagesExtension } from '../../src/cli/x509';

const NOW = new Date('2026-03-01T12:00:00.000Z');

const PASSPHRASE = { PASSPHRASE: 'correct horse battery staple' };

/** A whole directory, made once: each test spoils a copy. */
let template: string;

beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), 'cdk-istio-privatelink-'));
  const mesh = join(template, 'mesh', 'mesh.json');
  const certs = join(template, 'certs');
  describeMesh(mesh, ['cluster1', 'cluster2']);
  for (const verb of ['init', 'issue']) {
    await succeed(['certs', verb, '--dir', certs, '--mesh', mesh, '--passphrase-env', 'PASSPHRASE'], { now: NOW, env: PASSPHRASE });
  }
});

afterAll(() => rmSync(template, { recursive: true }));

async function whole(): Promise<Workspace> {
  const workspace = new Workspace();
  cpSync(join(template, 'certs'), workspace.certs, { recursive: true });
  return workspace;
}

interface Verified {
  readonly exitCode: number;
  /** The rules that found something, and where below the directory. */
  readonly found: string[];
  readonly findings: CliFinding[];
}

async function verify(workspace: Workspace, options: CliOptions = { now: NOW }, args: string[] = []): Promise<Verified> {
  const { exitCode, stdout } = await workspace.certsVerb('verify', ['-o', 'json', ...args], options);
  const { findings, ok } = JSON.parse(stdout) as { findings: CliFinding[]; ok: boolean };
  expect(ok).toBe(exitCode === 0);
  return { exitCode, findings, found: findings.map(({ id, subject }) => `${id} ${subject.replace(workspace.certs, '.')}`) };
}

test('finds nothing wrong with what was just made', async () => {
  expect(await (await whole()).certsVerb('verify', [], { now: NOW })).toEqual({ exitCode: 0, stdout: '2 clusters: 0 errors, 0 warnings\n', stderr: '' });
});

test('prints findings, errors first, or JSON', async () => {
  const workspace = await whole();
  rmSync(workspace.file('cluster2', 'ca-key.pem'));
  chmodSync(workspace.file('cluster1'), 0o755);
  expect(await workspace.certsVerb('verify', [], { now: NOW })).toEqual({
    exitCode: 1,
    stdout: `error CA-01 ${workspace.file('cluster2', 'ca-key.pem')}: the file is missing: restore it, or make the certificates again\n` +
      `warning CA-25 ${workspace.file('cluster1')}: others may open the directory (mode 0755): run chmod 700 "${workspace.file('cluster1')}"\n` +
      '2 clusters: 1 error, 1 warning\n',
    stderr: '',
  });
  expect(JSON.parse((await workspace.certsVerb('verify', ['-o', 'json'], { now: NOW })).stdout)).toEqual({
    directory: workspace.certs,
    ok: false,
    clusters: ['cluster1', 'cluster2'],
    findings: [
      { id: 'CA-01', severity: 'error', subject: workspace.file('cluster2', 'ca-key.pem'), message: expect.any(String) },
      { id: 'CA-25', severity: 'warning', subject: workspace.file('cluster1'), message: expect.any(String) },
    ],
  });
});

describe('files', () => {
  test.each<[string, (workspace: Workspace) => void, string[]]>([
    ['a missing certificate', w => rmSync(w.file('cluster1', 'ca-cert.pem')), ['CA-01 ./cluster1/ca-cert.pem']],
    ['a missing chain', w => rmSync(w.file('cluster1', 'cert-chain.pem')), ['CA-01 ./cluster1/cert-chain.pem']],
    ['a missing root', w => rmSync(w.file('cluster1', 'root-cert.pem')), ['CA-01 ./cluster1/root-cert.pem']],
    ['a root\'s key without its certificate', w => rmSync(w.file('root-cert.pem')), ['CA-01 ./root-cert.pem']],
    ['an empty file', w => writeFileSync(w.file('cluster1', 'ca-cert.pem'), ''), ['CA-01 ./cluster1/ca-cert.pem']],
    ['a torn certificate', w => writeFileSync(w.file('cluster1', 'ca-cert.pem'), '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'), ['CA-01 ./cluster1/ca-cert.pem']],
    ['a key instead of a certificate', w => copyFileSync(w.file('cluster1', 'ca-key.pem'), w.file('cluster1', 'ca-cert.pem')), ['CA-01 ./cluster1/ca-cert.pem', 'CA-15 ./cluster1/ca-cert.pem']],
    ['a cluster without files', w => rmSync(w.file('cluster1'), { recursive: true }), ['CA-10 ./cluster1']],
  ])('fails with %s', async (_, spoil, found) => {
    const workspace = await whole();
    spoil(workspace);
    expect(await verify(workspace)).toMatchObject({ exitCode: 1, found });
  });

  test('text around the blocks, Windows line ends and a key as PKCS#1 or SEC 1 are read', async () => {
    const workspace = await whole();
    const text = readFileSync(workspace.file('cluster1', 'ca-cert.pem'), 'utf8');
    writeFileSync(workspace.file('cluster1', 'ca-cert.pem'), `Certificate:\n    Data:\n${text}trailing words`);
    writeFileSync(workspace.file('cluster1', 'cert-chain.pem'), readFileSync(workspace.file('cluster1', 'cert-chain.pem'), 'utf8').replace(/\n/g, '\r\n'));
    const key = createPrivateKey(readFileSync(workspace.file('cluster1', 'ca-key.pem')));
    writeFileSync(workspace.file('cluster1', 'ca-key.pem'), key.export({ type: 'sec1', format: 'pem' }));
    expect(await verify(workspace)).toMatchObject({ exitCode: 0, found: [] });
  });
});

describe('keys', () => {
  test.each<[string, (workspace: Workspace) => void, string[]]>([
    ['the key of another cluster', w => copyFileSync(w.file('cluster2', 'ca-key.pem'), w.file('cluster1', 'ca-key.pem')), ['CA-03 ./cluster1/ca-key.pem']],
    ['a key that istiod cannot decrypt', w => copyFileSync(w.file('root-key.pem'), w.file('cluster1', 'ca-key.pem')), ['CA-02 ./cluster1/ca-key.pem']],
    ['a key encrypted as OpenSSL once did', w => writeFileSync(w.file('cluster1', 'ca-key.pem'),
      ecKey().export({ type: 'sec1', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' })), ['CA-02 ./cluster1/ca-key.pem']],
    ['parameters before the key', w => writeFileSync(w.file('cluster1', 'ca-key.pem'),
      `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${readFileSync(w.file('cluster1', 'ca-key.pem'), 'utf8')}`), ['CA-02 ./cluster1/ca-key.pem']],
    ['the key before the certificate', w => writeFileSync(w.file('cluster1', 'ca-cert.pem'),
      readFileSync(w.file('cluster1', 'ca-key.pem'), 'utf8') + readFileSync(w.file('cluster1', 'ca-cert.pem'), 'utf8')), ['CA-02 ./cluster1/ca-cert.pem', 'CA-15 ./cluster1/ca-cert.pem']],
    ['a key behind the root', w => appendFileSync(w.file('cluster1', 'root-cert.pem'), readFileSync(w.file('cluster1', 'ca-key.pem'))), ['CA-15 ./cluster1/root-cert.pem']],
    ['no key at all', w => writeFileSync(w.file('cluster1', 'ca-key.pem'), 'hello'), ['CA-01 ./cluster1/ca-key.pem']],
    ['a root\'s key of another root', w => writeFileSync(w.file('root-key.pem'), ecKey().export({ type: 'pkcs8', format: 'pem' })), ['CA-13 ./root-key.pem', 'CA-26 ./root-key.pem']],
  ])('fails with %s', async (_, spoil, found) => {
    const workspace = await whole();
    spoil(workspace);
    expect(await verify(workspace)).toMatchObject({ exitCode: 1, found });
  });

  test('warns of a root\'s key that is not encrypted, but only beside intermediates', async () => {
    const workspace = new Workspace();
    await workspace.succeed('init', [], { now: NOW });
    expect((await verify(workspace)).found).toEqual(['CA-10 ./cluster1', 'CA-10 ./cluster2']);
    await workspace.succeed('issue', [], { now: NOW });
    expect(await verify(workspace)).toMatchObject({ exitCode: 0, found: ['CA-26 ./root-key.pem'] });
  });
});

describe('permissions', () => {
  test.each<[string, string, number, string, number]>([
    ['a cluster\'s key that the group reads', 'cluster1/ca-key.pem', 0o640, 'CA-09 ./cluster1/ca-key.pem', 1],
    ['a root\'s key that others read', 'root-key.pem', 0o604, 'CA-09 ./root-key.pem', 1],
    ['a cluster\'s directory that others open', 'cluster1', 0o711, 'CA-25 ./cluster1', 0],
    ['a directory that the group opens', '.', 0o750, 'CA-25 .', 0],
  ])('finds %s', async (_, path, mode, found, exitCode) => {
    const workspace = await whole();
    chmodSync(workspace.file(path), mode);
    expect(await verify(workspace)).toMatchObject({ exitCode, found: [found] });
  });

  test('warns of replaced keys, and fails when others may read them', async () => {
    const workspace = await whole();
    mkdirSync(workspace.file('.previous', 'then'), { recursive: true, mode: 0o700 });
    renameSync(workspace.file('root-key.pem'), workspace.file('.previous', 'then', 'root-key.pem-2'));
    expect(await verify(workspace)).toMatchObject({ exitCode: 0, found: ['CA-30 ./.previous'] });
    chmodSync(workspace.file('.previous', 'then', 'root-key.pem-2'), 0o644);
    expect(await verify(workspace)).toMatchObject({ exitCode: 1, found: ['CA-09 ./.previous/then/root-key.pem-2', 'CA-30 ./.previous'] });
  });
});

describe('dates', () => {
  // The intermediates end on 2027-03-01, the root on 2036-02-27.
  test.each<[string, string, number, string[], RegExp]>([
    ['60 days before', '2026-12-31T12:00:00Z', 0, [], /^$/],
    ['59 days before', '2027-01-01T12:00:00Z', 0, ['CA-20 ./cluster1/ca-cert.pem', 'CA-20 ./cluster2/ca-cert.pem'], /in 59 days: run "istio-privatelink certs renew cluster1"$/],
    ['14 days before', '2027-02-15T12:00:00Z', 0, ['CA-20 ./cluster1/ca-cert.pem', 'CA-20 ./cluster2/ca-cert.pem'], /in 14 days/],
    ['13 days before', '2027-02-16T12:00:00Z', 1, ['CA-08 ./cluster1/ca-cert.pem', 'CA-08 ./cluster2/ca-cert.pem'], /expires on 2027-03-01, in 13 days: run/],
    ['a day before', '2027-02-28T12:00:00Z', 1, ['CA-08 ./cluster1/ca-cert.pem', 'CA-08 ./cluster2/ca-cert.pem'], /in 1 day:/],
    ['at their end', '2027-03-01T12:00:00Z', 1, ['CA-08 ./cluster1/ca-cert.pem', 'CA-08 ./cluster2/ca-cert.pem'], /expired on 2027-03-01: run/],
    ['before their beginning', '2026-03-01T11:00:00Z', 1, ['CA-08 ./root-cert.pem', 'CA-08 ./cluster1/ca-cert.pem', 'CA-08 ./cluster2/ca-cert.pem'], /not valid before 2026-03-01T11:55:00.000Z/],
  ])('%s', async (_, now, exitCode, found, message) => {
    const result = await verify(await whole(), { now: new Date(now) });
    expect(result).toMatchObject({ exitCode, found });
    expect(result.findings[0]?.message ?? '').toMatch(message);
  });

  test('the root has no verb that renews it', async () => {
    const { findings } = await verify(await whole(), { now: new Date('2036-01-15T12:00:00Z') });
    expect(findings.find(({ id }) => id === 'CA-20')?.message).toMatch(/Root CA" expires on 2036-02-27, in 43 days: replace the root \(docs\/trust.md\)$/);
  });
});

describe('roots', () => {
  test('fails when a cluster comes from another root, in both directions', async () => {
    const workspace = await whole();
    const other = await whole();
    await other.succeed('init', ['--force'], { now: NOW });
    await other.succeed('issue', ['cluster2', '--force'], { now: NOW });
    rmSync(workspace.file('cluster2'), { recursive: true });
    cpSync(other.file('cluster2'), workspace.file('cluster2'), { recursive: true });
    expect(await verify(workspace)).toMatchObject({ exitCode: 1, found: ['CA-07 ./root-cert.pem', 'CA-07 ./cluster1/root-cert.pem', 'CA-07 ./cluster2/root-cert.pem'] });
  });

  test('while one root replaces another, clusters that trust both are well', async () => {
    const workspace = await whole();
    const other = await whole();
    await other.succeed('init', ['--force'], { now: NOW });
    const extra = readFileSync(other.file('root-cert.pem'));
    appendFileSync(workspace.file('cluster1', 'root-cert.pem'), extra);
    expect(await verify(workspace)).toMatchObject({ exitCode: 0, found: ['CA-27 ./cluster1/root-cert.pem'] });
    appendFileSync(workspace.file('cluster2', 'root-cert.pem'), extra);
    appendFileSync(workspace.file('root-cert.pem'), extra);
    expect(await verify(workspace)).toMatchObject({ exitCode: 0, found: [] });
  });

  test('the root\'s files may be kept elsewhere', async () => {
    const workspace = await whole();
    rmSync(workspace.file('root-cert.pem'));
    rmSync(workspace.file('root-key.pem'));
    expect(await verify(workspace)).toMatchObject({ exitCode: 0, found: [] });
  });
});

describe('chains', () => {
  async function cluster(request: CustomRequest, root: CustomRequest = {}): Promise<Workspace> {
    const workspace = new Workspace(['cluster1']);
    const issuer = await authority(root);
    writeCluster(workspace.certs, 'cluster1', await authority({ issuer, ...request }), [issuer]);
    return workspace;
  }

  const found = async (workspace: Workspace) => {
    const { exitCode, found: all } = await verify(workspace, { now: TODAY });
    return [exitCode, ...all];
  };

  test('a plain one is well', async () => {
    expect(await found(await cluster({}))).toEqual([0]);
  });

  test.each<[string, CustomRequest, CustomRequest, string[]]>([
    ['an intermediate that is no authority', { extensions: [new BasicConstraintsExtension(false), SIGNS, ISTIOD] }, {}, ['CA-06 ./cluster1/ca-cert.pem']],
    ['one without basic constraints', { extensions: [SIGNS, ISTIOD] }, {}, ['CA-06 ./cluster1/ca-cert.pem']],
    ['one that may not sign certificates', { extensions: [CA_PATHLEN_0, new KeyUsagesExtension(KeyUsageFlags.cRLSign + KeyUsageFlags.digitalSignature, true), ISTIOD] }, {}, ['CA-06 ./cluster1/ca-cert.pem']],
    ['a root that allows none', {}, { extensions: [CA_PATHLEN_0, SIGNS] }, ['CA-06 ./cluster1/root-cert.pem']],
    ['a root that is no authority', {}, { extensions: [] }, ['CA-06 ./cluster1/root-cert.pem']],
    ['an RSA key of 1024 bits', { key: rsaKey(1024) }, {}, ['CA-11 ./cluster1/ca-cert.pem']],
    ['a key on another curve', { key: generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey }, {}, ['CA-11 ./cluster1/ca-cert.pem']],
    ['an Ed25519 key', { key: generateKeyPairSync('ed25519').privateKey }, {}, ['CA-11 ./cluster1/ca-cert.pem']],
    ['a signature with SHA-1', { hash: 'SHA-1' }, { key: rsaKey(2048) }, ['CA-11 ./cluster1/ca-cert.pem']],
    ['an unknown critical extension', { extensions: [CA_PATHLEN_0, SIGNS, ISTIOD, new Extension('1.2.3.4', true, new Uint8Array([5, 0]))] }, {}, ['CA-12 ./cluster1/ca-cert.pem']],
    ['a purpose other than TLS', { extensions: [CA_PATHLEN_0, SIGNS, ISTIOD, new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.3'])] }, {}, ['CA-12 ./cluster1/ca-cert.pem']],
    ['servers only', { extensions: [CA_PATHLEN_0, SIGNS, ISTIOD, new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1'])] }, {}, ['CA-12 ./cluster1/ca-cert.pem']],
    ['another key of its issuer', { extensions: [CA_PATHLEN_0, SIGNS, ISTIOD, new AuthorityKeyIdentifierExtension('00'.repeat(20))] }, {}, ['CA-12 ./cluster1/ca-cert.pem']],
    ['a root that has expired', { notAfter: new Date('2026-05-01') }, { notAfter: new Date('2026-05-31') }, ['CA-08 ./cluster1/ca-cert.pem', 'CA-08 ./cluster1/cert-chain.pem']],
  ])('fails with %s', async (_, request, root, expected) => {
    expect(await found(await cluster(request, root))).toEqual([1, ...expected.map(entry => expect.stringMatching(`^${entry.replace('root-cert', '(root-cert|cert-chain)')}$`))]);
  });

  test.each<[string, CustomRequest, CustomRequest, string[]]>([
    ['no path length', { extensions: [CA, SIGNS, ISTIOD] }, {}, ['CA-22 ./cluster1/ca-cert.pem']],
    ['a path length of 1', { extensions: [new BasicConstraintsExtension(true, 1, true), SIGNS, ISTIOD] }, {}, ['CA-22 ./cluster1/ca-cert.pem']],
    ['no name', { extensions: [CA_PATHLEN_0, SIGNS] }, {}, ['CA-24 ./cluster1/ca-cert.pem']],
    ['no right to sign revocation lists', { extensions: [CA_PATHLEN_0, new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true), ISTIOD] }, {}, ['CA-23 ./cluster1/ca-cert.pem']],
    ['an end after its root\'s', { notAfter: new Date(UNTIL.getTime() + 1000) }, {}, ['CA-21 ./cluster1/ca-cert.pem']],
  ])('warns of %s', async (_, request, root, expected) => {
    expect(await found(await cluster(request, root))).toEqual([0, ...expected]);
  });

  test.each<[string, CustomRequest]>([
    ['all purposes', { extensions: [CA_PATHLEN_0, SIGNS, ISTIOD, new ExtendedKeyUsageExtension(['2.5.29.37.0'])] }],
    ['servers and clients', { extensions: [CA_PATHLEN_0, SIGNS, ISTIOD, new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'])] }],
    ['no key usage, which allows all', { extensions: [CA_PATHLEN_0, ISTIOD] }],
  ])('%s are well', async (_, request) => {
    expect(await found(await cluster(request))).toEqual([0]);
  });

  test('several intermediates are followed, in any order after the first', async () => {
    const workspace = new Workspace(['cluster1']);
    const root = await authority();
    const policy = await authority({ issuer: root, subject: 'CN=Policy CA', extensions: [new BasicConstraintsExtension(true, 2, true), SIGNS] });
    const region = await authority({ issuer: policy, subject: 'CN=Region CA', extensions: [new BasicConstraintsExtension(true, 1, true), SIGNS] });
    const issuing = await authority({ issuer: region });
    writeCluster(workspace.certs, 'cluster1', issuing, [region, policy, root]);
    expect(await found(workspace)).toEqual([0]);
    writeFileSync(workspace.file('cluster1', 'cert-chain.pem'), issuing.pem + policy.pem + region.pem);
    expect(await found(workspace)).toEqual([0]);
    writeFileSync(workspace.file('cluster1', 'cert-chain.pem'), policy.pem + region.pem + issuing.pem);
    expect(await found(workspace)).toEqual([1, 'CA-05 ./cluster1/cert-chain.pem']);
    writeFileSync(workspace.file('cluster1', 'cert-chain.pem'), issuing.pem + policy.pem);
    expect(await found(workspace)).toEqual([1, 'CA-04 ./cluster1/ca-cert.pem']);
  });

  test('fails when an intermediate on the way allows none below it', async () => {
    const workspace = new Workspace(['cluster1']);
    const root = await authority();
    const middle = await authority({ issuer: root, subject: 'CN=Policy CA', extensions: [CA_PATHLEN_0, SIGNS] });
    writeCluster(workspace.certs, 'cluster1', await authority({ issuer: middle }), [middle, root]);
    expect(await found(workspace)).toEqual([1, 'CA-06 ./cluster1/cert-chain.pem']);
  });

  test('fails when a root of the same name, but with another key, is trusted', async () => {
    const workspace = await cluster({});
    writeFileSync(workspace.file('cluster1', 'root-cert.pem'), (await authority()).pem);
    expect(await found(workspace)).toEqual([1, 'CA-04 ./cluster1/ca-cert.pem']);
  });

  test('warns when the cluster signs with the root itself', async () => {
    const workspace = new Workspace(['cluster1']);
    writeCluster(workspace.certs, 'cluster1', await authority({ extensions: [CA, SIGNS, ISTIOD] }), []);
    expect(await found(workspace)).toEqual([0, 'CA-31 ./cluster1/ca-cert.pem']);
  });

  test('warns when what is trusted is not a root', async () => {
    const workspace = new Workspace(['cluster1']);
    const root = await authority();
    const middle = await authority({ issuer: root, subject: 'CN=Policy CA', extensions: [CA, SIGNS] });
    writeCluster(workspace.certs, 'cluster1', await authority({ issuer: middle }), [middle]);
    expect(await found(workspace)).toEqual([0, 'CA-31 ./cluster1/root-cert.pem']);
  });

  test.each<[string, (key: KeyObject) => [CustomRequest, CustomRequest], RegExp]>([
    ['a key', key => [{ key }, { key }], /has the key of that of "cluster1"/],
    ['a serial number', () => [{ serialNumber: '0badcafe' }, { serialNumber: '0badcafe' }], /has the serial number of that of "cluster1"/],
  ])('warns when two clusters share %s', async (_, requests, message) => {
    const workspace = new Workspace();
    const issuer = await authority();
    const [one, two] = requests(ecKey());
    writeCluster(workspace.certs, 'cluster1', await authority({ issuer, ...one }), [issuer]);
    writeCluster(workspace.certs, 'cluster2', await authority({ issuer, ...two }), [issuer]);
    const { exitCode, found: rules, findings } = await verify(workspace, { now: TODAY });
    expect([exitCode, rules, findings[0].message]).toEqual([0, ['CA-29 ./cluster2/ca-cert.pem'], expect.stringMatching(message)]);
  });
});

describe('the mesh', () => {
  test('warns of a cluster that it has not', async () => {
    const workspace = await whole();
    workspace.declare(['cluster1']);
    expect(await verify(workspace)).toMatchObject({ exitCode: 0, found: ['CA-28 ./cluster2'] });
  });

  test('fails when the keys lie among the bundles', async () => {
    const workspace = await whole();
    const inside = join(workspace.path, 'dist', 'certs');
    cpSync(workspace.certs, inside, { recursive: true });
    chmodSync(inside, 0o700);
    const { exitCode, findings } = await verify(workspace, { now: NOW }, ['--dir', inside]);
    expect([exitCode, findings.map(({ id }) => id)]).toEqual([1, ['CA-14']]);
  });

  test('fails to run when its description is asked for and missing', async () => {
    const workspace = await whole();
    rmSync(workspace.mesh);
    expect(await workspace.certsVerb('verify', [], { now: NOW })).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringMatching(/^error: mesh description ".*" not found/) });
  });
});

test.each(['verify', 'show'])('%s fails to run where there is nothing', async verb => {
  const workspace = new Workspace();
  expect(await workspace.certsVerb(verb)).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/^error: directory ".*" not found/) });
  mkdirSync(workspace.certs);
  expect(await workspace.certsVerb(verb)).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/^error: there are no certificates in ".*certs": run "istio-privatelink certs init" first/) });
});

test.each(['verify', 'show'])('%s changes nothing', async verb => {
  const workspace = await whole();
  const changed = () => ['.', 'cluster1', 'cluster2'].map(path => statSync(workspace.file(path)).ctimeMs);
  const before = changed();
  await workspace.succeed(verb, [], { now: NOW });
  expect(changed()).toEqual(before);
});
