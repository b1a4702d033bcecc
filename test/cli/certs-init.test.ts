import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { modesOf, Workspace } from './workspace';
import { Certificate } from '../../src/cli/certificate';
import { readPrivateKey } from '../../src/cli/private-key';
import { readTree } from '../bundle/temporary-directory';

const NOW = new Date('2026-03-01T12:00:00.789Z');

function root(workspace: Workspace): Certificate {
  return Certificate.fromPem(readFileSync(workspace.file('root-cert.pem'), 'utf8'))[0];
}

test('the root is an authority for ten years, with nothing more than an authority needs', async () => {
  const workspace = new Workspace();
  const { stdout, stderr } = await workspace.succeed('init', [], { now: NOW });
  const certificate = root(workspace);
  expect({
    ...certificate,
    isCertificateAuthority: certificate.isCertificateAuthority,
    pathLength: certificate.pathLength,
    keyUsage: certificate.keyUsage,
    critical: certificate.criticalExtensions,
    isSelfSigned: certificate.isSelfSigned,
  }).toMatchObject({
    subject: 'O=demo, CN=Root CA',
    issuer: 'O=demo, CN=Root CA',
    key: 'EC P-256',
    serial: expect.stringMatching(/^[4-7][0-9a-f]{31}$/),
    notBefore: new Date('2026-03-01T11:55:00.000Z'),
    notAfter: new Date('2036-02-27T12:00:00.000Z'),
    isCertificateAuthority: true,
    pathLength: undefined,
    keyUsage: 32 + 64,
    critical: ['2.5.29.19', '2.5.29.15'],
    isSelfSigned: true,
  });
  expect(certificate.subjectKeyId).toMatch(/^[0-9a-f]{40}$/);
  expect(stdout).toContain(`${workspace.file('root-cert.pem')}: O=demo, CN=Root CA, EC P-256, valid until 2036-02-27T12:00:00.000Z`);
  expect(stdout).toContain('not encrypted');
  expect(stderr).toMatch(/^note: whoever has the root's key can pose as any workload/);
});

test('only the owner can read the key, and Git sees nothing', async () => {
  const workspace = new Workspace();
  await workspace.succeed('init');
  expect(modesOf(workspace.path)).toMatchObject({ 'certs': '700', 'certs/root-key.pem': '600', 'certs/.gitignore': '644' });
  expect(readTree(workspace.certs)).toEqual({ '.gitignore': '*\n', 'root-cert.pem': expect.anything(), 'root-key.pem': expect.stringMatching(/^-----BEGIN PRIVATE KEY-----\n/) });
});

test.each([['ec-p384', 'EC P-384', 'SHA-384'], ['rsa-2048', 'RSA 2048', 'SHA-256'], ['rsa-3072', 'RSA 3072', 'SHA-256']])('--key %s makes a key of %s', async (algorithm, key, hash) => {
  const workspace = new Workspace();
  await workspace.succeed('init', ['--key', algorithm, '--days', '30'], { now: NOW });
  const certificate = root(workspace);
  expect([certificate.key, certificate.signatureHash, certificate.isSelfSigned, certificate.notAfter.toISOString()]).toEqual([key, hash, true, '2026-03-31T12:00:00.000Z']);
});

test('two roots share neither key nor serial number', async () => {
  const [one, two] = [new Workspace(), new Workspace()];
  await one.succeed('init', [], { now: NOW });
  await two.succeed('init', [], { now: NOW });
  expect(root(one).serial).not.toBe(root(two).serial);
  expect(root(one).subjectKeyId).not.toBe(root(two).subjectKeyId);
});

describe('encryption', () => {
  const PASSPHRASE = 'correct horse battery staple';

  test('with the first line of a file', async () => {
    const workspace = new Workspace();
    const file = join(workspace.path, 'passphrase');
    writeFileSync(file, `${PASSPHRASE}\r\nsecond line\n`, { mode: 0o600 });
    const { stdout, stderr } = await workspace.succeed('init', ['--passphrase-file', file]);
    const pem = readFileSync(workspace.file('root-key.pem'), 'utf8');
    expect(pem).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/);
    expect(root(workspace).belongsTo(readPrivateKey(pem, PASSPHRASE))).toBe(true);
    expect(() => readPrivateKey(pem, `${PASSPHRASE}!`)).toThrow('holds a private key that the passphrase does not open');
    expect(stdout).toContain('root-key.pem: encrypted');
    expect(stderr).toBe('');
  });

  test('with an environment variable, of whatever characters', async () => {
    const workspace = new Workspace();
    const passphrase = 'pässwörter sind länger 🔑';
    await workspace.succeed('init', ['--passphrase-env', 'SECRET'], { env: { SECRET: passphrase } });
    expect(root(workspace).belongsTo(readPrivateKey(readFileSync(workspace.file('root-key.pem'), 'utf8'), passphrase))).toBe(true);
  });

  test('a passphrase that others may read is noted', async () => {
    const workspace = new Workspace();
    const file = join(workspace.path, 'passphrase');
    writeFileSync(file, PASSPHRASE);
    chmodSync(file, 0o644);
    expect((await workspace.succeed('init', ['--passphrase-file', file])).stderr).toBe('note: others may read the passphrase file: run chmod 600 on it\n');
  });

  test.each<[string, string[], RegExp]>([
    ['a file that is missing', ['--passphrase-file', '/nowhere/passphrase'], /^error: the file given with --passphrase-file cannot be read \(ENOENT\)/],
    ['a variable that is not set', ['--passphrase-env', 'NOT_SET'], /^error: the environment variable named with --passphrase-env is empty or not there/],
    ['a short passphrase', ['--passphrase-env', 'SHORT'], /^error: the passphrase has 11 characters: at least 12 are needed/],
    ['one longer than OpenSSL takes', ['--passphrase-env', 'LONG'], /longer than 1024 bytes/],
    ['two sources', ['--passphrase-env', 'SHORT', '--passphrase-prompt'], /^error: option '--passphrase-env <variable>' cannot be used with option '--passphrase-prompt'/],
    ['a prompt without a terminal', ['--passphrase-prompt'], /^error: there is no terminal to ask for the passphrase on/],
  ])('fails with %s, and writes nothing', async (_, args, message) => {
    const workspace = new Workspace();
    const result = await workspace.certsVerb('init', args, { env: { SHORT: 'elevenchars', LONG: 'x'.repeat(1025) } });
    expect(result).toEqual({ exitCode: 2, stdout: '', stderr: expect.stringMatching(message) });
    expect(result.stderr).not.toContain('elevenchars');
    expect(existsSync(workspace.certs)).toBe(false);
  });
});

describe('an existing root', () => {
  test.each(['root-cert.pem', 'root-key.pem'])('fails when %s exists, and touches nothing', async name => {
    const workspace = new Workspace();
    mkdirSync(workspace.certs, { mode: 0o700 });
    writeFileSync(workspace.file(name), 'precious');
    expect(await workspace.certsVerb('init')).toEqual({
      exitCode: 2, stdout: '', stderr: expect.stringMatching(new RegExp(`^error: "${workspace.file(name)}" exists, .* --force\n$`)),
    });
    expect(readTree(workspace.certs)).toEqual({ [name]: 'precious' });
  });

  test('--force makes another root and keeps the old one', async () => {
    const workspace = new Workspace();
    await workspace.succeed('init');
    await workspace.succeed('issue');
    const { 'root-cert.pem': cert, 'root-key.pem': key } = readTree(workspace.certs);
    const { stderr } = await workspace.succeed('init', ['--force'], { now: NOW });
    const tree = readTree(workspace.certs);
    expect(tree['root-cert.pem']).not.toBe(cert);
    expect(tree).toMatchObject({ '.previous/20260301T120000Z/root-cert.pem': cert, '.previous/20260301T120000Z/root-key.pem': key });
    expect(stderr).toContain('note: cluster1, cluster2: the intermediates there still come from the previous root');
  });
});

describe('the directory', () => {
  test('a .gitignore of somebody\'s own is left as it is', async () => {
    const workspace = new Workspace();
    mkdirSync(workspace.certs, { mode: 0o700 });
    writeFileSync(workspace.file('.gitignore'), '*.pem\n');
    const { stderr } = await workspace.succeed('init');
    expect(readTree(workspace.certs)['.gitignore']).toBe('*.pem\n');
    expect(stderr).toContain(`note: ${workspace.file('.gitignore')} was there already, and does not keep everything out of Git`);
  });

  test('an empty one is closed to others; fails when it holds anything and is open to them', async () => {
    const workspace = new Workspace();
    mkdirSync(workspace.certs);
    chmodSync(workspace.certs, 0o755);
    await workspace.succeed('init');
    expect(modesOf(workspace.path).certs).toBe('700');

    chmodSync(workspace.certs, 0o750);
    expect(await workspace.certsVerb('init', ['--force'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(`others may open "${workspace.certs}" (mode 0750)`) });
  });

  test('is made with its parents', async () => {
    const workspace = new Workspace();
    await workspace.succeed('init', ['--dir', join(workspace.path, 'a', 'b', 'certs')]);
    expect(modesOf(join(workspace.path, 'a', 'b'))).toMatchObject({ 'certs': '700', 'certs/root-key.pem': '600' });
  });

  test.each<[string, (path: string) => string, RegExp]>([
    ['the bundles\' directory', path => join(path, 'dist'), /lies in the bundles' directory/],
    ['below it', path => join(path, 'dist', 'cluster1', 'certs'), /lies in the bundles' directory/],
    ['below it by a symbolic link', path => {
      symlinkSync(join(path, 'dist'), join(path, 'link'));
      return join(path, 'link', 'certs');
    }, /lies in the bundles' directory/],
    ['around it', path => path, /holds the bundles' directory/],
  ])('fails when it is %s', async (_, directoryIn, message) => {
    const workspace = new Workspace();
    const directory = directoryIn(workspace.path);
    const before = readTree(workspace.path);
    for (const verb of ['init', 'issue', 'renew']) {
      expect(await workspace.certsVerb(verb, ['--dir', directory])).toEqual({ exitCode: 2, stdout: '', stderr: expect.stringMatching(message) });
    }
    expect(readTree(workspace.path)).toEqual(before);
  });

  test('may begin with the name of the bundles\' directory', async () => {
    const workspace = new Workspace();
    await workspace.succeed('init', ['--dir', join(workspace.path, 'dist-certs')]);
  });

  test('fails when it is a file', async () => {
    const workspace = new Workspace();
    writeFileSync(workspace.certs, '');
    expect(await workspace.certsVerb('init')).toMatchObject({ exitCode: 2, stderr: `error: "${workspace.certs}" is not a directory: give another with --dir\n` });
  });
});
