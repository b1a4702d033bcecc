import { addCluster } from './meshes';
import { CertificateAuthority, ExternalSecrets, LinkMode, Mesh, MeshCluster, RemoteSecret } from '../../src/mesh';
import { foreignTokens, keepsCertificateAuthority, keptTokens, needsSecretsStack } from '../../src/mesh/cluster-secrets';

const external = LinkMode.discovery({ remoteSecret: RemoteSecret.externalSecrets() });

function cluster(mesh: Mesh, name: string, account = '111111111111', certificateAuthority?: CertificateAuthority): MeshCluster {
  return addCluster(mesh, name, {
    account, certificateAuthority, externalSecrets: ExternalSecrets.withServiceAccount({ roleArn: `arn:aws:iam::${account}:role/eso` }),
  });
}

test('tokens are kept by the provider, and foreign to a consumer in another account', () => {
  const mesh = new Mesh({ meshId: 'demo' });
  const [a, b, c, d] = [['a', '111111111111'], ['b', '111111111111'], ['c', '222222222222'], ['d', '111111111111']].map(([name, account]) => cluster(mesh, name, account));
  a.consume(c, { mode: external });
  a.consume(b, { mode: external });
  c.consume(a, { mode: external });
  d.consume(b, { mode: external });
  b.consume(d);
  expect([a, b, c, d].map(of => keptTokens(of).map(link => link.name))).toEqual([['c -> a'], ['a -> b', 'd -> b'], ['a -> c'], []]);
  expect([a, b, c, d].map(of => foreignTokens(of).map(link => link.name))).toEqual([['a -> c'], [], ['c -> a'], []]);
  expect([a, b, c, d].map(needsSecretsStack)).toEqual([true, true, true, false]);
});

test('a foreign token alone needs a stack, for the role that takes it', () => {
  const mesh = new Mesh({ meshId: 'demo' });
  const consumer = cluster(mesh, 'consumer', '222222222222');
  consumer.consume(cluster(mesh, 'provider'), { mode: external });
  expect([keptTokens(consumer), needsSecretsStack(consumer)]).toEqual([[], true]);
});

test.each([
  ['files', CertificateAuthority.fromFiles(), false],
  ['cert-manager', CertificateAuthority.certManager({ issuerName: 'root' }), false],
  ['External Secrets', CertificateAuthority.externalSecrets(), true],
])('the certificate authority of %s', (_, certificateAuthority, kept) => {
  const found = cluster(new Mesh({ meshId: 'demo' }), 'a', undefined, certificateAuthority);
  expect([keepsCertificateAuthority(found), needsSecretsStack(found)]).toEqual([kept, kept]);
});

test('links with other remote secrets, or none, need nothing in AWS', () => {
  const mesh = new Mesh({ meshId: 'demo' });
  const [a, b] = [cluster(mesh, 'a'), cluster(mesh, 'b', '222222222222')];
  a.consume(b);
  b.consume(a, { mode: LinkMode.serviceEntry() });
  expect([a, b].flatMap(of => [...keptTokens(of), ...foreignTokens(of)])).toEqual([]);
});
