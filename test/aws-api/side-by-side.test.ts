import { AwsApi } from './aws-api';
import { CdkApp } from './cdk-app';
import { SIDE_BY_SIDE } from './example-groups';
import { ClusterFacts, expectDeployed } from './expect-deployed';
import { inventories, inventory, Inventory } from './inventory';
import { FULL_MESH_ENVIRONMENT, LANDSCAPES } from './landscape';
import { madeNetworks } from './made-networks';

type Neighbour = typeof SIDE_BY_SIDE[number];

const FACTS: { readonly [example in Neighbour]: (api: AwsApi) => ClusterFacts | Promise<ClusterFacts> } = {
  'one-way': () => ({ networks: LANDSCAPES['one-way'] }),
  'cert-manager-ca': () => ({ networks: LANDSCAPES['cert-manager-ca'] }),
  'full-mesh': async api => ({
    networks: await madeNetworks(api, FULL_MESH_ENVIRONMENT, ['blue', 'green', 'red']),
    podCidrs: { blue: '10.0.0.0/16', green: '10.0.0.0/16', red: '10.0.0.0/16' },
  }),
};

// Each test goes on from what the one before it left.
describe('three meshes in one account', () => {
  let api: AwsApi;
  let apps: { [example: string]: CdkApp } = {};
  let before: unknown;

  beforeAll(async () => {
    api = await AwsApi.start({ ...LANDSCAPES['one-way'], ...LANDSCAPES['cert-manager-ca'] }, FULL_MESH_ENVIRONMENT);
    apps = Object.fromEntries(SIDE_BY_SIDE.map(example => [example, new CdkApp(api, example)]));
    await Promise.all([apps['full-mesh']!.bootstrap(), each(app => app.synthesize())]);
    before = await inventories(api);
  });

  afterAll(async () => {
    Object.values(apps).forEach(app => app.remove());
    await api?.stop();
  });

  test('are deployed at the same time', async () => {
    await each(app => app.deploy('--all', '--concurrency', '10'));
  });

  test.each(SIDE_BY_SIDE)('%s is all that its mesh declares, and nothing else', async example => {
    await expectDeployed(api, apps[example]!.mesh, await FACTS[example](api));
  });

  test('differ in nothing from what they deployed', async () => {
    await each(async app => {
      const { exitCode, output } = await app.diff();
      expect(output).toContain('Number of stacks with differences: 0');
      expect(exitCode).toBe(0);
    });
  });

  test('AWS refuses to delete the network that a mesh uses', async () => {
    const found = await inventory(api, FULL_MESH_ENVIRONMENT);
    const refused = async (kind: string, code: string, operation: string, parameters: (id: string) => object) => {
      const ids = Object.keys(ofMesh(found, kind));
      expect([kind, ids.length]).not.toEqual([kind, 0]);
      for (const id of ids) {
        await expect(api.call(FULL_MESH_ENVIRONMENT, 'ec2', operation, parameters(id))).rejects.toMatchObject({ code });
      }
    };
    await refused('vpcs', 'DependencyViolation', 'delete_vpc', VpcId => ({ VpcId }));
    await refused('subnets', 'DependencyViolation', 'delete_subnet', SubnetId => ({ SubnetId }));
    await refused('elasticIps', 'InvalidIPAddress.InUse', 'release_address', AllocationId => ({ AllocationId }));
    await refused('internetGateways', 'DependencyViolation', 'detach_internet_gateway', InternetGatewayId =>
      ({ InternetGatewayId, VpcId: found.internetGateways![InternetGatewayId].Attachments[0].VpcId }));
    expect(await apps['full-mesh']!.refusedDestruction('--exclusively', 'blue-network')).toMatch(/Export blue-network:\S+ cannot be deleted as it is in use by trio-blue-/);
    expect({ ...await inventory(api, FULL_MESH_ENVIRONMENT), stacks: {} }).toEqual({ ...found, stacks: {} });
  });

  test('leave the account as it was', async () => {
    await each(app => app.destroy('--all', '--concurrency', '10'));
    expect(await inventories(api)).toEqual(before);
  });

  async function each(act: (app: CdkApp) => Promise<void>): Promise<void> {
    await Promise.all(Object.values(apps).map(act));
  }
});

/** Without what every region has from the start, and subnets where a mesh has nothing. */
function ofMesh(found: Inventory, kind: string): Inventory[string] {
  const isUsed = (entry: Inventory[string][string]) => kind === 'subnets'
    ? Object.values(found.networkInterfaces!).some(({ SubnetId }) => SubnetId === entry.SubnetId)
    : !entry.IsDefault;
  return Object.fromEntries(Object.entries(found[kind]!).filter(([, entry]) => isUsed(entry)));
}
