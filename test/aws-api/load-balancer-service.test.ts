import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { AwsApi, Environment } from './aws-api';
import { CdkApp } from './cdk-app';
import { inventories } from './inventory';
import { LANDSCAPES } from './landscape';

const ENVIRONMENT: Environment = { account: '111111111111', region: 'eu-west-1' };

// Each test goes on from what the one before it left.
describe('the guide to the letter', () => {
  let api: AwsApi;
  let app: CdkApp;
  let loadBalancers: { readonly [cluster: string]: string };
  let before: unknown;

  beforeAll(async () => {
    api = await AwsApi.start(LANDSCAPES['two-clusters']);
    app = new CdkApp(api, 'load-balancer-service');
    // What the AWS Load Balancer Controller makes of the Services in the bundles.
    loadBalancers = Object.fromEntries(await Promise.all(Object.entries(api.landscape).map(async ([cluster, { subnets }]) => {
      const { LoadBalancers: [{ LoadBalancerArn }] } = await api.call(ENVIRONMENT, 'elbv2', 'create_load_balancer', {
        Name: `guide-${cluster}-ew`, Type: 'network', Scheme: 'internal', Subnets: subnets.map(({ id }) => id),
      });
      return [cluster, LoadBalancerArn] as const;
    })));
    await app.bootstrap();
    before = await inventories(api);
  });

  afterAll(async () => {
    app?.remove();
    await api?.stop();
  });

  /** The example with the ARNs of the load balancers that there are. */
  const withArns = (source: string) => {
    const changed = source.replace(/loadBalancerArn: `[^`]+`/, `loadBalancerArn: ${JSON.stringify(loadBalancers)}[name]`);
    expect(changed).not.toBe(source);
    return changed;
  };
  const bundle = (cluster: string, file: string) => join(app.directory, 'dist', cluster, file);

  test('before the endpoints exist the stacks are written, and the bundles wait', async () => {
    await app.synthesize(withArns);
    expect(app.stacks.map(({ name }) => name).sort()).toEqual([
      'guide-cluster1-consumer', 'guide-cluster1-provider', 'guide-cluster2-consumer', 'guide-cluster2-provider',
    ]);
    expect(existsSync(bundle('cluster1', 'kustomization.yaml'))).toBe(false);
  });

  test('the endpoint services offer the load balancers of the Services', async () => {
    await app.deploy('--all', '--outputs-file', 'outputs.json');
    const { ServiceConfigurations: services } = await api.call(ENVIRONMENT, 'ec2', 'describe_vpc_endpoint_service_configurations');
    expect(services.flatMap(({ NetworkLoadBalancerArns }: { NetworkLoadBalancerArns: string[] }) => NetworkLoadBalancerArns).sort())
      .toEqual(Object.values(loadBalancers).sort());
    // No load balancer, target group or zone of the mesh's own.
    const found = (await inventories(api))['111111111111 eu-west-1']!;
    expect(Object.keys(found.loadBalancers!).sort()).toEqual(Object.values(loadBalancers).sort());
    expect([Object.keys(found.targetGroups!), Object.keys(found.hostedZones!)]).toEqual([[], []]);
  });

  test('written again, the bundles lead to the endpoints by their own names', async () => {
    await app.synthesize(withArns);
    const { VpcEndpoints: endpoints } = await api.call(ENVIRONMENT, 'ec2', 'describe_vpc_endpoints');
    for (const [consumer, provider] of [['cluster1', 'cluster2'], ['cluster2', 'cluster1']] as const) {
      const endpoint = endpoints.find(({ VpcId }: { VpcId: string }) => VpcId === api.landscape[consumer]!.vpc.id);
      const name = endpoint.DnsEntries[0].DnsName as string;
      expect(readFileSync(bundle(consumer, `40-remote-${provider}.yaml`), 'utf8')).toContain(`value: ${name}\n`);
      expect(app.mesh.links.find(link => link.consumer === consumer)!.endpoint.hostname).toBe(name);
    }
    // And the stacks are what they were.
    expect((await app.diff()).output).toContain('Number of stacks with differences: 0');
  });

  test('the load balancers stay when the stacks go', async () => {
    await app.destroy('--all');
    expect(await inventories(api)).toEqual(before);
  });
});
