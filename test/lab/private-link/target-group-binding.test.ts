import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { KubeApi } from './kube-api';
import { TargetGroupController } from './target-group-controller';
import { Cluster } from '../../api-server/cluster';
import { guardDirectory } from '../../api-server/guard';
import { setRunDirectory } from '../../api-server/run-directory';
import { LANDSCAPES } from '../../aws-api/landscape';
import { CLUSTERS, PODS, SNAPSHOT, TARGET_GROUP, withChange } from '../../lab-parts/private-link-fixture';

const BINDING = join(__dirname, '..', '..', 'golden', 'two-clusters', 'dist', 'cluster2', '21-target-group-binding.yaml');
const EMPTY = withChange('targetGroups', 0, { Targets: [] });
const TARGET = { Id: PODS[0], Port: 15443 };

let cluster: Cluster;
let directory: string;
let guard: ReturnType<typeof guardDirectory>;
let calls: unknown[];
let kube: KubeApi;
let controller: TargetGroupController;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'target-group-binding-'));
  guard = guardDirectory(directory);
  setRunDirectory(directory);
  cluster = await Cluster.create('cluster2');
  cluster.kubectl(['apply', '-f', join(__dirname, 'target-group-binding-crd.yaml')]);
  cluster.kubectl(['wait', '--for=condition=Established', 'crd/targetgroupbindings.elbv2.k8s.aws']);
  // It waits while the server makes room for them.
  cluster.kubectl(['get', 'targetgroupbindings', '--all-namespaces']);
  cluster.kubectl(['create', 'namespace', 'istio-system']);
  cluster.kubectl(['create', 'service', 'clusterip', 'istio-eastwestgateway', '--tcp=15443:15443', '-n', 'istio-system']);
}, 120_000);

afterAll(async () => {
  await cluster?.stop();
  await guard?.end();
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(() => {
  calls = [];
  kube = new KubeApi(cluster.kubeconfig);
  controller = new TargetGroupController(
    { call: async ({ account }, _, operation, parameters) => calls.push([account, operation, parameters]) }, kube);
});

afterEach(() => kube.close());

test('a cluster without bindings has no part in it, and others are not asked', async () => {
  expect(await controller.reconcile(CLUSTERS, SNAPSHOT)).toEqual([]);
  expect(calls).toEqual([]);
});

test('the bundle\'s TargetGroupBinding fills the target group with what is ready', async () => {
  cluster.kubectl(['apply', '-f', BINDING]);
  endpointIs(true);
  expect(await controller.reconcile(CLUSTERS, EMPTY)).toEqual([]);
  const { account } = LANDSCAPES['two-clusters'].cluster2;
  expect(calls).toEqual([[account, 'register_targets', { TargetGroupArn: TARGET_GROUP, Targets: [TARGET] }]]);

  endpointIs(false);
  expect(await controller.reconcile(CLUSTERS, withChange('targetGroups', 0, { Targets: [TARGET] }))).toEqual([]);
  expect(calls[1]).toEqual([account, 'deregister_targets', { TargetGroupArn: TARGET_GROUP, Targets: [TARGET] }]);
});

test('the definition refuses what the controller\'s own does', () => {
  const refused = (patch: object) => cluster.tryKubectl([
    'patch', 'targetgroupbinding', 'istio-eastwestgateway', '-n', 'istio-system', '--type=merge', '-p', JSON.stringify(patch),
  ]);
  expect(refused({ spec: { targetType: 'alb' } }).stderr).toContain('spec.targetType: Unsupported value: "alb"');
  expect(refused({ spec: { serviceRef: { port: null } } }).stderr).toContain('spec.serviceRef.port: Required value');
});

test('nothing is changed while the cluster does not answer', async () => {
  await cluster.stop();
  expect(await controller.reconcile(CLUSTERS, SNAPSHOT)).toEqual([expect.stringContaining('TargetGroupBindings of cluster2: connect ECONNREFUSED')]);
  expect(calls).toEqual([]);
});

/** As the EndpointSlice controller writes it, which does not run here. */
function endpointIs(ready: boolean): void {
  cluster.kubectl(['apply', '-f', '-'], JSON.stringify({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'istio-eastwestgateway-1', namespace: 'istio-system', labels: { 'kubernetes.io/service-name': 'istio-eastwestgateway' } },
    addressType: 'IPv4',
    ports: [{ name: '15443-15443', port: 15443, protocol: 'TCP' }],
    endpoints: [{ addresses: [PODS[0]], conditions: { ready, serving: true, terminating: !ready } }],
  }));
}
