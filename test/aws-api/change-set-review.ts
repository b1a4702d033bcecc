import { Answer, AwsApi } from './aws-api';
import { CdkApp, CdkStack } from './cdk-app';
import { inventories, Inventory } from './inventory';

const CHANGE_SET = 'review';

/** What exists in all accounts and regions. */
export type Inventories = { readonly [environment: string]: Inventory };

/** Deploys an app by change sets. Gives what they said, by the name of the stack, where there is a change. */
export async function review(api: AwsApi, app: CdkApp): Promise<{ [stack: string]: string[] }> {
  const result: { [stack: string]: string[] } = {};
  const isConsumer = ({ name }: CdkStack) => name.endsWith('-consumer');
  // The change set of a consumer needs the outputs of its providers.
  for (const stacks of [app.stacks.filter(stack => !isConsumer(stack)), app.stacks.filter(isConsumer)]) {
    await app.deploy('--exclusively', '--method', 'prepare-change-set', '--change-set-name', CHANGE_SET, ...stacks.map(({ id }) => id));
    for (const stack of stacks) {
      const changes = await execute(api, stack);
      if (changes.length > 0) result[stack.name] = changes;
    }
  }
  return result;
}

/** Deletes the stacks that were declared and no longer are: the CDK does not know them any more. Gives their names. */
export async function deleteUndeclared(api: AwsApi, app: CdkApp, declared: readonly CdkStack[]): Promise<string[]> {
  const names = app.stacks.map(({ name }) => name);
  const undeclared = declared.filter(({ name }) => !names.includes(name));
  for (const { name, ...environment } of undeclared) {
    const { Stacks: [stack] } = await api.call(environment, 'cloudformation', 'describe_stacks', { StackName: name });
    await api.call(environment, 'cloudformation', 'delete_stack', { StackName: name });
    const { Stacks: [deleted] } = await api.call(environment, 'cloudformation', 'describe_stacks', { StackName: stack.StackId });
    expect(deleted).toMatchObject({ StackName: name, StackStatus: 'DELETE_COMPLETE' });
  }
  return undeclared.map(({ name }) => name);
}

/** Expects that so many of each kind are gone, and all others that were there are as they were. */
export async function expectUntouched(api: AwsApi, before: Inventories, gone: { readonly [kind: string]: number }): Promise<void> {
  const after = await inventories(api);
  for (const kind of ['loadBalancers', 'listeners', 'targetGroups', 'endpointServices', 'endpoints', 'networkInterfaces', 'hostedZones',
    'secrets', 'keys', 'keyAliases']) {
    const [old, now] = [before, after].map(found => Object.entries(found).flatMap(([environment, inventory]) =>
      Object.entries(inventory[kind]!).map(([id, entry]) => [`${environment} ${id}`, stable(entry)] as const)));
    const kept = old!.filter(([id]) => now!.some(([other]) => other === id));
    expect([kind, old!.length - kept.length]).toEqual([kind, gone[kind] ?? 0]);
    expect(now).toEqual(expect.arrayContaining(kept));
  }
}

/** Executes the change set of a stack, and gives what it said. Where there is no change, the CDK leaves none, or one that says so. */
async function execute(api: AwsApi, { name: StackName, ...environment }: CdkStack): Promise<string[]> {
  const { Summaries: summaries } = await api.call(environment, 'cloudformation', 'list_change_sets', { StackName });
  if (!summaries.some(({ ChangeSetName }: Answer) => ChangeSetName === CHANGE_SET)) {
    return [];
  }
  const changeSet = { StackName, ChangeSetName: CHANGE_SET };
  const { Changes: changes, Status, StatusReason } = await api.call(environment, 'cloudformation', 'describe_change_set', changeSet);
  if (Status === 'FAILED') {
    expect([StackName, StatusReason]).toEqual([StackName, expect.stringContaining("didn't contain changes")]);
    return [];
  }
  await api.call(environment, 'cloudformation', 'execute_change_set', changeSet);
  const { Stacks: [{ StackStatus }] } = await api.call(environment, 'cloudformation', 'describe_stacks', { StackName });
  expect([StackName, StackStatus]).toEqual([StackName, expect.stringMatching(/^(CREATE|UPDATE)_COMPLETE$/)]);
  return changes.map(({ ResourceChange: { Action, ResourceType, Replacement, PolicyAction } }: Answer) =>
    `${Action} ${ResourceType}${Action === 'Modify' ? ` ${Replacement === 'False' ? 'without' : 'with'} replacement` : ''}` +
    `${PolicyAction === 'Retain' ? ', which stays' : ''}`).sort();
}

/** What a change elsewhere in the mesh must not change; who may use a key or a service is for expectations to say. */
function stable({ AllowedPrincipals: _principals, Records: _records, ResourceRecordSetCount: _count, Policy: _policy, ...rest }: Answer): Answer {
  return rest;
}
