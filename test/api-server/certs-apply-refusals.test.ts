import { generateKeyPairSync } from 'crypto';
import { readFileSync, renameSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ApplyWorkspace, stateOf, textsOf } from './apply-workspace';
import { cleanIstioObjects, putCacerts, putDistributedRoot, putSelfSigned, selfSignedRoot } from './istio-objects';
import { kubectlWith } from './kubectl-with';
import { ISTIO_NAMESPACE, withMeshNamespaces } from './mesh-namespace';
import { sharedClusters } from './shared-clusters';
import * as material from '../../src/cli/checks/material';
import { privateKeyPem } from '../../src/cli/private-key';
import { authority } from '../cli/custom-authority';
import { describeWithOpenssl, openssl } from '../cli/openssl';
import { temporaryDirectory } from '../cli/temporary-directory';

const { cluster1 } = sharedClusters();
withMeshNamespaces();
afterEach(() => cleanIstioObjects(cluster1));

/** Refused, and the cluster is as it was. */
async function refusedUnchanged(workspace: ApplyWorkspace, args: readonly string[] = []): Promise<string> {
  const before = stateOf(cluster1);
  const message = await workspace.refused(args);
  expect(stateOf(cluster1)).toEqual(before);
  return message;
}

describe('another root', () => {
  const REFUSAL = /^error: cluster "cluster1" \(context "cluster1"\) trusts another root already \("O=[a-z.]+(, CN=Root CA)?", serial number [0-9a-f]+\): .* --replace-root and --restart /;

  test('in cacerts', async () => {
    const [workspace, other] = [await ApplyWorkspace.create(), await ApplyWorkspace.create()];
    await other.applied();
    expect(await refusedUnchanged(workspace)).toMatch(REFUSAL);
    expect(await refusedUnchanged(workspace, ['--restart', '--force'])).toMatch(REFUSAL);
    await workspace.applied(['--replace-root']);
    expect(textsOf(cluster1)).toEqual(workspace.texts());
  });

  test('in the ConfigMap that workloads trust', async () => {
    const workspace = await ApplyWorkspace.create();
    putDistributedRoot(cluster1, (await selfSignedRoot()).pem);
    expect(await refusedUnchanged(workspace)).toMatch(REFUSAL);
    expect((await workspace.apply(['--replace-root'])).exitCode).toBe(0);
    expect(textsOf(cluster1)).toEqual(workspace.texts());
    // istiod has not started since.
    expect(await refusedUnchanged(workspace)).toMatch(REFUSAL);
  });

  test('in istio-ca-secret', async () => {
    const workspace = await ApplyWorkspace.create();
    putSelfSigned(cluster1, await selfSignedRoot());
    expect(await refusedUnchanged(workspace)).toMatch(REFUSAL);
    await workspace.applied(['--replace-root']);
    expect(textsOf(cluster1, 'istio-ca-secret')).toBeUndefined();
  });

  test('is not one of several that are shared', async () => {
    const workspace = await ApplyWorkspace.create();
    putDistributedRoot(cluster1, (await selfSignedRoot()).pem + workspace.texts()['root-cert.pem']);
    expect((await workspace.apply()).exitCode).toBe(0);
  });

  test.each(['cacerts', 'the ConfigMap'])('cannot be told from what is no certificate, in %s', async where => {
    const workspace = await ApplyWorkspace.create();
    if (where === 'cacerts') {
      putCacerts(cluster1, { 'root-cert.pem': 'garbage' });
    } else {
      putDistributedRoot(cluster1, 'garbage');
    }
    expect(await refusedUnchanged(workspace, ['--force'])).toMatch(/^error: what (Secret|ConfigMap) istio-system\/\S+ of cluster "cluster1" .* has as root-cert.pem holds no certificate: .* delete it, and run/);
  });
});

describe('what others made', () => {
  const texts = { 'ca-cert.pem': 'theirs', 'ca-key.pem': 'theirs' };

  test('is replaced only with --force', async () => {
    const workspace = await ApplyWorkspace.create();
    putCacerts(cluster1, { ...texts, 'ca-note.txt': 'kept' });
    expect(await refusedUnchanged(workspace)).toMatch(/^error: Secret istio-system\/cacerts of cluster "cluster1" .* was not made by this program, and the key in it may be nowhere else: .* --force/);
    await workspace.applied(['--force']);
    expect(textsOf(cluster1)).toEqual({ ...workspace.texts(), 'ca-note.txt': 'kept' });
  });

  test('an authority that istiod itself keeps in cacerts no longer passes for its own', async () => {
    const workspace = await ApplyWorkspace.create();
    const root = await selfSignedRoot();
    putCacerts(cluster1, { 'ca-cert.pem': root.pem, 'ca-key.pem': privateKeyPem(root.key), 'root-cert.pem': root.pem, 'cert-chain.pem': '', 'key.pem': '', 'istio-generated': '' });
    expect(await refusedUnchanged(workspace, ['--replace-root'])).toContain('--force');
    expect(await refusedUnchanged(workspace, ['--force'])).toContain('--replace-root');
    await workspace.applied(['--replace-root', '--force']);
    expect(textsOf(cluster1)).toEqual({ ...workspace.texts(), 'key.pem': '' });
  });

  test.each<[string, object, string]>([
    ['cert-manager', { annotations: { 'cert-manager.io/certificate-name': 'istio-ca' } }, 'cert-manager (Certificate "istio-ca")'],
    ['External Secrets', { labels: { 'reconcile.external-secrets.io/managed': 'true' } }, 'External Secrets'],
    ['an owner', { ownerReferences: [{ apiVersion: 'bitnami.com/v1alpha1', kind: 'SealedSecret', name: 'cacerts', uid: '0' }] }, 'its owner (SealedSecret cacerts)'],
  ])('is not replaced where %s keeps it', async (_, metadata, who) => {
    const workspace = await ApplyWorkspace.create();
    putCacerts(cluster1, texts, metadata);
    for (const args of [[], ['--force', '--replace-root']]) {
      expect(await refusedUnchanged(workspace, args)).toContain(`is kept by ${who}, which would undo the change`);
    }
  });

  test('a Secret in the form of cert-manager is not mixed with ours', async () => {
    const workspace = await ApplyWorkspace.create();
    putCacerts(cluster1, { 'tls.crt': 'theirs', 'tls.key': 'theirs', 'ca.crt': 'theirs' });
    expect(await refusedUnchanged(workspace, ['--force'])).toContain('has a key "tls.crt", and istiod then looks at no other');
  });

  test('an istio-ca-secret that istiod did not make is deleted only with --force', async () => {
    const workspace = await ApplyWorkspace.create();
    putSelfSigned(cluster1, await selfSignedRoot(), 'Opaque');
    expect(await refusedUnchanged(workspace, ['--replace-root'])).toContain('is not of type istio.io/ca-root, so istiod did not make it');
    await workspace.applied(['--replace-root', '--force']);
    expect(textsOf(cluster1, 'istio-ca-secret')).toBeUndefined();
  });
});

describe('somebody else at the same time', () => {
  const OTHER = `"$kubectl" --context=cluster1 --namespace=${ISTIO_NAMESPACE}`;
  const AGAIN = /\((context "cluster1")\): cannot \w+ istio-system\/secrets.*: somebody else changed it at the same time, run the command again\n$/;

  test('makes the Secret', async () => {
    const workspace = await ApplyWorkspace.create();
    const { exitCode, stderr } = await workspace.apply([], { env: kubectlWith(`[ "$1" = create ] && ${OTHER} create secret generic cacerts --from-literal=theirs=1 >/dev/null`) });
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(AGAIN)]);
    expect(textsOf(cluster1)).toEqual({ theirs: '1' });
  });

  test('changes the Secret', async () => {
    const workspace = await ApplyWorkspace.create();
    await workspace.applied();
    const old = workspace.texts();
    await workspace.succeed('renew');
    const { exitCode, stderr } = await workspace.apply([], { env: kubectlWith(`[ "$1" = replace ] && ${OTHER} label secret cacerts theirs=1 >/dev/null`) });
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(AGAIN)]);
    expect(textsOf(cluster1)).toEqual(old);
    await workspace.applied();
    expect(textsOf(cluster1)).toEqual(workspace.texts());
  });

  test('makes another istio-ca-secret', async () => {
    const workspace = await ApplyWorkspace.create();
    putSelfSigned(cluster1, await selfSignedRoot());
    const { exitCode, stderr } = await workspace.apply(['--replace-root'], {
      env: kubectlWith(`[ "$1" = delete ] && ${OTHER} delete secret istio-ca-secret >/dev/null && ${OTHER} create secret generic istio-ca-secret --from-literal=theirs=1 >/dev/null`),
    });
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(AGAIN)]);
    expect(textsOf(cluster1, 'istio-ca-secret')).toEqual({ theirs: '1' });
  });

  test('deletes istio-ca-secret, which is what was wanted', async () => {
    const workspace = await ApplyWorkspace.create();
    putSelfSigned(cluster1, await selfSignedRoot());
    await workspace.applied(['--replace-root'], { env: kubectlWith(`[ "$1" = delete ] && ${OTHER} delete secret istio-ca-secret >/dev/null`) });
  });
});

describe('an intermediate that is not sound', () => {
  test('is not there', async () => {
    const workspace = await ApplyWorkspace.create();
    renameSync(workspace.file('cluster1'), join(temporaryDirectory(), 'cluster1'));
    expect(await refusedUnchanged(workspace)).toMatch(/there is no intermediate of cluster "cluster1" in ".*": run "istio-privatelink certs issue cluster1" first\n$/);
  });

  test.each<[string, string, (text: string) => string]>([
    ['CA-01', 'cert-chain.pem', () => ''],
    ['CA-03', 'ca-key.pem', () => privateKeyPem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)],
    ['CA-15', 'root-cert.pem', text => `${text}${privateKeyPem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)}`],
  ])('has %s in %s', async (id, file, change) => {
    const workspace = await ApplyWorkspace.create();
    writeFileSync(workspace.file('cluster1', file), change(workspace.texts()[file]), { mode: 0o600 });
    expect(await refusedUnchanged(workspace)).toMatch(new RegExp(`^error: the intermediate of cluster "cluster1" is not sound: ${id} \\S*/cluster1/${file}: .*; see "istio-privatelink certs verify"\n$`));
    // What is wrong with another cluster's is no reason.
    expect((await workspace.apply(['--cluster', 'cluster2', '--dry-run'])).exitCode).toBe(0);
  });

  test('comes from another root than the other clusters\'', async () => {
    const workspace = await ApplyWorkspace.create();
    await workspace.succeed('init', ['--force']);
    await workspace.succeed('issue', ['cluster1', '--force']);
    expect(await refusedUnchanged(workspace)).toContain('is not sound: CA-07 ');
  });

  test('has expired; one with few days left has not', async () => {
    const workspace = await ApplyWorkspace.create();
    await workspace.succeed('issue', ['--force', '--days', '3']);
    const inDays = (days: number) => ({ now: new Date(Date.now() + days * 24 * 60 * 60 * 1000) });
    await workspace.applied(['--dry-run'], inDays(2));
    expect(await workspace.refused(['--dry-run'], inDays(4))).toContain('is not sound: CA-08 ');
  });

  test('changes while it is checked', async () => {
    const workspace = await ApplyWorkspace.create();
    const { readMaterial } = jest.requireActual<typeof material>('../../src/cli/checks/material');
    const changed = jest.spyOn(material, 'readMaterial').mockImplementation(directory => {
      const read = readMaterial(directory);
      writeFileSync(workspace.file('cluster1', 'ca-key.pem'), workspace.texts('cluster2')['ca-key.pem']);
      return read;
    });
    // The files are read before and after the check, which itself is a reading.
    const message = await refusedUnchanged(workspace).finally(() => changed.mockRestore());
    expect(message).toMatch(/another run changed ".*cluster1" at the same time: run the command again/);
  });

  test('is not asked for where others make the authority', async () => {
    const workspace = await ApplyWorkspace.create();
    workspace.declare([{ name: 'cluster1', certificateAuthority: 'cert-manager' }, 'cluster2']);
    expect(await refusedUnchanged(workspace, ['--force'])).toMatch(/the mesh says that cert-manager makes the certificate authority of cluster "cluster1", and it would undo what is applied here/);
  });
});

describeWithOpenssl('revocation lists', () => {
  /** An empty list of an authority. */
  function listOf(certificate: string, key: string): string {
    const directory = temporaryDirectory();
    const file = (name: string) => join(directory, name);
    writeFileSync(file('index'), '');
    writeFileSync(file('number'), '01\n');
    writeFileSync(file('conf'), `[ca]\ndefault_ca=d\n[d]\ndatabase=${file('index')}\ncrlnumber=${file('number')}\ndefault_md=sha256\ndefault_crl_days=30\n`);
    writeFileSync(file('cert.pem'), certificate);
    writeFileSync(file('key.pem'), key);
    openssl(['ca', '-gencrl', '-config', file('conf'), '-cert', file('cert.pem'), '-keyfile', file('key.pem'), '-out', file('crl.pem')]);
    return readFileSync(file('crl.pem'), 'utf8');
  }

  test('of every authority of the new chain have to be there, or istiod would not start', async () => {
    const workspace = await ApplyWorkspace.create();
    await workspace.applied();
    const root = listOf(workspace.texts()['root-cert.pem'], readFileSync(workspace.file('root-key.pem'), 'utf8'));
    const own = () => listOf(workspace.texts()['ca-cert.pem'], workspace.texts()['ca-key.pem']);
    const putLists = (...lists: string[]) => cluster1.kubectl(['patch', 'secret', 'cacerts', '--namespace', ISTIO_NAMESPACE, '--patch',
      JSON.stringify({ stringData: { 'ca-crl.pem': lists.join('') } })]);
    const old = own();
    putLists(root, old);
    expect(await workspace.applied()).toContain('nothing to change');

    await workspace.succeed('renew');
    expect(await refusedUnchanged(workspace, ['--force'])).toMatch(/has ca-crl.pem, and no list in it is signed by "O=demo, CN=Intermediate CA, L=cluster1", serial number [0-9a-f]+: /);
    const [renewed, stranger] = [own(), await authority()];
    putLists(listOf(stranger.pem, privateKeyPem(stranger.key)), old, renewed);
    expect(await refusedUnchanged(workspace)).toContain('no list in it is signed by "O=demo, CN=Root CA"');
    putLists(root, old, renewed);
    await workspace.applied();
    expect(textsOf(cluster1)).toEqual({ ...workspace.texts(), 'ca-crl.pem': root + old + renewed });
  });
});
