import { resourcesOfType, Synthesized, SynthesizedStack } from './synthesize';

interface Statement {
  readonly Effect: string;
  readonly Principal?: { readonly AWS: unknown };
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string | readonly string[] } };
}

/** What somebody asks of AWS. */
interface Request {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: { readonly [key: string]: string };
}

/** A secret in AWS, with what decides who may do what with it. */
export interface DeployedSecret {
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly tags: { readonly [key: string]: string };
  readonly resourcePolicy: readonly Statement[];
  readonly keyPolicy: readonly Statement[];
}

/** The secrets of all stacks, under ARNs as AWS makes them. */
export function deployedSecrets({ stacks }: Synthesized): DeployedSecret[] {
  return Object.values(stacks).flatMap(stack => Object.entries(stack.template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::SecretsManager::Secret')
    .map(([id, { Properties }]) => deployedSecret(stack, id, Properties!)));
}

function deployedSecret(stack: SynthesizedStack, id: string, properties: { readonly [key: string]: any }): DeployedSecret {
  const policies = resourcesOfType(stack, 'AWS::SecretsManager::ResourcePolicy').filter(({ Properties }) => Properties!.SecretId.Ref === id);
  expect(policies).toHaveLength(1);
  const [keyId] = properties.KmsKeyId['Fn::GetAtt'];
  const { account, region } = stack;
  return {
    name: properties.Name,
    arn: `arn:aws:secretsmanager:${region}:${account}:secret:${properties.Name}-Ab1Cd2`,
    account,
    region,
    tags: Object.fromEntries(properties.Tags.map(({ Key, Value }: any) => [Key, Value])),
    resourcePolicy: policies[0].Properties!.ResourcePolicy.Statement,
    keyPolicy: stack.template.Resources[keyId].Properties!.KeyPolicy.Statement,
  };
}

/**
 * Whether these stacks alone let the role call the action of Secrets Manager for the secret, with the actions of KMS that it takes.
 *
 * Within an account the policy of a resource suffices, between accounts the role's own policy has to allow it too:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function may(synthesized: Synthesized, role: string, secret: DeployedSecret, action: string, keyActions: readonly string[] = []): boolean {
  const identityPolicy = role.split(':')[4] === secret.account ? undefined : identityPolicyOf(synthesized, role);
  const allowed = (policy: readonly Statement[], request: Request) =>
    allows(policy, request, true) && (identityPolicy === undefined || allows(identityPolicy, request, false));
  const key = `arn:aws:kms:${secret.region}:${secret.account}:key/01234567-89ab-cdef-0123-456789abcdef`;
  const context = { 'kms:ViaService': `secretsmanager.${secret.region}.amazonaws.com`, 'kms:EncryptionContext:SecretARN': secret.arn };
  return allowed(secret.resourcePolicy, { role, action, resource: secret.arn })
    && keyActions.every(keyAction => allowed(secret.keyPolicy, { role, action: keyAction, resource: key, context }));
}

function identityPolicyOf({ stacks }: Synthesized, role: string): Statement[] {
  return Object.values(stacks).filter(({ account }) => account === role.split(':')[4]).flatMap(stack => resourcesOfType(stack, 'AWS::IAM::RolePolicy'))
    .filter(({ Properties }) => role.endsWith(`/${Properties!.RoleName}`))
    .flatMap(({ Properties }) => Properties!.PolicyDocument.Statement);
}

function allows(policy: readonly Statement[], { role, action, resource, context = {} }: Request, namesPrincipals: boolean): boolean {
  return policy.some(({ Effect, Principal, Action, Resource, Condition = {} }) => Effect === 'Allow'
    && (!namesPrincipals || [Principal!.AWS].flat().includes(role))
    && [Action].flat().some(pattern => matches(pattern, action))
    && [Resource].flat().some(pattern => matches(pattern, resource))
    && Object.entries(Condition).every(([operator, keys]) => Object.entries(keys).every(([key, values]) =>
      key in context && [values].flat().some(value => (operator === 'StringLike' ? matches(value, context[key]) : operator === 'StringEquals' && value === context[key])))));
}

/** IAM's wildcards: `*` is any text, `?` one character. */
function matches(pattern: string, text: string): boolean {
  return new RegExp(`^${pattern.replace(/[.+^$()[\]{}|\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.')}$`).test(text);
}
