import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { AwsApi } from './aws-api';
import { CdkApp } from './cdk-app';
import { ALONE, SIDE_BY_SIDE } from './example-groups';
import { expectDeployed } from './expect-deployed';
import { inventories } from './inventory';
import { LANDSCAPES } from './landscape';

const EXAMPLES = join(__dirname, '..', '..', 'examples');

/** Where an example declares the addresses of its pods. */
const POD_CIDRS: { [example: string]: { [cluster: string]: string } } = { 'cross-account': { analytics: '10.30.0.0/16' } };

test('every example with stacks is deployed by one of these tests', () => {
  const withStacks = readdirSync(EXAMPLES).filter(name => existsSync(join(EXAMPLES, name, 'cdk.json')));
  const deployed = withStacks.filter(name => {
    const test = join(__dirname, `${name}.test.ts`);
    return existsSync(test) && readFileSync(test, 'utf8').includes(`new CdkApp(api, '${name}')`);
  });
  expect([...ALONE, ...SIDE_BY_SIDE, ...deployed].sort()).toEqual(withStacks.sort());
});

describe.each(ALONE)('%s', example => {
  let api: AwsApi;
  let app: CdkApp;
  let before: unknown;

  beforeAll(async () => {
    api = await AwsApi.start(LANDSCAPES[example]);
    app = new CdkApp(api, example);
    await Promise.all([app.bootstrap(), app.synthesize()]);
    before = await inventories(api);
  });

  afterAll(async () => {
    app?.remove();
    await api?.stop();
  });

  test('deploys all that the mesh declares, and nothing else', async () => {
    // All at once: whatever has to wait for another stack must say so.
    await app.deploy('--all', '--concurrency', '10');
    await expectDeployed(api, app.mesh, { podCidrs: POD_CIDRS[example] });
  });

  test('differs in nothing from what it deployed', async () => {
    const { exitCode, output } = await app.diff();
    expect(output).toContain('Number of stacks with differences: 0');
    expect(exitCode).toBe(0);
  });

  test('AWS refuses to delete what others use', async () => {
    const deployed = await inventories(api);
    for (const environment of api.environments) {
      const { loadBalancers, endpointServices, hostedZones, securityGroups } = deployed[`${environment.account} ${environment.region}`]!;
      for (const arn of Object.keys(loadBalancers!)) {
        await expect(api.call(environment, 'elbv2', 'delete_load_balancer', { LoadBalancerArn: arn })).rejects.toMatchObject({ code: 'ResourceInUse' });
        for (const group of loadBalancers![arn].SecurityGroups) {
          await expect(api.call(environment, 'ec2', 'delete_security_group', { GroupId: group })).rejects.toMatchObject({ code: 'DependencyViolation' });
        }
      }
      for (const id of Object.keys(endpointServices!)) {
        const { Unsuccessful: refused } = await api.call(environment, 'ec2', 'delete_vpc_endpoint_service_configurations', { ServiceIds: [id] });
        expect(refused).toMatchObject([{ ResourceId: id, Error: { Code: 'ExistingVpcEndpointConnections' } }]);
      }
      for (const Id of Object.keys(hostedZones!)) {
        await expect(api.call(environment, 'route53', 'delete_hosted_zone', { Id })).rejects.toMatchObject({ code: 'HostedZoneNotEmpty' });
      }
      expect(Object.keys(loadBalancers!).length + Object.keys(endpointServices!).length + Object.keys(hostedZones!).length).toBeGreaterThan(0);
      expect(Object.keys(securityGroups!).length).toBeGreaterThan(0);
    }
    expect(await inventories(api)).toEqual(deployed);
  });

  test('a provider does not go before its consumers', async () => {
    const refusal = {
      'two-clusters': 'EndpointServiceId cannot be deleted as it is in use by demo-cluster2-consumer',
      'cross-account': 'cannot be deleted while TerminationProtection is enabled',
      'service-entry': 'ExistingVpcEndpointConnections',
    }[example];
    const provider = app.stacks.find(({ name }) => name.endsWith('-provider'))!;
    expect(await app.refusedDestruction('--exclusively', provider.id)).toContain(refusal);
    await expectEndpointServicesRemain();
  });

  test('leaves the accounts as they were', async () => {
    if (example === 'cross-account') {
      // Its stacks are protected.
      for (const { name, ...environment } of app.stacks) {
        await api.call(environment, 'cloudformation', 'update_termination_protection', { StackName: name, EnableTerminationProtection: false });
      }
    }
    await app.destroy('--all', '--concurrency', '10');
    expect(await inventories(api)).toEqual(before);
  });

  async function expectEndpointServicesRemain(): Promise<void> {
    const found = Object.values(await inventories(api)).flatMap(({ endpointServices }) => Object.keys(endpointServices!));
    expect(found).toHaveLength(app.mesh.clusters.length);
  }
});
