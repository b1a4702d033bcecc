import { Answer, AwsApi } from './aws-api';
import { CdkApp, Change } from './cdk-app';
import { expectDeployed } from './expect-deployed';
import { inventories } from './inventory';
import { LANDSCAPES, Landscape } from './landscape';

/** Changes a property of a construct of the example's stacks, behind the library's back. */
function withOverride(construct: string, property: string, value: unknown): Change {
  return source => {
    const changed = unprotected(source).replace("new MeshStacks(app, 'Mesh'", "const stacks = new MeshStacks(app, 'Mesh'")
      .replace('\napp.synth();', `\n(${construct} as any).addPropertyOverride('${property}', ${JSON.stringify(value)});\napp.synth();`);
    expect(changed).toContain('const stacks = ');
    expect(changed).toContain('addPropertyOverride');
    return changed;
  };
}

/** The CDK cannot delete a protected stack whose creation failed, to create it anew. */
const unprotected: Change = source => source.replace(', terminationProtection: true', '');

/** Where the declared endpoint service is in the tree of a provider stack. */
const serviceOf = (cluster: string) => `stacks.providerStack('${cluster}').endpointService.node.findChild('Service')`;

// The accounts outlast the cases: what one left, the next one meets.
describe('cross-account is refused', () => {
  let api: AwsApi;
  let app: CdkApp;

  beforeAll(async () => {
    ({ api, app } = await start('cross-account', LANDSCAPES['cross-account']));
  });

  afterAll(async () => stop(api, app));

  test.each([
    {
      why: 'where a consumer is not among the principals',
      change: withOverride(`${serviceOf('platform')}.node.findChild('Permissions')`, 'AllowedPrincipals', ['arn:aws:iam::222222222222:root']),
      refusal: /The Vpc Endpoint Service 'com\.amazonaws\.vpce\.eu-west-1\.vpce-svc-\w+' does not exist/,
      missing: '333333333333 us-east-1',
    },
    {
      why: "where a consumer's region is not among the regions",
      change: withOverride(`${serviceOf('platform')}.node.findChild('Service')`, 'SupportedRegions', ['us-west-2']),
      refusal: /The Vpc Endpoint Service 'com\.amazonaws\.vpce\.eu-west-1\.vpce-svc-\w+' does not exist/,
      missing: '333333333333 us-east-1',
    },
    {
      why: "where an endpoint names the service in its own region instead of the service's",
      change: withOverride("stacks.consumerStack('analytics').endpoints.platform.interfaceEndpoint.node.defaultChild", 'ServiceRegion', 'us-east-1'),
      refusal: /The Vpc Endpoint Service 'com\.amazonaws\.vpce\.eu-west-1\.vpce-svc-\w+' does not exist/,
      missing: '333333333333 us-east-1',
    },
    {
      why: "where the role that reads a provider's outputs trusts another consumer",
      change: withOverride(
        "stacks.providerStack('platform').node.findChild('OutputReader-333333333333').node.findChild('Role')",
        'AssumeRolePolicyDocument.Statement.0.Principal.AWS', 'arn:aws:iam::222222222222:root'),
      refusal: /is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111111111111:role\/company-platform-eu-west-1-333333333333/,
      missing: '333333333333 us-east-1',
    },
  ])('$why', async ({ change, refusal, missing }) => {
    await app.synthesize(change);
    expect(await app.refusedDeployment('--all')).toMatch(refusal);
    expect((await inventories(api))[missing]!.endpoints).toEqual({});
  });

  test('and deployed once nothing is wrong with it', async () => {
    await app.synthesize(unprotected);
    await app.deploy('--all');
    await expectDeployed(api, app.mesh, { podCidrs: { analytics: '10.30.0.0/16' } });
  });

  test('and its endpoint services let nobody else in', async () => {
    const { 222222222222: orders } = Object.fromEntries(Object.entries(await inventories(api)).map(([environment, found]) => [environment.split(' ')[0], found]));
    const [service] = Object.values(orders!.endpointServices!);
    const request = (network: Landscape[string], subnets: readonly string[]) => ({
      VpcEndpointType: 'Interface', VpcId: network.vpc.id, SubnetIds: subnets, ServiceName: service.ServiceName, ServiceRegion: 'eu-west-1',
    });
    const { analytics, platform } = LANDSCAPES['cross-account'];
    await expect(api.call(analytics, 'ec2', 'create_vpc_endpoint', request(analytics, [analytics.subnets[0]!.id])))
      .rejects.toMatchObject({ code: 'InvalidServiceName' });
    // The first of its zones is none of the service's.
    await expect(api.call(platform, 'ec2', 'create_vpc_endpoint', request(platform, [platform.subnets[0]!.id])))
      .rejects.toMatchObject({ code: 'InvalidParameter', message: expect.stringContaining('does not support the availability zone') });
    // Others do not even see it, nor does its owner from another region.
    const described = { ServiceIds: [service.ServiceId] };
    for (const environment of [platform, analytics, { account: '222222222222', region: 'us-east-1' }]) {
      await expect(api.call(environment, 'ec2', 'describe_vpc_endpoint_service_configurations', described)).rejects.toThrow('does not exist');
    }
  });

  test('and nobody assumes a role that is not there, or does not let him', async () => {
    const readsOutputs = 'arn:aws:iam::111111111111:role/company-platform-eu-west-1-222222222222';
    for (const role of [readsOutputs, 'arn:aws:iam::444444444444:role/Administrator']) {
      await expect(api.callAs(role, 'eu-west-1', 'cloudformation', 'describe_stacks')).rejects.toMatchObject({ code: 'AccessDenied' });
    }
  });
});

describe('two-clusters', () => {
  let api: AwsApi;
  let app: CdkApp;

  beforeAll(async () => {
    const landscape = LANDSCAPES['two-clusters'];
    const [first, second] = landscape.cluster2.subnets;
    // The declaration names zones of one account, without their ids: that they are the same is for AWS to say.
    ({ api, app } = await start('two-clusters', { ...landscape, cluster2: { ...landscape.cluster2, subnets: [first!, { ...second!, zoneId: 'euw1-az3' }] } }));
  });

  afterAll(async () => stop(api, app));

  test('is refused where the zones of the clusters are others', async () => {
    await app.synthesize();
    expect(await app.refusedDeployment('--all')).toMatch(/does not support the availability zone of the subnet: subnet-0b/);
    expect(Object.values(await inventories(api)).map(({ endpoints }) => endpoints)).toEqual([{}]);
  });

  test('a change set says what it would replace', async () => {
    await app.synthesize(withOverride("stacks.providerStack('cluster1').endpointService.loadBalancer.node.defaultChild", 'Scheme', 'internet-facing'));
    const { id, name, ...environment } = app.stacks.find(stack => stack.name === 'demo-cluster1-provider')!;
    await app.deploy('--exclusively', '--method', 'prepare-change-set', '--change-set-name', 'review', id);
    const { Changes: changes } = await api.call(environment, 'cloudformation', 'describe_change_set', { StackName: name, ChangeSetName: 'review' });
    expect(changes.map(({ ResourceChange: { Action, ResourceType, Replacement } }: Answer) => [Action, ResourceType, Replacement])).toEqual([
      ['Modify', 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'True'],
      ['Modify', 'AWS::ElasticLoadBalancingV2::Listener', 'True'],
      ['Modify', 'AWS::EC2::VPCEndpointService', 'False'],
    ]);
  });

  test('nothing that the CDK sends leaves this machine', async () => {
    const { exitCode, output } = await app.run(['deploy', '--app', 'cdk.out', '--all', '--require-approval', 'never'], { AWS_ENDPOINT_URL: undefined });
    expect(exitCode).not.toBe(0);
    expect(output).toContain('ECONNREFUSED 127.0.0.1:1');
  });
});

async function start(example: string, landscape: Landscape): Promise<{ api: AwsApi; app: CdkApp }> {
  const api = await AwsApi.start(landscape);
  const app = new CdkApp(api, example);
  await app.bootstrap();
  return { api, app };
}

async function stop(api: AwsApi | undefined, app: CdkApp | undefined): Promise<void> {
  app?.remove();
  await api?.stop();
}
