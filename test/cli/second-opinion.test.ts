import { appendFileSync, chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { istiodLoads } from './istiod';
import { makeAsIstio } from './istios-makefile';
import { describeWithOpenssl, openssl, opensslFails } from './openssl';
import { temporaryDirectory } from './temporary-directory';
import { Workspace } from './workspace';
import { CliFinding } from '../../src/cli/finding';

const PASSPHRASE = 'correct horse battery staple';

/** Signs a workload's certificate as istiod does, and has it verified as the proxy of another cluster does. */
function callBetween(workspace: Workspace, from: string, to: string): string {
  const directory = temporaryDirectory();
  const file = (name: string) => join(directory, name);
  writeFileSync(file('leaf.conf'), 'basicConstraints=critical,CA:false\nkeyUsage=critical,digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth,clientAuth\n' +
    'subjectAltName=critical,URI:spiffe://cluster.local/ns/shop/sa/catalog\nauthorityKeyIdentifier=keyid\n');
  openssl(['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', file('leaf.key'), '-out', file('leaf.csr'), '-subj', '/O=']);
  openssl(['x509', '-req', '-days', '1', '-in', file('leaf.csr'), '-CA', workspace.file(from, 'ca-cert.pem'), '-CAkey', workspace.file(from, 'ca-key.pem'), '-CAcreateserial',
    '-CAserial', file('serial'), '-extfile', file('leaf.conf'), '-out', file('leaf.pem')]);
  return openssl(['verify', '-x509_strict', '-purpose', 'sslclient', '-CAfile', workspace.file(to, 'root-cert.pem'),
    '-untrusted', workspace.file(from, 'cert-chain.pem'), file('leaf.pem')]);
}

describeWithOpenssl('openssl', () => {
  test.each([['ec-p256', 'ec-p256'], ['ec-p384', 'rsa-2048'], ['rsa-2048', 'ec-p384']])('agrees with a root of %s and intermediates of %s', async (rootKey, key) => {
    const workspace = new Workspace(['cluster1', { name: 'cluster2', revision: 'canary' }]);
    await workspace.succeed('init', ['--key', rootKey]);
    await workspace.succeed('issue', ['--key', key]);

    const rootText = openssl(['x509', '-noout', '-text', '-in', workspace.file('root-cert.pem')]);
    expect(rootText).toMatch(/Version: 3 /);
    expect(rootText).toMatch(/Issuer: O ?= ?demo, CN ?= ?Root CA\n[\s\S]*Subject: O ?= ?demo, CN ?= ?Root CA\n/);
    expect(rootText).toMatch(/X509v3 Basic Constraints: critical\s+CA:TRUE\s+X509v3 Key Usage: critical\s+Certificate Sign, CRL Sign\s+X509v3 Subject Key Identifier:/);
    expect(openssl(['verify', '-x509_strict', '-CAfile', workspace.file('root-cert.pem'), workspace.file('root-cert.pem')])).toMatch(/: OK\n$/);

    const rootKeyId = /Subject Key Identifier: \s*(?:keyid:)?([0-9A-F:]+)/.exec(rootText)![1];
    for (const [cluster, names] of [['cluster1', 'DNS:istiod.istio-system.svc'], ['cluster2', 'DNS:istiod.istio-system.svc, DNS:istiod-canary.istio-system.svc']]) {
      const text = openssl(['x509', '-noout', '-text', '-in', workspace.file(cluster, 'ca-cert.pem')]);
      expect(text).toMatch(new RegExp(`Subject: O ?= ?demo, CN ?= ?Intermediate CA, L ?= ?${cluster}\n`));
      expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0\s+X509v3 Key Usage: critical\s+Certificate Sign, CRL Sign\s/);
      expect(text).toMatch(new RegExp(`Subject Alternative Name: \\s+${names}\\s`));
      expect(text).toMatch(new RegExp(`Authority Key Identifier: \\s*(keyid:)?${rootKeyId}\\s`));
      expect(openssl(['verify', '-x509_strict', '-CAfile', workspace.file('root-cert.pem'), workspace.file(cluster, 'ca-cert.pem')])).toMatch(/: OK\n$/);
      expect(openssl(['pkey', '-in', workspace.file(cluster, 'ca-key.pem'), '-pubout'])).toBe(openssl(['x509', '-pubkey', '-noout', '-in', workspace.file(cluster, 'ca-cert.pem')]));
    }
    expect(callBetween(workspace, 'cluster1', 'cluster2')).toMatch(/: OK\n$/);
    expect(callBetween(workspace, 'cluster2', 'cluster1')).toMatch(/: OK\n$/);
    await workspace.succeed('renew');
    expect(callBetween(workspace, 'cluster1', 'cluster2')).toMatch(/: OK\n$/);
  });

  test('an intermediate cannot make another, and another mesh is not trusted', async () => {
    const [workspace, other] = [new Workspace(['cluster1']), new Workspace(['cluster1'])];
    for (const each of [workspace, other]) {
      await each.succeed('init');
      await each.succeed('issue');
    }
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'ca.conf'), 'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign\n');
    openssl(['req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', join(directory, 'key'), '-out', join(directory, 'csr'), '-subj', '/CN=rogue']);
    openssl(['x509', '-req', '-in', join(directory, 'csr'), '-CA', workspace.file('cluster1', 'ca-cert.pem'), '-CAkey', workspace.file('cluster1', 'ca-key.pem'),
      '-CAcreateserial', '-CAserial', join(directory, 'serial'), '-extfile', join(directory, 'ca.conf'), '-out', join(directory, 'rogue.pem')]);
    openssl(['req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', join(directory, 'leaf.key'), '-out', join(directory, 'leaf.csr'), '-subj', '/CN=leaf']);
    openssl(['x509', '-req', '-in', join(directory, 'leaf.csr'), '-CA', join(directory, 'rogue.pem'), '-CAkey', join(directory, 'key'),
      '-CAcreateserial', '-CAserial', join(directory, 'serial'), '-out', join(directory, 'leaf.pem')]);
    writeFileSync(join(directory, 'untrusted.pem'), readFileSync(join(directory, 'rogue.pem'), 'utf8') + readFileSync(workspace.file('cluster1', 'ca-cert.pem'), 'utf8'));
    expect(opensslFails(['verify', '-CAfile', workspace.file('root-cert.pem'), '-untrusted', join(directory, 'untrusted.pem'), join(directory, 'leaf.pem')]))
      .toMatch(/path length constraint exceeded/);
    opensslFails(['verify', '-CAfile', other.file('root-cert.pem'), workspace.file('cluster1', 'ca-cert.pem')]);
  });

  test('a cluster can be revoked: both may sign revocation lists', async () => {
    const workspace = new Workspace(['cluster1']);
    await workspace.succeed('init');
    await workspace.succeed('issue');
    const directory = temporaryDirectory();
    const conf = join(directory, 'ca.conf');
    writeFileSync(conf, `[ca]\ndefault_ca=own\n[own]\ndatabase=${directory}/index.txt\ncrlnumber=${directory}/crlnumber\ndefault_md=sha256\ndefault_crl_days=30\n`);
    writeFileSync(join(directory, 'index.txt'), '');
    writeFileSync(join(directory, 'crlnumber'), '01\n');
    const ca = (...args: string[]) => openssl(['ca', '-config', conf, '-cert', workspace.file('root-cert.pem'), '-keyfile', workspace.file('root-key.pem'), ...args]);
    const check = ['verify', '-crl_check', '-CAfile', workspace.file('root-cert.pem'), '-CRLfile', join(directory, 'crl.pem'), workspace.file('cluster1', 'ca-cert.pem')];
    ca('-gencrl', '-out', join(directory, 'crl.pem'));
    expect(openssl(check)).toMatch(/: OK\n$/);
    ca('-revoke', workspace.file('cluster1', 'ca-cert.pem'));
    ca('-gencrl', '-out', join(directory, 'crl.pem'));
    expect(opensslFails(check)).toMatch(/certificate revoked/);
  });

  test('reads the encrypted key with its passphrase, and dates of the next century', async () => {
    const workspace = new Workspace(['cluster1']);
    await workspace.succeed('init', ['--passphrase-env', 'P', '--days', '36500'], { env: { P: PASSPHRASE }, now: new Date('2026-03-01T12:00:00Z') });
    const key = workspace.file('root-key.pem');
    expect(openssl(['asn1parse', '-in', key])).toMatch(/:PBES2[\s\S]*:PBKDF2[\s\S]*:hmacWithSHA256[\s\S]*:aes-256-cbc/);
    expect(openssl(['pkey', '-in', key, '-passin', `pass:${PASSPHRASE}`, '-pubout'])).toBe(openssl(['x509', '-pubkey', '-noout', '-in', workspace.file('root-cert.pem')]));
    opensslFails(['pkey', '-in', key, '-passin', 'pass:wrong', '-noout']);
    // RFC 5280, 4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050 on.
    const parsed = openssl(['asn1parse', '-in', workspace.file('root-cert.pem')]);
    expect(parsed).toMatch(/UTCTIME +:260301115500Z\n.*GENERALIZEDTIME +:21260205120000Z\n/);
    expect(parsed).toMatch(/l= {2}16 prim: INTEGER +:[4-7][0-9A-F]{31}\n/);
  });

  test('a root key that openssl encrypted otherwise is opened', async () => {
    const workspace = new Workspace(['cluster1']);
    await workspace.succeed('init');
    openssl(['pkcs8', '-topk8', '-scrypt', '-passout', `pass:${PASSPHRASE}`, '-in', workspace.file('root-key.pem'), '-out', join(workspace.path, 'scrypt.pem')]);
    openssl(['ec', '-aes256', '-passout', `pass:${PASSPHRASE}`, '-in', workspace.file('root-key.pem'), '-out', join(workspace.path, 'traditional.pem')]);
    for (const file of ['scrypt.pem', 'traditional.pem']) {
      await workspace.succeed('issue', ['--force', '--root-key', join(workspace.path, file), '--passphrase-env', 'P'], { env: { P: PASSPHRASE } });
    }
  });

  test('a root with names in other encodings, on P-521, signs intermediates that chain to it', async () => {
    const kinds = [['default', 'rsa:2048'], ['utf8only', 'ec:P-521'], ['MASK:0x4', 'rsa:2048']].map(([mask, key]) => ({ mask, key: key.split(':') }));
    for (const { mask, key: [algorithm, size] } of kinds) {
      const workspace = new Workspace(['cluster1']);
      mkdirSync(workspace.certs, { mode: 0o700 });
      const conf = join(workspace.path, 'root.conf');
      writeFileSync(conf, `[req]\nprompt=no\nutf8=yes\nstring_mask=${mask}\ndistinguished_name=dn\nx509_extensions=ext\n[dn]\nC=DE\nO=M\u00fcller & S\u00f6hne\nOU=a+b\nCN="Root, ""CA"""\n` +
        '[ext]\nbasicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n');
      openssl(['req', '-x509', '-days', '3650', '-newkey', algorithm,
        '-pkeyopt', algorithm === 'ec' ? `ec_paramgen_curve:${size}` : `rsa_keygen_bits:${size}`, '-nodes', '-config', conf, '-keyout', workspace.file('root-key.pem'), '-out', workspace.file('root-cert.pem')]);
      await workspace.succeed('issue');
      expect(openssl(['verify', '-x509_strict', '-CAfile', workspace.file('root-cert.pem'), workspace.file('cluster1', 'ca-cert.pem')])).toMatch(/: OK\n$/);
      expect(callBetween(workspace, 'cluster1', 'cluster1')).toMatch(/: OK\n$/);
    }
  });
});

describeWithOpenssl('what Istio\'s Makefile makes', () => {
  async function verify(workspace: Workspace): Promise<[number, string[]]> {
    const { exitCode, stdout } = await workspace.certsVerb('verify', ['-o', 'json']);
    const { findings } = JSON.parse(stdout) as { findings: CliFinding[] };
    return [exitCode, [...new Set(findings.map(({ id, severity }) => `${severity} ${id}`))]];
  }

  test('is right, with warnings, and can be shown, added to and renewed', async () => {
    const workspace = new Workspace(['cluster1', 'cluster2']);
    makeAsIstio(workspace.certs, ['cluster1', 'cluster2']);
    const [exitCode, rules] = await verify(workspace);
    // Whether the clock's second changed in between decides on CA-21: root and intermediate are both valid for 3650 days.
    expect([exitCode, rules.filter(rule => rule !== 'warning CA-21')]).toEqual([0, ['warning CA-23', 'warning CA-25', 'warning CA-26']]);
    expect((await workspace.succeed('show')).stdout).toMatch(/^cluster2 +O=Istio, CN=Intermediate CA, L=cluster2 +O=Istio, CN=Root CA +RSA 2048 /m);

    expect(await workspace.certsVerb('renew', ['cluster1'])).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/^error: others may open ".*certs" \(mode 0755\)/) });
    workspace.declare(['cluster1', 'cluster2', 'cluster3']);
    chmodSync(workspace.certs, 0o700);
    await workspace.succeed('renew', ['cluster1']);
    await workspace.succeed('issue', ['cluster3']);
    expect((await verify(workspace))[0]).toBe(0);
    for (const [from, to] of [['cluster1', 'cluster2'], ['cluster2', 'cluster3'], ['cluster3', 'cluster1']]) {
      expect(callBetween(workspace, from, to)).toMatch(/: OK\n$/);
      istiodLoads(workspace.file(from), new Date());
    }
  });

  test('is read where openssl printed text before it', async () => {
    const workspace = new Workspace(['cluster1']);
    makeAsIstio(workspace.certs, ['cluster1']);
    const file = workspace.file('cluster1', 'ca-cert.pem');
    writeFileSync(file, openssl(['x509', '-in', file, '-text']));
    openssl(['rsa', '-traditional', '-in', workspace.file('cluster1', 'ca-key.pem'), '-out', workspace.file('cluster1', 'ca-key.pem')]);
    expect(readFileSync(workspace.file('cluster1', 'ca-key.pem'), 'utf8')).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/);
    expect((await verify(workspace))[0]).toBe(0);
    istiodLoads(workspace.file('cluster1'), new Date());
  });
});

describe('istiod', () => {
  async function issued(...args: string[]): Promise<Workspace> {
    const workspace = new Workspace(['cluster1', 'cluster2']);
    await workspace.succeed('init');
    await workspace.succeed('issue', args);
    return workspace;
  }

  test.each(['ec-p256', 'ec-p384', 'rsa-2048'])('loads what was issued with %s, and signs no longer than the intermediate is valid', async key => {
    const workspace = await issued('--key', key, '--days', '90');
    const days = (istiodLoads(workspace.file('cluster1'), new Date()).getTime() - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(89.9);
    expect(days).toBeLessThanOrEqual(90);
    await workspace.succeed('renew');
    istiodLoads(workspace.file('cluster2'), new Date());
  });

  // What istiod refuses, verify finds: a directory that passes must not stop a control plane.
  test.each<[string, (workspace: Workspace) => void, RegExp]>([
    ['a missing chain', w => rmSync(w.file('cluster1', 'cert-chain.pem')), /incomplete/],
    ['another cluster\'s key', w => copyFileSync(w.file('cluster2', 'ca-key.pem'), w.file('cluster1', 'ca-key.pem')), /does not match the key/],
    ['parameters before the key', w => writeFileSync(w.file('cluster1', 'ca-key.pem'),
      `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${readFileSync(w.file('cluster1', 'ca-key.pem'), 'utf8')}`), /unsupported PEM block type/],
    ['another root', w => writeFileSync(w.file('cluster1', 'root-cert.pem'), readFileSync(w.file('cluster2', 'ca-cert.pem'))), /cannot verify/],
    ['no certificate', w => writeFileSync(w.file('cluster1', 'ca-cert.pem'), ''), /invalid PEM encoded certificate/],
  ])('refuses %s, and so does verify', async (_, spoil, message) => {
    const workspace = await issued();
    istiodLoads(workspace.file('cluster1'), new Date());
    spoil(workspace);
    expect(() => istiodLoads(workspace.file('cluster1'), new Date())).toThrow(message);
    expect(await workspace.certsVerb('verify')).toMatchObject({ exitCode: 1 });
  });

  test('takes two roots while one replaces another', async () => {
    const [workspace, other] = [await issued(), await issued()];
    appendFileSync(workspace.file('cluster1', 'root-cert.pem'), readFileSync(other.file('root-cert.pem')));
    istiodLoads(workspace.file('cluster1'), new Date());
  });
});
