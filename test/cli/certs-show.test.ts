import { rmSync, writeFileSync } from 'fs';
import { authority, CA, SIGNS, TODAY, writeCluster } from './custom-authority';
import { Workspace } from './workspace';

const NOW = new Date('2026-03-01T12:00:00.000Z');

async function issued(): Promise<Workspace> {
  const workspace = new Workspace(['cluster1', 'a-cluster-with-a-long-name']);
  await workspace.succeed('init', [], { now: NOW });
  await workspace.succeed('issue', [], { now: NOW });
  return workspace;
}

test('the root comes first, then the clusters by name', async () => {
  const { stdout, stderr } = await (await issued()).succeed('show', [], { now: NOW });
  expect(stderr).toBe('');
  expect(stdout.replace(/[0-9a-f]{32}/g, 'x'.repeat(32)).split('\n')).toEqual([
    'CLUSTER                     SUBJECT                                                   ISSUER              KEY       SERIAL                            NOT AFTER   DAYS LEFT',
    `-                           O=demo, CN=Root CA                                        (itself)            EC P-256  ${'x'.repeat(32)}  2036-02-27  3650`,
    `a-cluster-with-a-long-name  O=demo, CN=Intermediate CA, L=a-cluster-with-a-long-name  O=demo, CN=Root CA  EC P-256  ${'x'.repeat(32)}  2027-03-01  365`,
    `cluster1                    O=demo, CN=Intermediate CA, L=cluster1                    O=demo, CN=Root CA  EC P-256  ${'x'.repeat(32)}  2027-03-01  365`,
    '',
  ]);
});

test('as JSON, with all that tells certificates apart', async () => {
  const workspace = await issued();
  const { certificates, directory } = JSON.parse((await workspace.succeed('show', ['-o', 'json'], { now: new Date('2027-03-03T12:00:00Z') })).stdout) as { certificates: object[]; directory: string };
  expect(directory).toBe(workspace.certs);
  expect(certificates).toHaveLength(3);
  expect(certificates[0]).toMatchObject({ cluster: null, file: workspace.file('root-cert.pem'), dnsNames: [] });
  expect(certificates[2]).toEqual({
    cluster: 'cluster1',
    file: workspace.file('cluster1', 'ca-cert.pem'),
    subject: 'O=demo, CN=Intermediate CA, L=cluster1',
    issuer: 'O=demo, CN=Root CA',
    key: 'EC P-256',
    serial: expect.stringMatching(/^[0-9a-f]{32}$/),
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    dnsNames: ['istiod.istio-system.svc'],
    notBefore: '2026-03-01T11:55:00.000Z',
    notAfter: '2027-03-01T12:00:00.000Z',
    daysLeft: -2,
  });
});

test('the days left are coloured by the levels of verify', async () => {
  const workspace = await issued();
  const colorOn = async (date: string) => /\u001b\[(\d+)m-?\d+\u001b\[39m\n$/.exec((await workspace.succeed('show', [], { now: new Date(date), isTTY: true })).stdout)?.[1];
  expect([await colorOn('2026-12-01'), await colorOn('2027-01-15'), await colorOn('2027-02-20'), await colorOn('2028-01-01')]).toEqual([undefined, '33', '31', '31']);
});

test('every certificate on the way to the root is there, and the root once', async () => {
  const workspace = new Workspace();
  const root = await authority();
  const middle = await authority({ issuer: root, subject: 'CN=Policy CA', extensions: [CA, SIGNS] });
  writeCluster(workspace.certs, 'cluster1', await authority({ issuer: middle }), [middle, root]);
  writeCluster(workspace.certs, 'cluster2', await authority({ issuer: root }), [root]);
  const { certificates } = JSON.parse((await workspace.succeed('show', ['-o', 'json'], { now: TODAY })).stdout) as { certificates: { cluster: string | null; subject: string }[] };
  expect(certificates.map(({ cluster, subject }) => [cluster, subject])).toEqual([
    ['cluster1', 'O=demo, CN=Intermediate CA'],
    ['cluster1', 'CN=Policy CA'],
    [null, 'O=demo, CN=Root CA'],
    ['cluster2', 'O=demo, CN=Intermediate CA'],
  ]);
});

test.each<[string, (workspace: Workspace) => void, RegExp]>([
  ['a file is missing', w => rmSync(w.file('cluster1', 'cert-chain.pem')), /cluster1\/cert-chain.pem": the file is missing/],
  ['a file is broken', w => writeFileSync(w.file('cluster1', 'ca-cert.pem'), 'torn'), /cluster1\/ca-cert.pem": holds no certificate/],
])('fails when %s: a list with gaps would pass for a whole one', async (_, spoil, message) => {
  const workspace = await issued();
  spoil(workspace);
  expect(await workspace.certsVerb('show')).toEqual({ exitCode: 2, stdout: '', stderr: expect.stringMatching(message) });
});
