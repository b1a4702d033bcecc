import { createPrivateKey } from 'crypto';
import { appendFileSync, chmodSync, copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { CompiledCli, compileCli } from './compiled-cli';
import { expectNoSecrets, PASSPHRASE, WRONG } from './secret-scan';
import { Workspace } from './workspace';

let compiled: CompiledCli;
beforeAll(() => {
  compiled = compileCli();
});
afterAll(() => compiled.remove());

test('the scan finds what it looks for', async () => {
  const workspace = new Workspace();
  await workspace.succeed('init');
  const key = readFileSync(workspace.file('root-key.pem'), 'utf8');
  for (const leak of [key, key.split('\n')[2].slice(10, 40), (createPrivateKey(key).export({ format: 'jwk' }).d)!, PASSPHRASE]) {
    expect(() => expectNoSecrets(`error: ${leak}`, [workspace.certs])).toThrow();
  }
  expectNoSecrets(readFileSync(workspace.file('root-cert.pem'), 'utf8'), [workspace.certs]);
});

test('no command prints a private key or a passphrase, whether it succeeds or fails', async () => {
  const workspace = new Workspace();
  const outputs: string[] = [];
  const codes: number[] = [];
  const env = { RIGHT: PASSPHRASE, WRONG };
  const say = async (verb: string, ...args: string[]) => {
    const { exitCode, stdout, stderr } = await workspace.certsVerb(verb, args, { env });
    codes.push(exitCode);
    outputs.push(stdout, stderr);
  };
  const passphrase = join(workspace.path, 'passphrase');
  writeFileSync(passphrase, `${PASSPHRASE}\n${WRONG}\n`);

  await say('init', '--passphrase-file', passphrase);
  await say('init');
  await say('issue', '--passphrase-env', 'WRONG');
  await say('issue', '--passphrase-env', PASSPHRASE);
  await say('issue', '--passphrase-file', PASSPHRASE);
  await say('issue', `--passphrase=${PASSPHRASE}`);
  await say('issue');
  await say('issue', '--passphrase-env', 'RIGHT');
  await say('issue', 'cluster1', '--passphrase-env', 'RIGHT', '--force', '--key', 'rsa-2048');
  await say('renew', '--passphrase-env', 'RIGHT');
  await say('renew', '--passphrase-file', workspace.file('cluster1', 'ca-key.pem'));
  // What it says where there is a cluster is in test/api-server.
  await say('apply', '--cluster', 'cluster1', '--kubeconfig', '/nowhere');
  await say('show');
  await say('show', '-o', 'json');
  await say('verify');
  await say('verify', '-o', 'json');
  await say('init', '--force');
  await say('verify');
  await say('issue', '--force');
  expect(codes).toEqual([0, 2, 2, 2, 2, 2, 2, 0, 0, 0, 2, 2, 0, 0, 0, 0, 0, 1, 0]);

  // Keys where they do not belong, and broken ones: the messages of the libraries below must not quote them either.
  const key = (cluster: string) => workspace.file(cluster, 'ca-key.pem');
  const keys = [workspace.certs];
  copyFileSync(key('cluster1'), join(workspace.path, 'mesh-key.json'));
  await say('verify', '--mesh', join(workspace.path, 'mesh-key.json'));
  renameSync(workspace.file('cluster1', 'ca-cert.pem'), join(workspace.path, 'ca-cert.pem'));
  copyFileSync(key('cluster1'), workspace.file('cluster1', 'ca-cert.pem'));
  await say('verify');
  await say('show');
  await say('renew');
  renameSync(join(workspace.path, 'ca-cert.pem'), workspace.file('cluster1', 'ca-cert.pem'));
  const text = readFileSync(key('cluster1'), 'utf8');
  for (const broken of [text.slice(0, -40), text.replace('PRIVATE', 'PUBLIC'), text.replace(/-----[^-]+-----/g, ''), `${text.slice(0, 60)}\n${text.slice(62)}`]) {
    writeFileSync(workspace.file('root-key.pem'), broken, { mode: 0o600 });
    await say('issue', '--force');
    await say('verify');
  }
  appendFileSync(workspace.file('root-cert.pem'), text);
  await say('show', '-o', 'json');
  await say('verify', '-o', 'json');
  rmSync(workspace.file('root-key.pem'));
  chmodSync(workspace.certs, 0o755);
  await say('issue', '--force', '--root-key', key('cluster1'));
  expect(new Set(codes)).toEqual(new Set([0, 1, 2]));
  expectNoSecrets(outputs.join('\n'), keys);
});

test('nor does the process itself, on either stream', () => {
  const workspace = new Workspace();
  const options = { cwd: workspace.path, env: { RIGHT: PASSPHRASE, WRONG } };
  const results = [
    ['init', '--passphrase-env', 'RIGHT'],
    ['issue', '--passphrase-env', 'RIGHT'],
    ['renew', '--passphrase-env', 'WRONG'],
    ['verify'],
    ['show', '-o', 'json'],
  ].map(args => compiled.run(['certs', ...args], options));
  expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0, 2, 0, 0]);
  expectNoSecrets(results.map(({ stdout, stderr }) => stdout + stderr).join('\n'), [workspace.certs]);
});
