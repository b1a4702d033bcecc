import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as fc from 'fast-check';
import { onlyProperties, onlyResource, resourcesOfType, Synthesized, synthesizeApp, SynthesizedStack, synthesizeMesh } from './synthesize';
import { deployedSecrets, may } from './who-may';
import {
  CertificateAuthority, ExternalSecrets, LinkMode, Mesh, MeshCluster, MeshClusterProps, MeshStacks, RemoteSecret, SecretsStack,
} from '../../src';
import { declareMesh, meshDeclarations } from '../mesh/arbitraries';
import { errorMessage } from '../mesh/error-message';
import { addCluster, exportApi } from '../mesh/meshes';

const external = LinkMode.discovery({ remoteSecret: RemoteSecret.externalSecrets() });

const roleOf = (name: string, account = '111111111111') => `arn:aws:iam::${account}:role/mesh/eso-${name}`;

function add(mesh: Mesh, name: string, overrides: Partial<MeshClusterProps> = {}): MeshCluster {
  const externalSecrets = ExternalSecrets.withServiceAccount({ roleArn: roleOf(name, overrides.account) });
  const cluster = addCluster(mesh, name, { externalSecrets, ...overrides });
  exportApi(cluster);
  return cluster;
}

/** A provider and its consumers, whose remote secrets External Secrets makes. */
function provider(props: Partial<MeshClusterProps>, ...consumers: Partial<MeshClusterProps>[]): Mesh {
  const mesh = new Mesh({ meshId: 'demo' });
  const cluster = add(mesh, 'provider', props);
  consumers.forEach((consumer, index) => add(mesh, `consumer-${index + 1}`, consumer).consume(cluster, { mode: external }));
  return mesh;
}

const secretsStack = (mesh: Mesh, name = 'provider') => synthesizeMesh(mesh).stacks[`demo-${name}-secrets`];
const types = ({ template }: SynthesizedStack) => Object.values(template.Resources).map(({ Type }) => Type).sort();
const names = ({ stacks }: Synthesized) => Object.keys(stacks).filter(name => name.endsWith('-secrets')).sort();

const CA = { certificateAuthority: CertificateAuthority.externalSecrets() };

describe('the stack', () => {
  test('is that of the cluster: account, region, name, description', () => {
    expect(secretsStack(provider({ account: '222222222222', region: 'eu-west-2' }, {}))).toMatchObject({
      account: '222222222222', region: 'eu-west-2', template: { Description: 'Secrets of cluster provider in mesh demo' }, dependencies: [],
    });
  });

  test('holds a key, the certificate authority, and a token for each consumer', () => {
    expect(types(secretsStack(provider(CA, {}, {})))).toEqual([
      'AWS::KMS::Alias', 'AWS::KMS::Key',
      'AWS::SecretsManager::ResourcePolicy', 'AWS::SecretsManager::ResourcePolicy', 'AWS::SecretsManager::ResourcePolicy',
      'AWS::SecretsManager::Secret', 'AWS::SecretsManager::Secret', 'AWS::SecretsManager::Secret',
    ]);
  });

  test.each([
    ['a certificate authority alone', () => { const mesh = new Mesh({ meshId: 'demo' }); add(mesh, 'a').consume(add(mesh, 'b', CA)); return mesh; }, ['demo-b-secrets']],
    ['a token within an account', () => provider({}, {}), ['demo-provider-secrets']],
    ['a token for another account', () => provider({}, { account: '222222222222' }), ['demo-consumer-1-secrets', 'demo-provider-secrets']],
    ['a token for another region', () => provider({}, { region: 'eu-west-2' }), ['demo-provider-secrets']],
  ])('is there where it is needed: %s', (_, mesh, expected) => {
    expect(names(synthesizeMesh(mesh()))).toEqual(expected);
  });

  test('is not there for other remote secrets and certificate authorities', () => {
    const mesh = new Mesh({ meshId: 'demo' });
    const [a, b] = [add(mesh, 'a'), add(mesh, 'b', { account: '222222222222', certificateAuthority: CertificateAuthority.certManager({ issuerName: 'root' }) })];
    a.consume(b);
    b.consume(a, { mode: LinkMode.serviceEntry() });
    expect(names(synthesizeMesh(mesh))).toEqual([]);
  });

  test('fails when there is nothing for it to hold', () => {
    expect(errorMessage(() => new SecretsStack(new App(), 'Stack', { cluster: add(new Mesh({ meshId: 'demo' }), 'alone') }))).toBe(
      'cluster "alone" needs no secrets stack: External Secrets brings it no certificate authority, takes no token from it, and brings it none from another account');
  });

  test.each([
    [{ stackName: 'mine' }, 'stackName "mine" is not that of cluster "provider", whose stack needs "demo-provider-secrets": leave it out'],
    [{ env: { account: '222222222222' } }, 'env.account "222222222222" is not that of cluster "provider", whose stack needs "111111111111": leave it out'],
  ])('fails when the properties contradict the cluster: %j', (props, message) => {
    const [cluster] = provider({}, {}).clusters.filter(({ name }) => name === 'provider');
    expect(errorMessage(() => new SecretsStack(new App(), 'Stack', { cluster, ...props }))).toBe(message);
  });

  test('tells where to put the certificate authority, and nothing of tokens', () => {
    const { template } = secretsStack(provider(CA, {}));
    expect(Object.keys(template.Outputs!)).toEqual(['CertificateAuthoritySecretArn']);
    const { Value, Description } = template.Outputs!.CertificateAuthoritySecretArn;
    expect(template.Resources[(Value as { Ref: string }).Ref].Properties!.Name).toBe('istio-privatelink/demo/provider/cacerts');
    expect(Description).toBe('Secret to put the certificate authority of cluster provider into');
    expect(secretsStack(provider({}, {})).template.Outputs).toBeUndefined();
  });

  test('hands out its parts', () => {
    const mesh = provider(CA, {}, { account: '222222222222' });
    const stacks = new MeshStacks(new App(), 'Mesh', { mesh });
    const stack = stacks.secretsStack('provider');
    expect(stack.cluster.name).toBe('provider');
    expect(Object.entries(stack.readerTokenSecrets).map(([consumer, { secretName }]) => [consumer, secretName])).toEqual([
      ['consumer-1', 'istio-privatelink/demo/provider/readers/consumer-1/token'], ['consumer-2', 'istio-privatelink/demo/provider/readers/consumer-2/token'],
    ]);
    expect(stack.certificateAuthoritySecret!.secretName).toBe('istio-privatelink/demo/provider/cacerts');
    const consumer = stacks.secretsStack('consumer-2');
    expect([consumer.encryptionKey, consumer.certificateAuthoritySecret, consumer.readerTokenSecrets]).toEqual([undefined, undefined, {}]);
  });

  test('changing what it hands out changes nothing', () => {
    const stack = new MeshStacks(new App(), 'Mesh', { mesh: provider({}, {}) }).secretsStack('provider');
    delete stack.readerTokenSecrets['consumer-1'];
    expect(Object.keys(stack.readerTokenSecrets)).toEqual(['consumer-1']);
  });
});

describe('the key', () => {
  test('is rotated each year, has a name, and stays when the stack goes', () => {
    const stack = secretsStack(provider(CA, {}));
    expect(onlyResource(stack, 'AWS::KMS::Key')).toMatchObject({
      Properties: { EnableKeyRotation: true, Description: 'Secrets of cluster provider in mesh demo' }, DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain',
    });
    expect(onlyProperties(stack, 'AWS::KMS::Alias').AliasName).toBe('alias/istio-privatelink/demo/provider');
  });

  test('is used by the roles through Secrets Manager for their own secrets only, and managed by the account', () => {
    const policy = onlyProperties(secretsStack(provider({ ...CA, region: 'eu-west-2' }, {}, { account: '222222222222' })), 'AWS::KMS::Key').KeyPolicy;
    const use = (role: string, action: unknown, secret: string) => ({
      Effect: 'Allow',
      Principal: { AWS: role },
      Action: action,
      Resource: '*',
      Condition: {
        StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-2.amazonaws.com' },
        StringLike: { 'kms:EncryptionContext:SecretARN': `arn:aws:secretsmanager:eu-west-2:111111111111:secret:istio-privatelink/demo/provider/${secret}-??????` },
      },
    });
    expect(policy).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'kms:*',
          Resource: '*',
          Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111111111111:root']] } },
        },
        use(roleOf('provider'), 'kms:Decrypt', 'cacerts'),
        use(roleOf('provider'), ['kms:Decrypt', 'kms:GenerateDataKey'], 'readers/*/token'),
        use(roleOf('consumer-1'), 'kms:Decrypt', 'readers/consumer-1/token'),
        use(roleOf('consumer-2', '222222222222'), 'kms:Decrypt', 'readers/consumer-2/token'),
      ],
    });
  });

  test('is asked under either name of Secrets Manager in China', () => {
    const externalSecrets = ExternalSecrets.withOperatorRole({ roleArn: 'arn:aws-cn:iam::111111111111:role/eso' });
    const stack = secretsStack(provider({ region: 'cn-north-1', externalSecrets }, { region: 'cn-northwest-1', externalSecrets }));
    const conditions = onlyProperties(stack, 'AWS::KMS::Key').KeyPolicy.Statement.slice(1).map(({ Condition }: any) => Condition);
    expect(conditions).toHaveLength(2);
    for (const { StringEquals, StringLike } of conditions) {
      expect(StringEquals['kms:ViaService']).toEqual(['secretsmanager.cn-north-1.amazonaws.com', 'secretsmanager.cn-north-1.amazonaws.com.cn']);
      expect(StringLike['kms:EncryptionContext:SecretARN']).toMatch(/^arn:aws-cn:secretsmanager:cn-north-1:111111111111:secret:/);
    }
  });

  test.each([[70, false], [90, true]])('%d readers are too many for its policy: %s', (readers, fails) => {
    const app = new App();
    new MeshStacks(app, 'Mesh', { mesh: provider({}, ...Array.from({ length: readers }, () => ({}))) });
    const act = () => synthesizeApp(app);
    if (fails) {
      expect(act).toThrow(new RegExp('policy of the key of cluster "provider", which 90 clusters read with tokens from AWS, has 3\\d{4} bytes: KMS takes 32768 ' +
        '\\(https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html\\), let the command line tool make some of the remote secrets ' +
        '\\(RemoteSecret.fromCli\\(\\)\\), or split the mesh'));
    } else {
      expect(act).not.toThrow();
    }
  });
});

describe('the role of a consumer in another account', () => {
  test('may read its tokens there, with the keys of that account and region through Secrets Manager only', () => {
    const mesh = new Mesh({ meshId: 'demo' });
    const consumer = add(mesh, 'consumer');
    const elsewhere = [{ account: '222222222222' }, { account: '222222222222' }, { account: '222222222222', region: 'eu-west-2' }, {}];
    elsewhere.forEach((props, index) => consumer.consume(add(mesh, `provider-${index + 1}`, props), { mode: external }));
    const stack = secretsStack(mesh, 'consumer');
    expect(types(stack)).toEqual(['AWS::IAM::RolePolicy']);
    const secret = (region: string, by: string) => `arn:aws:secretsmanager:${region}:222222222222:secret:istio-privatelink/demo/${by}/readers/consumer/token-??????`;
    expect(onlyProperties(stack, 'AWS::IAM::RolePolicy')).toEqual({
      PolicyName: 'demo-consumer-secrets-eu-west-1',
      RoleName: 'eso-consumer',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'ReadTokens',
            Effect: 'Allow',
            Action: 'secretsmanager:GetSecretValue',
            Resource: [secret('eu-west-1', 'provider-1'), secret('eu-west-1', 'provider-2'), secret('eu-west-2', 'provider-3')],
          },
          {
            Sid: 'DecryptTokens',
            Effect: 'Allow',
            Action: 'kms:Decrypt',
            Resource: ['arn:aws:kms:eu-west-1:222222222222:key/*', 'arn:aws:kms:eu-west-2:222222222222:key/*'],
            Condition: {
              StringEquals: { 'kms:ViaService': ['secretsmanager.eu-west-1.amazonaws.com', 'secretsmanager.eu-west-2.amazonaws.com'] },
              StringLike: { 'kms:EncryptionContext:SecretARN': 'arn:aws:secretsmanager:*:*:secret:istio-privatelink/demo/*/readers/consumer/token-??????' },
            },
          },
        ],
      },
    });
  });

  test('gets nothing attached for what is in its own account', () => {
    const { stacks } = synthesizeMesh(provider(CA, {}, { region: 'eu-west-2' }));
    expect(Object.values(stacks).flatMap(stack => resourcesOfType(stack, 'AWS::IAM::RolePolicy'))).toEqual([]);
  });

  test.each([[50, false], [70, true]])('%d providers in accounts of their own are too many for its policy: %s', (providers, fails) => {
    const mesh = new Mesh({ meshId: 'demo' });
    const consumer = add(mesh, 'consumer', { interfaceEndpointQuota: 1000 });
    for (let index = 1; index <= providers; index++) {
      consumer.consume(add(mesh, `provider-${index}`, { account: String(222222222222 + index), region: index % 2 ? 'eu-west-1' : 'eu-west-2' }), { mode: external });
    }
    const act = () => new SecretsStack(new App(), 'Stack', { cluster: consumer });
    if (fails) {
      expect(errorMessage(act)).toMatch(new RegExp('^cluster "consumer" takes tokens of 70 clusters in other accounts, and the policy for that has 1\\d{4} characters: ' +
        'IAM takes 10240 in a role \\(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html\\), ' +
        'let the command line tool make some of the remote secrets \\(RemoteSecret.fromCli\\(\\)\\), or split the mesh$'));
    } else {
      expect(act).not.toThrow();
    }
  });
});

describe('any valid mesh', () => {
  test('each secret is read and pushed by exactly the roles that need it', () => {
    let [tokens, authorities, foreign] = [0, 0, 0];
    fc.assert(fc.property(meshDeclarations(), declaration => {
      const mesh = declareMesh(declaration);
      const synthesized = synthesizeMesh(mesh);
      const secrets = deployedSecrets(synthesized);
      const clusters = mesh.clusters.filter(({ externalSecrets }) => externalSecrets);
      const expected = new Map<string, { readers: string[]; pushers: string[] }>();
      for (const { name } of clusters.filter(({ certificateAuthority }) => certificateAuthority.kind === 'external-secrets')) {
        expected.set(`istio-privatelink/${mesh.meshId}/${name}/cacerts`, { readers: [name], pushers: [] });
        authorities++;
      }
      for (const { consumer, provider: by, isCrossAccount } of mesh.links.filter(link => link.mode.remoteSecret?.kind === 'external-secrets')) {
        expected.set(`istio-privatelink/${mesh.meshId}/${by.name}/readers/${consumer.name}/token`, { readers: [by.name, consumer.name], pushers: [by.name] });
        tokens++;
        foreign += isCrossAccount ? 1 : 0;
      }
      expect(secrets.map(({ name }) => name).sort()).toEqual([...expected.keys()].sort());
      for (const secret of secrets) {
        const those = (...[action, keys]: [string, string[]?]) =>
          clusters.filter(({ externalSecrets }) => may(synthesized, externalSecrets!.roleArn, secret, action, keys)).map(({ name }) => name).sort();
        const { readers, pushers } = expected.get(secret.name)!;
        expect(those('secretsmanager:GetSecretValue', ['kms:Decrypt'])).toEqual([...readers].sort());
        expect(those('secretsmanager:PutSecretValue', ['kms:Decrypt', 'kms:GenerateDataKey'])).toEqual(pushers);
        expect(those('secretsmanager:DescribeSecret')).toEqual(pushers);
        expect(those('secretsmanager:GetResourcePolicy')).toEqual(pushers);
        for (const action of ['PutResourcePolicy', 'DeleteResourcePolicy', 'DeleteSecret', 'UpdateSecret', 'TagResource', 'UntagResource', 'RotateSecret', 'ReplicateSecretToRegions']) {
          expect(those(`secretsmanager:${action}`)).toEqual([]);
        }
        // External Secrets pushes to those only that carry its tag.
        expect(secret.tags['managed-by']).toBe(pushers.length > 0 ? 'external-secrets' : undefined);
      }
    }), { numRuns: 25 });
    expect([tokens, authorities, foreign].every(found => found > 10)).toBe(true);
  });

  test('no principal is a wildcard, and no template holds a value of a secret', () => {
    fc.assert(fc.property(meshDeclarations(), declaration => {
      for (const stack of Object.values(synthesizeMesh(declareMesh(declaration)).stacks)) {
        for (const { Properties } of resourcesOfType(stack, 'AWS::SecretsManager::Secret')) {
          expect(Object.keys(Properties!).sort()).toEqual(['Description', 'KmsKeyId', 'Name', 'Tags']);
        }
        for (const { Properties } of resourcesOfType(stack, 'AWS::SecretsManager::ResourcePolicy')) {
          expect(Properties!.BlockPublicPolicy).toBe(true);
          Properties!.ResourcePolicy.Statement.forEach(({ Principal }: any) => expect(Principal.AWS).toMatch(/^arn:aws:iam::\d{12}:role\/[^*?]+$/));
        }
      }
    }), { numRuns: 15 });
  });
});

test('without External Secrets the other stacks are the same to the byte', () => {
  const texts = (mesh: Mesh) => Object.entries(synthesizeMesh(mesh).stacks).filter(([name]) => !name.endsWith('-secrets')).map(([name, { text }]) => [name, text]);
  const mesh = new Mesh({ meshId: 'demo' });
  const [one, ...others] = [add(mesh, 'provider', { externalSecrets: undefined }), add(mesh, 'consumer-1', { externalSecrets: undefined, account: '222222222222' })];
  others.forEach(consumer => consumer.consume(one));
  expect(texts(mesh)).toEqual(texts(provider(CA, { ...CA, account: '222222222222' })));
});

test('the secrets of a stack can be used by what is beside it', () => {
  const app = new App();
  const stack = new MeshStacks(app, 'Mesh', { mesh: provider(CA, {}) }).secretsStack('provider');
  const other = new Stack(app, 'Other', { env: { account: '111111111111', region: 'eu-west-1' } });
  const rotator = new iam.Role(other, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
  rotator.addToPolicy(new iam.PolicyStatement({ actions: ['secretsmanager:PutSecretValue'], resources: [stack.certificateAuthoritySecret!.secretArn] }));
  new CfnOutput(other, 'Key', { value: stack.encryptionKey!.keyArn });
  expect(synthesizeApp(app).stacks.Other.dependencies).toEqual(['demo-provider-secrets']);
});
