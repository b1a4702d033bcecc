import { appendFileSync, chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { expectPrivate, Workspace } from './workspace';
import { Certificate } from '../../src/cli/certificate';
import { createRoot } from '../../src/cli/certificate-authority';
import { generateKey } from '../../src/cli/key-algorithm';
import { privateKeyPem, readPrivateKey } from '../../src/cli/private-key';
import { readTree } from '../bundle/temporary-directory';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const PASSPHRASE = 'correct horse battery staple';

function certificates(workspace: Workspace, ...path: string[]): Certificate[] {
  return Certificate.fromPem(readFileSync(workspace.file(...path), 'utf8'));
}

async function withRoot(clusters?: ConstructorParameters<typeof Workspace>[0], initArgs: string[] = []): Promise<Workspace> {
  const workspace = new Workspace(clusters);
  await workspace.succeed('init', initArgs, { now: NOW, env: { PASSPHRASE } });
  return workspace;
}

test('each cluster gets an intermediate that signs workloads only, for a year', async () => {
  const workspace = await withRoot(['cluster1', { name: 'cluster2', revision: 'canary', istioNamespace: 'mesh-system' }]);
  const { stdout } = await workspace.succeed('issue', [], { now: NOW });
  const [root] = certificates(workspace, 'root-cert.pem');
  for (const [name, dnsNames] of [
    ['cluster1', ['istiod.istio-system.svc']],
    ['cluster2', ['istiod.mesh-system.svc', 'istiod-canary.mesh-system.svc']],
  ] as const) {
    const [certificate] = certificates(workspace, name, 'ca-cert.pem');
    expect({
      ...certificate,
      isCertificateAuthority: certificate.isCertificateAuthority,
      pathLength: certificate.pathLength,
      keyUsage: certificate.keyUsage,
      critical: certificate.criticalExtensions,
      dnsNames: certificate.dnsNames,
      authorityKeyId: certificate.authorityKeyId,
      isIssuedByRoot: certificate.isIssuedBy(root),
      isSelfIssued: certificate.isSelfIssued,
    }).toMatchObject({
      subject: `O=demo, CN=Intermediate CA, L=${name}`,
      issuer: 'O=demo, CN=Root CA',
      key: 'EC P-256',
      serial: expect.stringMatching(/^[4-7][0-9a-f]{31}$/),
      notBefore: new Date('2026-03-01T11:55:00.000Z'),
      notAfter: new Date('2027-03-01T12:00:00.000Z'),
      isCertificateAuthority: true,
      pathLength: 0,
      keyUsage: 32 + 64,
      critical: ['2.5.29.19', '2.5.29.15'],
      dnsNames,
      authorityKeyId: root.subjectKeyId,
      isIssuedByRoot: true,
      isSelfIssued: false,
    });
    expect(certificates(workspace, name, 'cert-chain.pem').map(({ subject }) => subject)).toEqual([certificate.subject, root.subject]);
    expect(readFileSync(workspace.file(name, 'root-cert.pem'), 'utf8')).toBe(readFileSync(workspace.file('root-cert.pem'), 'utf8'));
    const key = readFileSync(workspace.file(name, 'ca-key.pem'), 'utf8');
    expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(certificate.belongsTo(readPrivateKey(key))).toBe(true);
    expect(stdout).toContain(`${workspace.file(name)}: O=demo, CN=Intermediate CA, L=${name}, EC P-256, valid until 2027-03-01T12:00:00.000Z\n`);
  }
  expectPrivate(workspace.certs);
});

test('only clusters that have none get one, and the files of the others stay as they are', async () => {
  const workspace = await withRoot(['cluster1']);
  await workspace.succeed('issue');
  const before = readTree(workspace.certs);
  workspace.declare(['cluster1', 'cluster2', 'cluster3']);
  const { stdout } = await workspace.succeed('issue');
  expect(readTree(workspace.certs)).toMatchObject(before);
  expect(stdout).toContain(`${workspace.file('cluster1')}: has an intermediate already, kept\n`);
  expect(await workspace.certsVerb('verify')).toMatchObject({ exitCode: 0 });
});

test('named clusters only, in one go', async () => {
  const workspace = await withRoot(['cluster1', 'cluster2', 'cluster3']);
  await workspace.succeed('issue', ['cluster3', 'cluster1', '--key', 'ec-p384', '--days', '90'], { now: NOW });
  expect(Object.keys(readTree(workspace.certs)).filter(path => path.endsWith('ca-cert.pem'))).toEqual(['cluster1/ca-cert.pem', 'cluster3/ca-cert.pem']);
  const [certificate] = certificates(workspace, 'cluster3', 'ca-cert.pem');
  expect([certificate.key, certificate.notAfter.toISOString()]).toEqual(['EC P-384', '2026-05-30T12:00:00.000Z']);
});

test('fails when a named cluster has one; --force replaces it and keeps the old files', async () => {
  const workspace = await withRoot();
  await workspace.succeed('issue');
  const before = readTree(workspace.certs);
  expect(await workspace.certsVerb('issue', ['cluster1'])).toEqual({
    exitCode: 2, stdout: '', stderr: expect.stringMatching(/^error: ".*cluster1" exists: use "istio-privatelink certs renew cluster1" .*--force\n$/),
  });
  expect(readTree(workspace.certs)).toEqual(before);

  writeFileSync(workspace.file('cluster1', 'ca-crl.pem'), 'a list');
  const { stderr } = await workspace.succeed('issue', ['cluster1', '--force'], { now: NOW });
  const after = readTree(workspace.certs);
  expect(after['cluster1/ca-key.pem']).not.toBe(before['cluster1/ca-key.pem']);
  expect(after).toMatchObject({
    '.previous/20260301T120000Z/cluster1/ca-key.pem': before['cluster1/ca-key.pem'],
    '.previous/20260301T120000Z/cluster1/ca-crl.pem': 'a list',
    'cluster2/ca-key.pem': before['cluster2/ca-key.pem'],
  });
  expect(stderr).toMatch(/^note: the replaced files are in .*20260301T120000Z: .*have no successor: cluster1\/ca-crl.pem\n$/);
  expectPrivate(workspace.certs);
});

test.each([['rsa-2048', 'ec-p256', 'SHA-256'], ['ec-p384', 'rsa-2048', 'SHA-384'], ['ec-p256', 'ec-p384', 'SHA-256']])(
  'a root of %s signs an intermediate of %s', async (rootKey, key, hash) => {
    const workspace = await withRoot(['cluster1'], ['--key', rootKey]);
    await workspace.succeed('issue', ['--key', key], { now: NOW });
    const [certificate] = certificates(workspace, 'cluster1', 'ca-cert.pem');
    expect([certificate.signatureHash, certificate.isIssuedBy(certificates(workspace, 'root-cert.pem')[0])]).toEqual([hash, true]);
    expect(await workspace.certsVerb('verify', [], { now: NOW })).toMatchObject({ exitCode: 0 });
  });

describe('the root\'s key', () => {
  test('may be encrypted', async () => {
    const workspace = await withRoot(undefined, ['--passphrase-env', 'PASSPHRASE']);
    await workspace.succeed('issue', ['--passphrase-env', 'PASSPHRASE'], { env: { PASSPHRASE } });
    expect(await workspace.certsVerb('verify')).toMatchObject({ exitCode: 0, stdout: '2 clusters: 0 errors, 0 warnings\n' });
  });

  test('may be kept elsewhere', async () => {
    const workspace = await withRoot();
    const offline = join(workspace.path, 'offline.pem');
    renameSync(workspace.file('root-key.pem'), offline);
    expect(await workspace.certsVerb('issue')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('root-key.pem" not found: give the place of the root\'s key with --root-key') });
    await workspace.succeed('issue', ['--root-key', offline]);
    expect(await workspace.certsVerb('verify')).toMatchObject({ exitCode: 0, stdout: '2 clusters: 0 errors, 0 warnings\n' });
  });

  test.each<[string, string[], RegExp]>([
    ['the wrong passphrase', ['--passphrase-env', 'WRONG'], /^error: ".*root-key.pem" holds a private key that the passphrase does not open: /],
    ['no passphrase and no terminal', [], /is encrypted, and there is no terminal to ask on/],
  ])('fails with %s', async (_, args, message) => {
    const workspace = await withRoot(undefined, ['--passphrase-env', 'PASSPHRASE']);
    const before = readTree(workspace.certs);
    expect(await workspace.certsVerb('issue', args, { env: { WRONG: 'not the right one' } })).toEqual({ exitCode: 2, stdout: '', stderr: expect.stringMatching(message) });
    expect(readTree(workspace.certs)).toEqual(before);
  });

  test('fails when it is another root\'s', async () => {
    const [workspace, other] = [await withRoot(), await withRoot()];
    expect(await workspace.certsVerb('issue', ['--root-key', other.file('root-key.pem')])).toMatchObject({
      exitCode: 2, stderr: expect.stringContaining('does not belong to the certificate in'),
    });
  });

  test.each<[string, string, RegExp]>([
    ['nothing', '', /holds no private key: expected PEM/],
    ['something else', '-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----\n', /holds a private key that cannot be read: expected an RSA or EC key as PKCS#8/],
  ])('fails when its file holds %s', async (_, text, message) => {
    const workspace = await withRoot();
    writeFileSync(workspace.file('root-key.pem'), text);
    const { exitCode, stderr } = await workspace.certsVerb('issue');
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(stderr).not.toContain('bm90');
  });

  test('is noted when others may read it', async () => {
    const workspace = await withRoot();
    chmodSync(workspace.file('root-key.pem'), 0o640);
    expect((await workspace.succeed('issue')).stderr).toContain('note: others may read the root\'s key: run chmod 600 ');
  });
});

describe('lifetimes', () => {
  test('an intermediate ends with its root, and says so', async () => {
    const workspace = await withRoot(['cluster1'], ['--days', '100']);
    const { stderr } = await workspace.succeed('issue', [], { now: NOW });
    expect(certificates(workspace, 'cluster1', 'ca-cert.pem')[0].notAfter).toEqual(certificates(workspace, 'root-cert.pem')[0].notAfter);
    expect(stderr).toBe('note: the root\'s certificate ends 2026-06-09T12:00:00.000Z, and so do the intermediates: plan another root\n');
  });

  test('fails when it is asked to outlive its root', async () => {
    const workspace = await withRoot(['cluster1'], ['--days', '100']);
    expect(await workspace.certsVerb('issue', ['--days', '101'], { now: NOW })).toMatchObject({
      exitCode: 2, stderr: 'error: --days 101 ends after the root\'s certificate, which is valid for 100 more days: ask for no more, or make another root\n',
    });
    await workspace.succeed('issue', ['--days', '100'], { now: NOW });
  });

  test('it does not begin before its root', async () => {
    const workspace = await withRoot(['cluster1']);
    await workspace.succeed('issue', [], { now: new Date(NOW.getTime() - 60_000) });
    expect(certificates(workspace, 'cluster1', 'ca-cert.pem')[0].notBefore).toEqual(certificates(workspace, 'root-cert.pem')[0].notBefore);
  });

  test.each<[string, string]>([['after the root\'s end', '2040-01-01'], ['before its beginning', '2020-01-01']])('fails %s', async (_, date) => {
    const workspace = await withRoot();
    expect(await workspace.certsVerb('issue', [], { now: new Date(date) })).toMatchObject({
      exitCode: 2, stderr: expect.stringMatching(/is valid from 2026-03-01T11:55:00.000Z to 2036-02-27T12:00:00.000Z, not now/),
    });
  });

  test.each(['0', '-1', '1.5', '36501', 'a year', ''])('fails with --days "%s"', async days => {
    const workspace = await withRoot();
    expect(await workspace.certsVerb('issue', [`--days=${days}`])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('expected a whole number of days from 1 to 36500') });
  });
});

describe('roots that others made', () => {
  test('while one root replaces another, the key decides which signs, and clusters trust both', async () => {
    const workspace = await withRoot(['cluster1']);
    const [old, key] = [readFileSync(workspace.file('root-cert.pem'), 'utf8'), await generateKey('ec-p256')];
    const next = await createRoot({ meshId: 'demo', key, days: 1000, now: NOW });
    writeFileSync(workspace.file('root-cert.pem'), `a comment\n${old}${next.pem}`);
    writeFileSync(workspace.file('root-key.pem'), privateKeyPem(key), { mode: 0o600 });
    await workspace.succeed('issue', [], { now: NOW });
    expect(readFileSync(workspace.file('cluster1', 'root-cert.pem'), 'utf8')).toBe(`a comment\n${old}${next.pem}`);
    expect(certificates(workspace, 'cluster1', 'cert-chain.pem')[1].fingerprint).toBe(next.fingerprint);
    expect(await workspace.certsVerb('verify', [], { now: NOW })).toMatchObject({ exitCode: 0 });
  });

  test('fails when a key is in the file that every cluster gets', async () => {
    const workspace = await withRoot();
    appendFileSync(workspace.file('root-cert.pem'), readFileSync(workspace.file('root-key.pem')));
    expect(await workspace.certsVerb('issue', [], { now: NOW })).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('root-cert.pem" holds a private key too') });
  });

  test('fails when the root is an intermediate that may sign none', async () => {
    const workspace = await withRoot();
    await workspace.succeed('issue', [], { now: NOW });
    writeFileSync(workspace.file('root-cert.pem'), readFileSync(workspace.file('cluster1', 'ca-cert.pem')));
    expect(await workspace.certsVerb('issue', ['cluster2', '--force', '--root-key', workspace.file('cluster1', 'ca-key.pem')], { now: NOW })).toMatchObject({
      exitCode: 2, stderr: expect.stringMatching(/may not sign intermediates \(CA:TRUE, keyCertSign yes, pathlen 0\)/),
    });
  });
});

test.each<[string, string[], RegExp]>([
  ['a cluster that the mesh has not', ['cluster9'], /^error: "cluster9" is not a cluster of mesh "demo": ".*mesh.json" has "cluster1", "cluster2"\n$/],
  ['a key of an unknown kind', ['--key', 'ed25519'], /^error: option '--key <algorithm>' argument 'ed25519' is invalid. Allowed choices are ec-p256, /],
  ['an unknown option', ['--passphrase', 'secret'], /^error: unknown option '--passphrase'/],
])('fails with %s', async (_, args, message) => {
  const workspace = await withRoot();
  expect(await workspace.certsVerb('issue', args)).toEqual({ exitCode: 2, stdout: '', stderr: expect.stringMatching(message) });
});

test('fails before there is a root', async () => {
  const workspace = new Workspace();
  expect(await workspace.certsVerb('issue')).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/^error: directory ".*certs" not found: run "istio-privatelink certs init" first/) });
  mkdirSync(workspace.certs, { mode: 0o700 });
  expect(await workspace.certsVerb('issue')).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/root-cert.pem" not found: run "istio-privatelink certs init" first/) });
});

test('fails when something else has a cluster\'s name', async () => {
  const workspace = await withRoot();
  mkdirSync(workspace.file('cluster1'));
  writeFileSync(workspace.file('cluster1', 'notes.txt'), 'mine');
  expect(await workspace.certsVerb('issue')).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/cluster1" exists, but holds no ca-cert.pem: move it away/) });
  rmSync(workspace.file('cluster1'), { recursive: true });
  await workspace.succeed('issue');
});
