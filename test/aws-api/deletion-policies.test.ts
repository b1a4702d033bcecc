import { Answer, AwsApi, Environment } from './aws-api';

const ENVIRONMENT: Environment = { account: '111111111111', region: 'eu-west-1' };

/** A resource of a template. */
type Resource = { readonly Type: string; readonly [attribute: string]: unknown };

/** What became of a change set, and what it said before. */
interface Outcome {
  readonly status: string;
  readonly changes: readonly Answer[];
}

const secret = (attributes: object = {}, properties: object = {}): Resource =>
  ({ Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'kept', ...properties }, ...attributes });

/** What stays in a stack whose secret goes. */
const KEY: Resource = { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Version: '2012-10-17', Statement: [] } } };

/** Cannot be created: nobody has made the role that it names. */
const FAILING: Resource = {
  Type: 'AWS::SecretsManager::ResourcePolicy',
  Properties: {
    SecretId: { Ref: 'Secret' },
    ResourcePolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111111111111:role/nobody' } }] },
  },
};

// What CloudFormation documents of https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
describe('a secret that leaves its stack', () => {
  let api: AwsApi;
  let StackName: string;
  let count = 0;

  beforeAll(async () => {
    api = await AwsApi.start({}, ENVIRONMENT);
  });

  beforeEach(() => {
    StackName = `stack-${count++}`;
  });

  afterEach(async () => {
    for (const SecretId of await secrets()) {
      await api.call(ENVIRONMENT, 'secretsmanager', 'delete_secret', { SecretId, ForceDeleteWithoutRecovery: true });
    }
  });

  afterAll(async () => {
    await api?.stop();
  });

  const cloudFormation = (operation: string, parameters: object = {}) =>
    api.call(ENVIRONMENT, 'cloudformation', operation, { StackName, ...parameters });
  const secrets = async (): Promise<string[]> =>
    (await api.call(ENVIRONMENT, 'secretsmanager', 'list_secrets', { IncludePlannedDeletion: true })).SecretList.map(({ Name }: Answer) => Name).sort();

  async function deploy(ChangeSetType: 'CREATE' | 'UPDATE', Resources: object): Promise<Outcome> {
    const changeSet = { ChangeSetName: 'change', ChangeSetType, TemplateBody: JSON.stringify({ Resources }) };
    await cloudFormation('create_change_set', changeSet);
    const { Changes: changes } = await cloudFormation('describe_change_set', { ChangeSetName: 'change' });
    await cloudFormation('execute_change_set', { ChangeSetName: 'change' });
    const { Stacks: [{ StackStatus: status }] } = await cloudFormation('describe_stacks');
    const said = changes.map(({ ResourceChange: { Action, Replacement, PolicyAction } }: Answer) => [Action, Replacement, PolicyAction]);
    return { status, changes: said };
  }

  test.each([
    [undefined, [], []],
    ['Delete', [], []],
    ['Retain', ['kept'], ['kept']],
    ['RetainExceptOnCreate', [], ['kept']],
  ])('with DeletionPolicy %s', async (DeletionPolicy, afterRollback, afterDeletion) => {
    const policy = DeletionPolicy ? { DeletionPolicy } : {};
    expect(await deploy('CREATE', { Secret: secret(policy), Policy: FAILING })).toMatchObject({ status: 'ROLLBACK_COMPLETE' });
    expect(await secrets()).toEqual(afterRollback);
    await cloudFormation('delete_stack');
    expect(await secrets()).toEqual(afterRollback);
    if (afterRollback.length > 0) return;

    expect(await deploy('CREATE', { Secret: secret(policy) })).toMatchObject({ status: 'CREATE_COMPLETE' });
    await cloudFormation('delete_stack');
    expect(await secrets()).toEqual(afterDeletion);
  });

  test.each([
    ['Delete', [], 'Delete'],
    ['Retain', ['kept'], 'Retain'],
    ['RetainExceptOnCreate', ['kept'], 'Retain'],
  ])('with DeletionPolicy %s, and a template without it', async (DeletionPolicy, left, action) => {
    await deploy('CREATE', { Secret: secret({ DeletionPolicy }), Key: KEY });
    expect(await deploy('UPDATE', { Key: KEY })).toEqual({ status: 'UPDATE_COMPLETE', changes: [['Remove', undefined, action]] });
    expect(await secrets()).toEqual(left);
  });

  test.each([
    ['Delete', ['renamed'], 'ReplaceAndDelete'],
    ['Retain', ['kept', 'renamed'], 'ReplaceAndRetain'],
  ])('with UpdateReplacePolicy %s, and another name', async (UpdateReplacePolicy, left, action) => {
    await deploy('CREATE', { Secret: secret({ UpdateReplacePolicy }) });
    expect(await deploy('UPDATE', { Secret: secret({ UpdateReplacePolicy }, { Name: 'renamed' }) }))
      .toEqual({ status: 'UPDATE_COMPLETE', changes: [['Modify', 'True', action]] });
    expect(await secrets()).toEqual(left);
  });

  test.each([
    ['another value', secret({}, { SecretString: 'known to the template' }), 'AWS::SecretsManager::Secret with SecretString is not known here'],
    ['a policy of other resources', secret({ DeletionPolicy: 'Snapshot' }), 'DeletionPolicy Snapshot is not known here'],
  ])('with %s is refused', async (_what, resource, reason) => {
    expect(await deploy('CREATE', { Secret: resource })).toMatchObject({ status: 'ROLLBACK_COMPLETE' });
    const { StackEvents: events } = await cloudFormation('describe_stack_events');
    expect(events.map(({ ResourceStatusReason }: Answer) => ResourceStatusReason)).toContain(reason);
    expect(await secrets()).toEqual([]);
  });
});
