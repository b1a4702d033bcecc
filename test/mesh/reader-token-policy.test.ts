import { addCluster, exportApi } from './meshes';
import { ExternalSecrets, LinkMode, Mesh, RemoteSecret } from '../../src/mesh';
import { readerTokenPolicy } from '../../src/mesh/reader-token-policy';

const roleOf = (account: string) => `arn:aws:iam::${account}:role/mesh-secrets`;

function policy(): ReturnType<typeof readerTokenPolicy> {
  const mesh = new Mesh({ meshId: 'demo' });
  const [consumer, provider] = ['111111111111', '222222222222'].map((account, index) => addCluster(mesh, `cluster${index + 1}`, {
    account, externalSecrets: ExternalSecrets.withServiceAccount({ roleArn: roleOf(account) }),
  }));
  exportApi(provider);
  return readerTokenPolicy(consumer.consume(provider, { mode: LinkMode.discovery({ remoteSecret: RemoteSecret.externalSecrets() }) }));
}

function actionsOf(account: string): string[] {
  return policy().Statement.filter(({ Principal }) => Principal.AWS === roleOf(account)).flatMap(({ Action }) => Action);
}

test('the provider pushes, the consumer reads', () => {
  expect(actionsOf('222222222222')).toEqual(['DescribeSecret', 'GetResourcePolicy', 'GetSecretValue', 'PutSecretValue'].map(action => `secretsmanager:${action}`));
  expect(actionsOf('111111111111')).toEqual(['secretsmanager:GetSecretValue']);
});

test('nobody else is named, and nobody may change the policy, delete the secret or make one', () => {
  const { Version, Statement } = policy();
  expect(Version).toBe('2012-10-17');
  expect(Statement.map(({ Effect, Principal }) => [Effect, Principal])).toEqual([['Allow', { AWS: roleOf('222222222222') }], ['Allow', { AWS: roleOf('111111111111') }]]);
  expect(Statement.flatMap(({ Action }) => Action).filter(action => /\*|ResourcePolicy|Delete|Create|Tag/.test(action))).toEqual(['secretsmanager:GetResourcePolicy']);
});
