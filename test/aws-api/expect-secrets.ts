import { readFileSync } from 'fs';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { Answer, AwsApi } from './aws-api';
import { CdkApp, DeclaredCluster } from './cdk-app';
import { Inventory, secretInventory } from './inventory';
import { authorityPolicy, foreignTokensPolicy, keyPolicy, KeyUse, tokenPolicy } from './secret-policies';

type Tags = { readonly [key: string]: string };

/** Expects that the API has all secrets of a mesh, with their keys and who may use them, and no others; each cluster is in a region of its own. */
export async function expectSecrets(api: AwsApi, app: CdkApp): Promise<void> {
  for (const cluster of app.mesh.clusters) {
    await expectKeptSecrets(api, app, cluster);
    await expectForeignTokens(api, app, cluster);
  }
}

/** What a cluster keeps in its account: its certificate authority, and the tokens of its readers. */
async function expectKeptSecrets(api: AwsApi, app: CdkApp, cluster: DeclaredCluster): Promise<void> {
  const { meshId, links } = app.mesh;
  const found = await secretInventory(api, cluster);
  const role = roleArn(api, cluster.name);
  const authority = cluster.certificateAuthority === 'external-secrets' ? `${prefix(meshId, cluster.name)}/cacerts` : undefined;
  const readers = links.filter(({ provider, remoteSecret }) => provider === cluster.name && remoteSecret === 'external-secrets')
    .map(({ consumer }) => consumer).sort();
  const token = (consumer: string) => tokenName(meshId, cluster.name, consumer);

  expect(Object.keys(found.secrets!).sort()).toEqual([...authority ? [authority] : [], ...readers.map(token)].sort());
  if (Object.keys(found.secrets!).length === 0) {
    expect([found.keys, found.keyAliases]).toEqual([{}, {}]);
    return;
  }
  const tags = { 'istio-privatelink/mesh': meshId, 'istio-privatelink/cluster': cluster.name };
  const key = expectKey(found, cluster, tags, meshId, [
    ...authority ? [{ action: 'kms:Decrypt', role, secretName: authority }] : [],
    ...readers.length > 0 ? [{ action: ['kms:Decrypt', 'kms:GenerateDataKey'], role, secretName: token('*') }] : [],
    ...readers.map(consumer => ({ action: 'kms:Decrypt', role: roleArn(api, consumer), secretName: token(consumer) })),
  ]);
  for (const consumer of readers) {
    const policy = tokenPolicy(role, roleArn(api, consumer));
    expectSecret(found.secrets![token(consumer)], key.Arn, { ...tags, 'managed-by': 'external-secrets' }, policy);
    expect(pushedPolicy(app, cluster.name, consumer)).toBe(policy);
  }
  if (authority) {
    const secret = found.secrets![authority];
    expectSecret(secret, key.Arn, tags, authorityPolicy(role));
    const { Stacks: [{ Outputs: outputs }] } = await api.call(cluster, 'cloudformation', 'describe_stacks', { StackName: cluster.stacks.secrets });
    expect(outputs).toEqual([expect.objectContaining({ OutputKey: 'CertificateAuthoritySecretArn', OutputValue: secret.ARN })]);
  }
}

function expectKey(found: Inventory, { account, region, name }: DeclaredCluster, tags: Tags, meshId: string, uses: readonly KeyUse[]): Answer {
  const keys = Object.values(found.keys!);
  expect(keys).toEqual([expect.objectContaining({
    AWSAccountId: account,
    Description: `Secrets of cluster ${name} in mesh ${meshId}`,
    KeyManager: 'CUSTOMER',
    KeySpec: 'SYMMETRIC_DEFAULT',
    KeyState: 'Enabled',
    KeyUsage: 'ENCRYPT_DECRYPT',
    MultiRegion: false,
    KeyRotationEnabled: true,
  })]);
  const [key] = keys;
  expect(JSON.parse(key.Policy)).toEqual(keyPolicy({ account, region }, uses));
  expect(Object.fromEntries(key.Tags.map(({ TagKey, TagValue }: Answer) => [TagKey, TagValue]))).toEqual(tags);
  const alias = `alias/${prefix(meshId, name)}`;
  expect(Object.values(found.keyAliases!)).toEqual([{ AliasName: alias, AliasArn: `arn:aws:kms:${region}:${account}:${alias}`, TargetKeyId: key.KeyId }]);
  return key;
}

function expectSecret(secret: Answer, keyArn: string, tags: Tags, policy: string): void {
  expect(secret).toMatchObject({ KmsKeyId: keyArn });
  expect(secret.DeletedDate).toBeUndefined();
  expect(Object.fromEntries(secret.Tags.map(({ Key, Value }: Answer) => [Key, Value]))).toEqual(tags);
  // To the letter: External Secrets compares it with what it is told to push.
  expect(secret.ResourcePolicy).toBe(policy);
}

/** That the role of a consumer may read the tokens that other accounts keep for it; nothing where there are none. */
async function expectForeignTokens(api: AwsApi, app: CdkApp, cluster: DeclaredCluster): Promise<void> {
  const { meshId, links, clusters } = app.mesh;
  const tokens = links.filter(({ consumer, remoteSecret }) => consumer === cluster.name && remoteSecret === 'external-secrets')
    .map(({ provider }) => clusters.find(({ name }) => name === provider)!)
    .filter(({ account }) => account !== cluster.account)
    .map(({ account, region, name }) => ({ account, region, secretName: tokenName(meshId, name, cluster.name) }));
  const RoleName = api.landscape[cluster.name]!.roleName;
  const PolicyName = `${cluster.stacks.secrets}-${cluster.region}`;
  const { PolicyNames: names } = await api.call(cluster, 'iam', 'list_role_policies', { RoleName });
  expect(names).toEqual(tokens.length > 0 ? [PolicyName] : []);
  if (tokens.length > 0) {
    const { PolicyDocument: policy } = await api.call(cluster, 'iam', 'get_role_policy', { RoleName, PolicyName });
    expect(policy).toEqual(foreignTokensPolicy(tokens, tokenName(meshId, '*', cluster.name)));
  }
}

function prefix(meshId: string, cluster: string): string {
  return `istio-privatelink/${meshId}/${cluster}`;
}

function tokenName(meshId: string, provider: string, consumer: string): string {
  return `${prefix(meshId, provider)}/readers/${consumer}/token`;
}

function roleArn(api: AwsApi, cluster: string): string {
  const { account, roleName } = api.landscape[cluster]!;
  return `arn:aws:iam::${account}:role/${roleName}`;
}

/** The policy that External Secrets in the provider's cluster pushes with the token, without white space. */
function pushedPolicy(app: CdkApp, provider: string, consumer: string): string {
  const objects = parseAllDocuments(readFileSync(join(app.directory, 'dist', provider, '50-reader.yaml'), 'utf8')).map(document => document.toJS());
  const { data } = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === `istio-reader-${consumer}-policy`);
  return JSON.stringify(JSON.parse(data['policy.json']));
}
