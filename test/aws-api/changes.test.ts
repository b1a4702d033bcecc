import { Answer, AwsApi } from './aws-api';
import { CdkApp, CdkStack, Change } from './cdk-app';
import { expectDeployed } from './expect-deployed';
import { inventories, Inventory } from './inventory';
import { LANDSCAPES, THIRD_CLUSTER } from './landscape';

const CHANGE_SET = 'review';

/** Puts lines before the app of the example is made. */
function withLines(...lines: readonly string[]): Change {
  return source => {
    const changed = source.replace('\nconst app = new App();', `\n${lines.join('\n')}\n\nconst app = new App();`);
    expect(changed).not.toBe(source);
    return changed;
  };
}

const { account, region, vpc, subnets, podSecurityGroupId } = THIRD_CLUSTER;
const ADD_CLUSTER = `const cluster3 = mesh.addCluster('cluster3', {
  account: '${account}',
  region: '${region}',
  vpc: ClusterVpc.fromAttributes({
    vpcId: '${vpc.id}',
    availabilityZones: ${JSON.stringify(subnets.map(({ zone }) => zone))},
    subnetIds: ${JSON.stringify(subnets.map(({ id }) => id))},
  }),
  podSecurityGroupIds: ['${podSecurityGroupId}'],
});
cluster3.exportService({ namespace: 'cluster3-webserver', name: 'api', ports: [ServicePort.http(80)], serviceAccount: 'api' });
cluster3.consume(cluster1, { mode: LinkMode.discovery() });`;
const ADD_LINK = 'cluster2.consume(cluster3, { mode: LinkMode.discovery() });';

// Each test deploys upon what the one before it left.
describe('two-clusters', () => {
  let api: AwsApi;
  let app: CdkApp;
  let before: { [environment: string]: Inventory };
  let beforeAnything: { [environment: string]: Inventory };

  beforeAll(async () => {
    api = await AwsApi.start({ ...LANDSCAPES['two-clusters'], cluster3: THIRD_CLUSTER });
    app = new CdkApp(api, 'two-clusters');
    await Promise.all([app.bootstrap(), app.synthesize()]);
    beforeAnything = await inventories(api);
    await app.deploy('--all');
  });

  beforeEach(async () => {
    before = await inventories(api);
  });

  afterAll(async () => {
    app?.remove();
    await api?.stop();
  });

  test('a third cluster that calls the first', async () => {
    await app.synthesize(withLines(ADD_CLUSTER));
    expect(await review()).toEqual({
      'demo-cluster1-provider': ['Add AWS::IAM::Role', 'Modify AWS::EC2::VPCEndpointServicePermissions without replacement'],
      'demo-cluster3-consumer': ['Add AWS::EC2::SecurityGroup', 'Add AWS::EC2::VPCEndpoint', 'Add AWS::Route53::HostedZone', 'Add AWS::Route53::RecordSet'],
    });
    await expectDeployed(api, app.mesh);
    await expectUntouched({});
  });

  test('a link more: the second cluster calls the third', async () => {
    await app.synthesize(withLines(ADD_CLUSTER, ADD_LINK));
    expect(await review()).toEqual({
      'demo-cluster2-consumer': ['Add AWS::EC2::SecurityGroup', 'Add AWS::EC2::VPCEndpoint', 'Add AWS::Route53::RecordSet'],
      'demo-cluster3-provider': [
        'Add AWS::EC2::SecurityGroup',
        'Add AWS::EC2::SecurityGroupIngress',
        'Add AWS::EC2::SecurityGroupIngress',
        'Add AWS::EC2::VPCEndpointService',
        'Add AWS::EC2::VPCEndpointServicePermissions',
        'Add AWS::ElasticLoadBalancingV2::Listener',
        'Add AWS::ElasticLoadBalancingV2::LoadBalancer',
        'Add AWS::ElasticLoadBalancingV2::TargetGroup',
        'Add AWS::IAM::Role',
      ],
    });
    await expectDeployed(api, app.mesh);
    await expectUntouched({});
  });

  test('a link less: the second cluster no longer calls the third', async () => {
    const declared = app.stacks;
    await app.synthesize(withLines(ADD_CLUSTER));
    expect(await review()).toEqual({
      'demo-cluster2-consumer': ['Remove AWS::EC2::SecurityGroup', 'Remove AWS::EC2::VPCEndpoint', 'Remove AWS::Route53::RecordSet'],
    });
    expect(await deleteUndeclared(declared)).toEqual(['demo-cluster3-provider']);
    await expectDeployed(api, app.mesh);
    await expectUntouched({ endpoints: 1, networkInterfaces: 2, endpointServices: 1, loadBalancers: 1, listeners: 1, targetGroups: 1 });
  });

  test('a cluster less: the first two as they were', async () => {
    const declared = app.stacks;
    await app.synthesize();
    expect(await review()).toEqual({
      'demo-cluster1-provider': ['Modify AWS::EC2::VPCEndpointServicePermissions without replacement', 'Remove AWS::IAM::Role'],
    });
    expect(await deleteUndeclared(declared)).toEqual(['demo-cluster3-consumer']);
    await expectDeployed(api, app.mesh);
    await expectUntouched({ endpoints: 1, networkInterfaces: 2, hostedZones: 1 });
  });

  test('leaves the accounts as they were', async () => {
    expect(await app.diff()).toMatchObject({ exitCode: 0 });
    await app.destroy('--all');
    expect(await inventories(api)).toEqual(beforeAnything);
  });

  /** Deploys the app: first the providers, because the change set of a consumer needs their outputs. Gives what the change sets said before. */
  async function review(): Promise<{ [stack: string]: string[] }> {
    const result: { [stack: string]: string[] } = {};
    for (const phase of ['-provider', '-consumer']) {
      const stacks = app.stacks.filter(({ name }) => name.endsWith(phase));
      const ids = stacks.map(({ id }) => id);
      await app.deploy('--exclusively', '--method', 'prepare-change-set', '--change-set-name', CHANGE_SET, ...ids);
      for (const stack of stacks) {
        const changes = await changesOf(stack);
        if (changes.length > 0) result[stack.name] = changes;
      }
      await app.deploy('--exclusively', ...ids);
    }
    return result;
  }

  /** Without a change set where there is no change: the CDK deletes such a one. */
  async function changesOf({ name, ...environment }: CdkStack): Promise<string[]> {
    const { Summaries: summaries } = await api.call(environment, 'cloudformation', 'list_change_sets', { StackName: name });
    if (!summaries.some(({ ChangeSetName }: Answer) => ChangeSetName === CHANGE_SET)) {
      return [];
    }
    const { Changes: changes } = await api.call(environment, 'cloudformation', 'describe_change_set', { StackName: name, ChangeSetName: CHANGE_SET });
    return changes.map(({ ResourceChange: { Action, ResourceType, Replacement } }: Answer) =>
      `${Action} ${ResourceType}${Action === 'Modify' ? ` ${Replacement === 'False' ? 'without' : 'with'} replacement` : ''}`).sort();
  }

  /** What is not declared any more is no longer known to the CDK. */
  async function deleteUndeclared(declared: readonly CdkStack[]): Promise<string[]> {
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
  async function expectUntouched(gone: { readonly [kind: string]: number }): Promise<void> {
    const after = await inventories(api);
    for (const kind of ['loadBalancers', 'listeners', 'targetGroups', 'endpointServices', 'endpoints', 'networkInterfaces', 'hostedZones']) {
      const [old, now] = [before, after].map(found => Object.entries(found).flatMap(([environment, inventory]) =>
        Object.entries(inventory[kind]!).map(([id, entry]) => [`${environment} ${id}`, stable(entry)] as const)));
      const kept = old!.filter(([id]) => now!.some(([other]) => other === id));
      expect([kind, old!.length - kept.length]).toEqual([kind, gone[kind] ?? 0]);
      expect(now).toEqual(expect.arrayContaining(kept));
    }
  }
});

/** What a change elsewhere in the mesh must not change. */
function stable({ AllowedPrincipals: _principals, Records: _records, ResourceRecordSetCount: _count, ...rest }: Answer): Answer {
  return rest;
}
