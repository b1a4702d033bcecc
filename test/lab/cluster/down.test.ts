import { machineState } from './machine-state';
import { PROGRAMS, programOf } from './programs';
import { SingleNodeCluster } from './single-node-cluster';
import { testCluster } from './test-cluster';
import { workloads } from './workloads';
import { imageArchive } from '../images/build';
import { CLIENT_IMAGE } from '../images/images';

const { vpc: VPC, cluster, remove } = testCluster('down-test', 1);
const down = async () => SingleNodeCluster.down(VPC.cluster);
const state = async () => machineState(VPC.cluster);
let before: Awaited<ReturnType<typeof machineState>>;

beforeAll(async () => {
  await remove();
  before = await state();
});

afterEach(remove, 60_000);

/** With a Deployment and a Pod that run. */
async function up(): Promise<void> {
  await cluster.up([imageArchive()]);
  await cluster.kubectl(['create', '--filename', '-'], JSON.stringify(workloads(CLIENT_IMAGE)));
  await cluster.kubectl(['rollout', 'status', 'deployment/echo', '--timeout', '60s']);
  await cluster.kubectl(['wait', '--for=condition=Ready', 'pod/client', '--timeout', '60s']);
  const { networkNamespaces, networkDevices, controlGroups, processes, files, mounts, kernelSettings } = await state();
  expect(networkNamespaces).toContain(VPC.namespace);
  expect(networkDevices.length).toBeGreaterThan(before.networkDevices.length);
  expect(controlGroups).toContain(`/sys/fs/cgroup/memory/istio-lab-${VPC.cluster}`);
  // Two pods of two containers each.
  expect(processes.length).toBeGreaterThanOrEqual(PROGRAMS.length + 4);
  expect(files).toContain(VPC.cluster);
  // Nothing but the namespace itself: what is mounted for pods is out of the machine's sight.
  expect(mounts.filter(line => !line.includes(`netns/${VPC.namespace} `))).toEqual(before.mounts);
  expect(kernelSettings).toEqual(before.kernelSettings);
}

test('nothing is left of a cluster with pods, and a second time there is nothing to do', async () => {
  await up();
  await down();
  expect(await state()).toEqual(before);
  await down();
}, 180_000);

test('nothing is left when all its programs were killed', async () => {
  await up();
  for (const program of PROGRAMS) {
    process.kill(programOf(VPC.cluster, program).pid()!, 'SIGKILL');
  }
  await down();
  expect(await state()).toEqual(before);
}, 180_000);

test('nothing is left of what did not come up, and the error says why', async () => {
  await expect(cluster.up(['/nowhere/images.tar'])).rejects.toThrow('/nowhere/images.tar: no such file or directory');
  await down();
  expect(await state()).toEqual(before);
}, 180_000);
