import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { BareVpc, requireNoLab } from './bare-vpc';
import { namespacesLike } from './network-namespace';
import { PrivateLinkFiles } from './private-link-files';
import { PRIVATE_LINK_PREFIXES, Reconciler } from './reconciler';
import { takeSnapshot } from './take-snapshot';
import { AwsApi } from '../../aws-api/aws-api';
import { CdkApp } from '../../aws-api/cdk-app';
import { Landscape, LANDSCAPES } from '../../aws-api/landscape';

const { cluster1, cluster2 } = LANDSCAPES['two-clusters'];

/** Both VPCs have the same addresses, which they may where nothing but PrivateLink connects them. */
const LANDSCAPE: Landscape = {
  cluster1,
  cluster2: {
    ...cluster2,
    vpc: { ...cluster2.vpc, cidr: cluster1.vpc.cidr },
    subnets: cluster2.subnets.map((subnet, index) => ({
      ...subnet, cidr: cluster1.subnets[index]!.cidr,
    })),
  },
};

let vpcs: BareVpc[] = [];
let api: AwsApi;
let app: CdkApp;
let reconciler: Reconciler;
let directory: string;

beforeAll(async () => {
  requireNoLab();
  directory = mkdtempSync(join(tmpdir(), 'overlapping-'));
  vpcs = Object.entries(LANDSCAPE).map(([name, network], index) => new BareVpc(name, network, index));
  api = await AwsApi.start(LANDSCAPE);
  reconciler = new Reconciler(api, { clusters: vpcs.map(({ cluster }) => cluster), landscape: LANDSCAPE }, directory);
  app = new CdkApp(api, 'two-clusters');
  await Promise.all([app.bootstrap(), app.synthesize()]);
  await app.deploy('--all', '--concurrency', '10');
});

afterAll(async () => {
  app?.remove();
  await reconciler?.stop();
  await api?.stop();
  await Promise.all(vpcs.map(async vpc => vpc.remove()));
  rmSync(directory, { recursive: true });
  expect(namespacesLike(...PRIVATE_LINK_PREFIXES)).toEqual([]);
});

test('VPCs of the same addresses call each other', async () => {
  const [one, two] = vpcs as [BareVpc, BareVpc];
  const pods = [await one.pod('one'), await two.pod('two')];
  expect(pods[0]!.address).toBe(pods[1]!.address);
  const { targetGroups } = await takeSnapshot(api);
  await Promise.all(targetGroups.map(async ({ TargetGroupArn }) => api.call(cluster1, 'elbv2', 'register_targets', {
    TargetGroupArn, Targets: [{ Id: pods[0]!.address, Port: 15443 }],
  })));
  const links = () => new PrivateLinkFiles(directory).status.read()?.links ?? [];
  for (const deadline = Date.now() + 30_000; links().length < 2 || links().some(({ reason }) => reason !== undefined);) {
    if (Date.now() > deadline) throw new Error(`waited in vain, with ${JSON.stringify(links(), undefined, 2)}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  const toTwo = links().find(({ consumer }) => consumer === 'cluster1')!.addresses[0]!;
  const toOne = links().find(({ consumer }) => consumer === 'cluster2')!.addresses[0]!;
  expect(toTwo).toBe(toOne);
  // Also from a pod's address that there is in both.
  expect([one.ask(toTwo), two.ask(toOne)]).toEqual(['two 10.10.0.254', 'one 10.10.0.254']);
  expect(one.ask(toTwo, 15443, pods[0]!.address)).toBe('two 10.10.0.254');
});
