import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { istiodLoads } from './istiod';
import { expectPrivate, Workspace } from './workspace';
import { Certificate } from '../../src/cli/certificate';
import { readTree } from '../bundle/temporary-directory';

const NOW = new Date('2026-03-01T12:00:00.000Z');
const LATER = new Date('2027-02-01T08:30:00.000Z');

function intermediate(workspace: Workspace, cluster: string): Certificate {
  return Certificate.fromPem(readFileSync(workspace.file(cluster, 'ca-cert.pem'), 'utf8'))[0];
}

async function issued(...issueArgs: string[]): Promise<Workspace> {
  const workspace = new Workspace();
  await workspace.succeed('init', [], { now: NOW });
  await workspace.succeed('issue', issueArgs, { now: NOW });
  return workspace;
}

test('every intermediate is replaced by one with a new key under the same root, and the old files are kept', async () => {
  const workspace = await issued();
  const before = readTree(workspace.certs);
  const old = intermediate(workspace, 'cluster1');
  const { stdout, stderr } = await workspace.succeed('renew', [], { now: LATER });

  const renewed = intermediate(workspace, 'cluster1');
  expect([renewed.subject, renewed.issuer, renewed.authorityKeyId, renewed.notAfter.toISOString()]).toEqual([old.subject, old.issuer, old.authorityKeyId, '2028-02-01T08:30:00.000Z']);
  expect(renewed.serial).not.toBe(old.serial);
  expect(renewed.subjectKeyId).not.toBe(old.subjectKeyId);

  const after = readTree(workspace.certs);
  for (const [path, text] of Object.entries(before)) {
    expect([path, after[path.startsWith('cluster') ? `.previous/20270201T083000Z/${path}` : path]]).toEqual([path, text]);
  }
  expect(stdout.split('\n')).toHaveLength(3);
  expect(stderr).toBe(`note: the replaced files are in ${workspace.file('.previous', '20270201T083000Z')}: delete them once the new ones are in use everywhere\n`);
  expectPrivate(workspace.certs);
  expect(await workspace.certsVerb('verify', [], { now: LATER })).toMatchObject({ exitCode: 0 });
});

test('a named one only, twice within a second', async () => {
  const workspace = await issued();
  const second = readTree(workspace.certs)['cluster2/ca-key.pem'];
  const first = readTree(workspace.certs)['cluster1/ca-key.pem'];
  await workspace.succeed('renew', ['cluster1'], { now: LATER });
  const between = readTree(workspace.certs)['cluster1/ca-key.pem'];
  await workspace.succeed('renew', ['cluster1'], { now: LATER });
  expect(readTree(workspace.certs)).toMatchObject({
    'cluster2/ca-key.pem': second,
    '.previous/20270201T083000Z/cluster1/ca-key.pem': first,
    '.previous/20270201T083000Z/cluster1-2/ca-key.pem': between,
  });
});

test('the kind of key stays, unless another is asked for', async () => {
  const workspace = await issued('--key', 'ec-p384');
  await workspace.succeed('renew', ['cluster1'], { now: LATER });
  await workspace.succeed('renew', ['cluster2', '--key', 'rsa-2048', '--days', '30'], { now: LATER });
  expect(intermediate(workspace, 'cluster1').key).toBe('EC P-384');
  expect([intermediate(workspace, 'cluster2').key, intermediate(workspace, 'cluster2').notAfter.toISOString()]).toEqual(['RSA 2048', '2027-03-03T08:30:00.000Z']);
});

test('names follow the mesh', async () => {
  const workspace = await issued();
  workspace.declare(['cluster1', { name: 'cluster2', revision: 'r2' }]);
  expect(await workspace.certsVerb('verify', [], { now: NOW })).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/warning CA-24 .*cluster2\/ca-cert.pem: .*"istiod-r2.istio-system.svc"/) });
  await workspace.succeed('renew', [], { now: NOW });
  expect(intermediate(workspace, 'cluster2').dnsNames).toEqual(['istiod.istio-system.svc', 'istiod-r2.istio-system.svc']);
});

test('clusters without one are noted; fails when they are named, or none has one', async () => {
  const workspace = await issued();
  rmSync(workspace.file('cluster2'), { recursive: true });
  expect((await workspace.succeed('renew', [], { now: LATER })).stderr).toContain('note: cluster2: no intermediate yet, run "istio-privatelink certs issue"\n');
  expect(await workspace.certsVerb('renew', ['cluster1', 'cluster2'], { now: LATER })).toEqual({
    exitCode: 2, stdout: '', stderr: 'error: no intermediate to renew for "cluster2": run "istio-privatelink certs issue" first\n',
  });
  rmSync(workspace.file('cluster1'), { recursive: true });
  expect(await workspace.certsVerb('renew', [], { now: LATER })).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('no intermediate to renew for "cluster1", "cluster2"') });
});

test('fails when the mesh has no clusters', async () => {
  const workspace = await issued();
  workspace.declare([]);
  expect(await workspace.certsVerb('renew', [], { now: NOW })).toMatchObject({ exitCode: 2, stderr: 'error: mesh "demo" has no clusters: nothing to renew\n' });
});

test('fails when the cluster trusts another root, and changes nothing', async () => {
  const workspace = await issued();
  await workspace.succeed('init', ['--force'], { now: NOW });
  const before = readTree(workspace.certs);
  expect(await workspace.certsVerb('renew', [], { now: NOW })).toEqual({
    exitCode: 2, stdout: '', stderr: expect.stringMatching(/^error: cluster "cluster1" trusts another root than ".*root-cert.pem": .*issue cluster1 --force"\n$/),
  });
  expect(readTree(workspace.certs)).toEqual(before);
});

test('fails when the intermediate is not whole', async () => {
  const workspace = await issued();
  writeFileSync(workspace.file('cluster1', 'ca-cert.pem'), 'torn');
  expect(await workspace.certsVerb('renew', [], { now: NOW })).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/cluster1\/ca-cert.pem" holds no certificate: .*issue cluster1 --force"\n$/) });
  await workspace.succeed('issue', ['cluster1', '--force'], { now: NOW });
  expect(await workspace.certsVerb('verify', [], { now: NOW })).toMatchObject({ exitCode: 0 });
});

test('fails when the root ends before the days that were asked for', async () => {
  const workspace = await issued();
  expect(await workspace.certsVerb('renew', ['--days', '3650'], { now: LATER })).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--days 3650 ends after the root\'s certificate') });
});

test('one root replaces another in three renewals, as docs/trust.md says, and all is well after each', async () => {
  const workspace = await issued();
  const next = `${workspace.certs}-next`;
  await workspace.succeed('init', ['--dir', next], { now: NOW });
  const read = (file: string) => readFileSync(file, 'utf8');
  const [oldRoot, newRoot] = [read(workspace.file('root-cert.pem')), read(`${next}/root-cert.pem`)];
  const trusted: string[] = [];
  const signer: string[] = [];
  const step = async (...args: string[]) => {
    await workspace.succeed('renew', args, { now: NOW });
    const { exitCode, stdout } = await workspace.certsVerb('verify', [], { now: NOW });
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/ 0 errors, /)]);
    for (const cluster of ['cluster1', 'cluster2']) {
      istiodLoads(workspace.file(cluster), NOW);
      trusted.push(read(workspace.file(cluster, 'root-cert.pem')));
      signer.push(intermediate(workspace, cluster).authorityKeyId!);
    }
  };
  appendFileSync(workspace.file('root-cert.pem'), newRoot);
  await step();
  // One cluster after the other: in between they sign with different roots.
  await step('cluster1', '--root-key', `${next}/root-key.pem`);
  await step('--root-key', `${next}/root-key.pem`);
  writeFileSync(workspace.file('root-cert.pem'), newRoot);
  rmSync(workspace.file('root-key.pem'));
  await step('--root-key', `${next}/root-key.pem`);

  const both = oldRoot + newRoot;
  expect(trusted).toEqual([both, both, both, both, both, both, newRoot, newRoot]);
  const [before, after] = [oldRoot, newRoot].map(pem => Certificate.fromPem(pem)[0].subjectKeyId!);
  expect(signer).toEqual([before, before, after, before, after, after, after, after]);
});

test('what the cluster trusts stays as it is to the byte, because istiod compares and takes no other while it runs', async () => {
  const workspace = await issued();
  const annotated = `# the root of 2026\r\n${readFileSync(workspace.file('cluster1', 'root-cert.pem'), 'utf8')}\n`;
  writeFileSync(workspace.file('cluster1', 'root-cert.pem'), annotated);
  await workspace.succeed('renew', [], { now: LATER });
  expect(readFileSync(workspace.file('cluster1', 'root-cert.pem'), 'utf8')).toBe(annotated);
  expect(readFileSync(workspace.file('cluster2', 'root-cert.pem'), 'utf8')).toBe(readFileSync(workspace.file('root-cert.pem'), 'utf8'));
});
