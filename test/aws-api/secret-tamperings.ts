import { Answer } from './aws-api';

/** What is in the account and region of the cluster payments, before it is tampered with. */
interface Found {
  readonly authority: Answer;
  readonly token: Answer;
  readonly key: Answer;
}

/** The parameters of an operation on what was found. */
type Parameters = (found: Found) => object;

/** Makes a secret of the example external-secrets otherwise than declared. */
export interface SecretTampering {
  readonly what: string;
  readonly service: string;
  readonly operation: string;
  readonly parameters: Parameters;
  /** Undoes it, so that the next one meets what was deployed. */
  readonly undo: readonly [operation: string, parameters: Parameters];
}

const ALIAS = 'alias/istio-privatelink/vault/payments';
const ROLE_POLICY = { RoleName: 'mesh-secrets', PolicyName: 'another' };
const EVERYTHING = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'secretsmanager:*', Resource: '*' }] });
const ANOTHER = 'istio-privatelink/vault/payments/readers/nobody/token';

const ofKey: Parameters = ({ key: { KeyId } }) => ({ KeyId });
const tokenPolicy = (edit: (policy: string) => string): Parameters => ({ token: { ARN: SecretId, ResourcePolicy } }) =>
  ({ SecretId, ResourcePolicy: edit(ResourcePolicy) });
const authorityPolicy: Parameters = ({ authority: { ARN: SecretId, ResourcePolicy } }) => ({ SecretId, ResourcePolicy });
const keyPolicy = (edit: (policy: string) => string): Parameters => ({ key: { KeyId, Policy } }) =>
  ({ KeyId, PolicyName: 'default', Policy: edit(Policy) });
const unchanged = (policy: string) => policy;

export const SECRET_TAMPERINGS: readonly SecretTampering[] = [
  {
    what: 'a resource policy that only looks otherwise',
    service: 'secretsmanager',
    operation: 'put_resource_policy',
    parameters: tokenPolicy(policy => JSON.stringify(JSON.parse(policy), undefined, 1)),
    undo: ['put_resource_policy', tokenPolicy(unchanged)],
  },
  {
    what: 'a reader who may also write',
    service: 'secretsmanager',
    operation: 'put_resource_policy',
    parameters: tokenPolicy(policy => policy.replace('"Action":"secretsmanager:GetSecretValue"', '"Action":"secretsmanager:*"')),
    undo: ['put_resource_policy', tokenPolicy(unchanged)],
  },
  {
    what: 'a certificate authority without a resource policy',
    service: 'secretsmanager',
    operation: 'delete_resource_policy',
    parameters: ({ authority: { ARN: SecretId } }) => ({ SecretId }),
    undo: ['put_resource_policy', authorityPolicy],
  },
  {
    what: 'a token to which External Secrets pushes nothing',
    service: 'secretsmanager',
    operation: 'untag_resource',
    parameters: ({ token: { ARN: SecretId } }) => ({ SecretId, TagKeys: ['managed-by'] }),
    undo: ['tag_resource', ({ token: { ARN: SecretId } }) => ({ SecretId, Tags: [{ Key: 'managed-by', Value: 'external-secrets' }] })],
  },
  {
    what: 'a certificate authority that is scheduled for deletion',
    service: 'secretsmanager',
    operation: 'delete_secret',
    parameters: ({ authority: { ARN: SecretId } }) => ({ SecretId, RecoveryWindowInDays: 30 }),
    undo: ['restore_secret', ({ authority: { ARN: SecretId } }) => ({ SecretId })],
  },
  {
    what: 'a certificate authority with another key',
    service: 'secretsmanager',
    operation: 'update_secret',
    parameters: ({ authority: { ARN: SecretId } }) => ({ SecretId, KmsKeyId: 'alias/aws/secretsmanager' }),
    undo: ['update_secret', ({ authority: { ARN: SecretId, KmsKeyId } }) => ({ SecretId, KmsKeyId })],
  },
  {
    what: 'a secret more',
    service: 'secretsmanager',
    operation: 'create_secret',
    parameters: () => ({ Name: ANOTHER }),
    undo: ['delete_secret', () => ({ SecretId: ANOTHER, ForceDeleteWithoutRecovery: true })],
  },
  { what: 'a key that is not rotated', service: 'kms', operation: 'disable_key_rotation', parameters: ofKey, undo: ['enable_key_rotation', ofKey] },
  { what: 'a key that nobody can use', service: 'kms', operation: 'disable_key', parameters: ofKey, undo: ['enable_key', ofKey] },
  {
    what: 'a key for more secrets than declared',
    service: 'kms',
    operation: 'put_key_policy',
    parameters: keyPolicy(policy => policy.replace('/readers/reporting/token-??????', '/*')),
    undo: ['put_key_policy', keyPolicy(unchanged)],
  },
  {
    what: 'a key without its name',
    service: 'kms',
    operation: 'delete_alias',
    parameters: () => ({ AliasName: ALIAS }),
    undo: ['create_alias', ({ key: { KeyId: TargetKeyId } }) => ({ AliasName: ALIAS, TargetKeyId })],
  },
  {
    what: 'a role that may do more',
    service: 'iam',
    operation: 'put_role_policy',
    parameters: () => ({ ...ROLE_POLICY, PolicyDocument: EVERYTHING }),
    undo: ['delete_role_policy', () => ROLE_POLICY],
  },
];
