import { readFileSync } from 'fs';
import { join } from 'path';
import { AwsApi } from './aws-api';
import { CdkApp } from './cdk-app';
import { expectDeployed } from './expect-deployed';
import { inventories } from './inventory';
import { LANDSCAPES } from './landscape';

const OUTPUTS = 'endpoint-services.json';

/** The example with ids from a file, and with stacks that can be deleted. */
function fromOutputs(source: string): string {
  const changed = source
    .replace('import { ClusterVpc,', 'import { ClusterVpc, EndpointServiceIds,')
    .replace('{ mesh, terminationProtection: true }', `{ mesh, endpointServiceIds: EndpointServiceIds.fromOutputs('${OUTPUTS}') }`);
  expect(changed).toMatch(/EndpointServiceIds,[^]*EndpointServiceIds\.fromOutputs/);
  return changed;
}

// Each test goes on from what the one before it left.
describe('three accounts that do not read each other', () => {
  let api: AwsApi;
  let app: CdkApp;
  let before: unknown;

  beforeAll(async () => {
    api = await AwsApi.start(LANDSCAPES['cross-account']);
    app = new CdkApp(api, 'cross-account');
    await app.bootstrap();
    before = await inventories(api);
  });

  afterAll(async () => {
    app?.remove();
    await api?.stop();
  });

  test('before the first deployment the consumers are refused, with what to do', async () => {
    const advice = `outputs file "${OUTPUTS}" does not exist: deploy all provider stacks with "cdk deploy 'Mesh/*-provider' --outputs-file ${OUTPUTS}", then run this again`;
    const said = await app.refusedSynthesis(fromOutputs);
    expect(said.split(advice)).toHaveLength(1 + app.stacks.filter(({ name }) => name.endsWith('-consumer')).length);
    expect(await app.refusedDeployment('--all')).toContain(advice);
    expect(await inventories(api)).toEqual(before);
  });

  test('the providers are deployed alone, and leave the ids in the file', async () => {
    await app.deploy('Mesh/*-provider', '--outputs-file', OUTPUTS);
    const outputs = JSON.parse(readFileSync(join(app.directory, OUTPUTS), 'utf8')) as { [stack: string]: { EndpointServiceId: string } };
    expect(Object.keys(outputs).sort()).toEqual(['company-analytics-provider', 'company-orders-provider', 'company-platform-provider']);
    for (const { EndpointServiceId } of Object.values(outputs)) {
      expect(EndpointServiceId).toMatch(/^vpce-svc-[0-9a-f]+$/);
    }
  });

  test('then the consumers, and nobody may assume a role of another account', async () => {
    await app.synthesize(fromOutputs);
    await app.deploy('Mesh/*-consumer');
    await expectDeployed(api, app.mesh, { podCidrs: { analytics: '10.30.0.0/16' } });
    for (const { name, ...environment } of app.stacks) {
      const { StackResourceSummaries: resources } = await api.call(environment, 'cloudformation', 'list_stack_resources', { StackName: name });
      expect([name, resources.filter(({ ResourceType }: { ResourceType: string }) => ResourceType === 'AWS::IAM::Role')]).toEqual([name, []]);
    }
    expect((await app.diff()).output).toContain('Number of stacks with differences: 0');
  });

  test('all goes again', async () => {
    await app.destroy('--all');
    expect(await inventories(api)).toEqual(before);
  });
});
