/** Where a secret is. */
export interface SecretPlace {
  readonly account: string;
  readonly region: string;
}

/** A statement of the key of secrets: who may use it for which of them. */
export interface KeyUse {
  readonly action: string | readonly string[];
  readonly role: string;
  readonly secretName: string;
}

/** The policy of a key that its account administers, and others use through Secrets Manager only. */
export function keyPolicy(place: SecretPlace, uses: readonly KeyUse[]): object {
  const administration = { Action: 'kms:*', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${place.account}:root` }, Resource: '*' };
  const statements = uses.map(({ action, role, secretName }) => ({
    Action: action, Condition: forSecrets([place], secretArn(place, secretName)), Effect: 'Allow', Principal: { AWS: role }, Resource: '*',
  }));
  return { Version: '2012-10-17', Statement: [administration, ...statements] };
}

/** The policy of the secret of a certificate authority, as text. */
export function authorityPolicy(role: string): string {
  return policyText([{ Sid: 'ClusterReads', Effect: 'Allow', Principal: { AWS: role }, Action: ['secretsmanager:GetSecretValue'], Resource: '*' }]);
}

/** The policy of the secret of a token, as text. */
export function tokenPolicy(provider: string, consumer: string): string {
  const push = ['DescribeSecret', 'GetResourcePolicy', 'GetSecretValue', 'PutSecretValue'].map(operation => `secretsmanager:${operation}`);
  return policyText([
    { Sid: 'ProviderPushes', Effect: 'Allow', Principal: { AWS: provider }, Action: push, Resource: '*' },
    { Sid: 'ConsumerReads', Effect: 'Allow', Principal: { AWS: consumer }, Action: 'secretsmanager:GetSecretValue', Resource: '*' },
  ]);
}

/** What lets a role read tokens of other accounts. */
export function foreignTokensPolicy(tokens: readonly (SecretPlace & { readonly secretName: string })[], anyProvider: string): object {
  const read = { Sid: 'ReadTokens', Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: tokens.map(token => secretArn(token, token.secretName)) };
  const decrypt = {
    Sid: 'DecryptTokens',
    Effect: 'Allow',
    Action: 'kms:Decrypt',
    Resource: tokens.map(({ account, region }) => `arn:aws:kms:${region}:${account}:key/*`),
    Condition: forSecrets(tokens, secretArn({ account: '*', region: '*' }, anyProvider)),
  };
  return { Version: '2012-10-17', Statement: [read, decrypt] };
}

function policyText(statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

function forSecrets(places: readonly SecretPlace[], arn: string): object {
  const hosts = [...new Set(places.map(({ region }) => `secretsmanager.${region}.amazonaws.com`))];
  return { StringEquals: { 'kms:ViaService': hosts.length === 1 ? hosts[0] : hosts }, StringLike: { 'kms:EncryptionContext:SecretARN': arn } };
}

function secretArn({ account, region }: SecretPlace, name: string): string {
  return `arn:aws:secretsmanager:${region}:${account}:secret:${name}-??????`;
}
