import { App, Stack, Tags } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { newStack, onlyProperties, onlyResource, synthesizeApp, synthesizeStack } from './synthesize';
import { ExternalSecrets, LinkMode, MeshLink, ReaderTokenSecret, RemoteSecret } from '../../src';
import { readerTokenPolicy } from '../../src/mesh/reader-token-policy';
import { errorMessage } from '../mesh/error-message';
import { addCluster, meshOf } from '../mesh/meshes';

function linkWith(mode = LinkMode.discovery({ remoteSecret: RemoteSecret.externalSecrets() })): MeshLink {
  const { mesh } = meshOf([]);
  const [consumer, provider] = [['consumer', '222222222222'], ['provider', '111111111111']].map(([name, account]) => addCluster(mesh, name, {
    account, externalSecrets: ExternalSecrets.withServiceAccount({ roleArn: `arn:aws:iam::${account}:role/eso-${name}` }),
  }));
  return consumer.consume(provider, { mode });
}

function create(stack = newStack(), link = linkWith()): ReaderTokenSecret {
  return new ReaderTokenSecret(stack, 'Token', { link, encryptionKey: new kms.Key(stack, 'Key') });
}

test('is empty, for External Secrets to push to, and deleted with the stack', () => {
  const stack = newStack();
  const secret = create(stack);
  expect(secret.secretName).toBe('istio-privatelink/demo/provider/readers/consumer/token');
  expect(stack.resolve(secret.secretArn)).toEqual({ Ref: expect.stringMatching(/^TokenSecret/) });
  expect(onlyResource(synthesizeStack(stack), 'AWS::SecretsManager::Secret')).toEqual({
    Type: 'AWS::SecretsManager::Secret',
    Properties: {
      Name: secret.secretName,
      Description: 'Token with which cluster consumer reads the API server of cluster provider in mesh demo',
      KmsKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] },
      Tags: [{ Key: 'managed-by', Value: 'external-secrets' }],
    },
    DeletionPolicy: 'Delete',
    UpdateReplacePolicy: 'Delete',
  });
});

test('has the policy that the PushSecret names, to the letter', () => {
  const stack = newStack();
  const link = linkWith();
  const secret = create(stack, link);
  const { ResourcePolicy, BlockPublicPolicy, SecretId } = onlyProperties(synthesizeStack(stack), 'AWS::SecretsManager::ResourcePolicy');
  expect(ResourcePolicy).toEqual(readerTokenPolicy(link));
  expect(JSON.parse(secret.resourcePolicy)).toEqual(ResourcePolicy);
  expect([BlockPublicPolicy, SecretId]).toEqual([true, stack.resolve(secret.secretArn)]);
  expect(ResourcePolicy.Statement.map(({ Principal, Action }: any) => [Principal, Action])).toEqual([
    [
      { AWS: 'arn:aws:iam::111111111111:role/eso-provider' },
      ['secretsmanager:DescribeSecret', 'secretsmanager:GetResourcePolicy', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
    ],
    [{ AWS: 'arn:aws:iam::222222222222:role/eso-consumer' }, 'secretsmanager:GetSecretValue'],
  ]);
});

// Without it External Secrets refuses to push, whatever an app tags its resources with.
test('keeps the tag of External Secrets', () => {
  const stack = newStack();
  create(stack);
  Tags.of(stack.node.root).add('managed-by', 'cdk', { priority: 500 });
  Tags.of(stack).remove('managed-by');
  expect(onlyProperties(synthesizeStack(stack), 'AWS::SecretsManager::Secret').Tags).toEqual([{ Key: 'managed-by', Value: 'external-secrets' }]);
});

test('the same key serves several, and has the statement of their provider once', () => {
  const stack = newStack();
  const { mesh } = meshOf([]);
  const [a, b, provider] = ['a', 'b', 'provider'].map(name => addCluster(mesh, name, {
    externalSecrets: ExternalSecrets.withOperatorRole({ roleArn: `arn:aws:iam::111111111111:role/eso-${name}` }),
  }));
  const encryptionKey = new kms.Key(stack, 'Key');
  for (const consumer of [a, b]) {
    const link = consumer.consume(provider, { mode: LinkMode.discovery({ remoteSecret: RemoteSecret.externalSecrets() }) });
    new ReaderTokenSecret(stack, consumer.name, { link, encryptionKey });
  }
  const principals = onlyProperties(synthesizeStack(stack), 'AWS::KMS::Key').KeyPolicy.Statement.slice(1).map(({ Principal }: any) => Principal.AWS);
  expect(principals.map((arn: string) => arn.split('-').pop())).toEqual(['provider', 'a', 'b']);
});

test('warns where the policy of the key cannot be changed', () => {
  const stack = newStack();
  const encryptionKey = kms.Key.fromKeyArn(stack, 'Imported', 'arn:aws:kms:eu-west-1:111111111111:key/01234567-89ab-cdef-0123-456789abcdef');
  new ReaderTokenSecret(stack, 'Token', { link: linkWith(), encryptionKey });
  const synthesized = synthesizeStack(stack);
  expect(onlyProperties(synthesized, 'AWS::SecretsManager::Secret').KmsKeyId).toBe(encryptionKey.keyArn);
  expect(synthesized.messages.map(({ level, text }) => `${level} ${text.replace(/ \[ack:.*/, '')}`).sort()).toEqual([
    'warning the policy of this key cannot be changed here: let role arn:aws:iam::111111111111:role/eso-provider use kms:Decrypt and kms:GenerateDataKey ' +
    'for secret "istio-privatelink/demo/provider/readers/*/token" in it',
    'warning the policy of this key cannot be changed here: let role arn:aws:iam::222222222222:role/eso-consumer use kms:Decrypt ' +
    'for secret "istio-privatelink/demo/provider/readers/consumer/token" in it',
  ]);
});

test.each([
  [newStack('eu-west-1', '222222222222'), 'account "222222222222", but cluster "provider" in "111111111111"'],
  [newStack('eu-west-2'), 'region "eu-west-2", but cluster "provider" in "eu-west-1"'],
])('fails in a stack elsewhere', (stack, where) => {
  expect(errorMessage(() => create(stack))).toBe(
    `secret "istio-privatelink/demo/provider/readers/consumer/token" is in ${where}: create it in a stack of the cluster's account and region`);
});

test('takes a stack that does not know where it is deployed', () => {
  const app = new App();
  create(new Stack(app, 'Anywhere'));
  expect(onlyResource(synthesizeApp(app).stacks.Anywhere, 'AWS::SecretsManager::Secret').DeletionPolicy).toBe('Delete');
});

test.each([LinkMode.discovery(), LinkMode.serviceEntry()])('fails when something else makes the remote secret, or there is none', mode => {
  expect(errorMessage(() => create(newStack(), linkWith(mode)))).toBe(
    'link consumer -> provider needs no secret in AWS: External Secrets does not make its remote secret, use RemoteSecret.externalSecrets() for the link');
});
