import * as kms from 'aws-cdk-lib/aws-kms';
import { newStack, onlyProperties, onlyResource, synthesizeStack } from './synthesize';
import { CertificateAuthority, CertificateAuthoritySecret, ExternalSecrets, MeshCluster } from '../../src';
import { errorMessage } from '../mesh/error-message';
import { addCluster, meshOf } from '../mesh/meshes';

const ROLE = 'arn:aws:iam::111111111111:role/eso';

function clusterWith(certificateAuthority = CertificateAuthority.externalSecrets()): MeshCluster {
  return addCluster(meshOf([]).mesh, 'cluster1', { certificateAuthority, externalSecrets: ExternalSecrets.withServiceAccount({ roleArn: ROLE }) });
}

function create(stack = newStack(), cluster = clusterWith()): CertificateAuthoritySecret {
  return new CertificateAuthoritySecret(stack, 'Authority', { cluster, encryptionKey: new kms.Key(stack, 'Key') });
}

test('is empty, for somebody to fill, and stays when the stack goes', () => {
  const stack = newStack();
  const secret = create(stack);
  expect(secret.secretName).toBe('istio-privatelink/demo/cluster1/cacerts');
  expect(stack.resolve(secret.secretArn)).toEqual({ Ref: expect.stringMatching(/^AuthoritySecret/) });
  // Without the tag managed-by, no cluster can push to it.
  expect(onlyResource(synthesizeStack(stack), 'AWS::SecretsManager::Secret')).toEqual({
    Type: 'AWS::SecretsManager::Secret',
    Properties: {
      Name: secret.secretName,
      Description: 'Certificate authority of cluster cluster1 in mesh demo',
      KmsKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] },
    },
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
  });
});

test('is read by the role of its cluster, and by nobody else', () => {
  const stack = newStack();
  create(stack);
  const synthesized = synthesizeStack(stack);
  expect(onlyProperties(synthesized, 'AWS::SecretsManager::ResourcePolicy')).toEqual({
    SecretId: { Ref: expect.stringMatching(/^AuthoritySecret/) },
    BlockPublicPolicy: true,
    ResourcePolicy: {
      Version: '2012-10-17',
      Statement: [{ Sid: 'ClusterReads', Effect: 'Allow', Principal: { AWS: ROLE }, Action: ['secretsmanager:GetSecretValue'], Resource: '*' }],
    },
  });
  expect(onlyProperties(synthesized, 'AWS::KMS::Key').KeyPolicy.Statement.slice(1)).toEqual([{
    Effect: 'Allow',
    Principal: { AWS: ROLE },
    Action: 'kms:Decrypt',
    Resource: '*',
    Condition: {
      StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' },
      StringLike: { 'kms:EncryptionContext:SecretARN': 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:istio-privatelink/demo/cluster1/cacerts-??????' },
    },
  }]);
});

test.each([
  [CertificateAuthority.fromFiles(), 'files'],
  [CertificateAuthority.certManager({ issuerName: 'root' }), 'cert-manager'],
])('fails when the cluster has another certificate authority', (certificateAuthority, kind) => {
  expect(errorMessage(() => create(newStack(), clusterWith(certificateAuthority)))).toBe(
    `cluster "cluster1" needs no secret in AWS for its certificate authority: that is "${kind}", use CertificateAuthority.externalSecrets() for the cluster`);
});

test('fails in a stack elsewhere', () => {
  expect(errorMessage(() => create(newStack('us-east-1')))).toBe(
    'secret "istio-privatelink/demo/cluster1/cacerts" is in region "us-east-1", but cluster "cluster1" in "eu-west-1": ' +
    'create it in a stack of the cluster\'s account and region');
});
