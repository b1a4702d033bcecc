import { existsSync } from 'fs';
import { call, Caller, untilAnswered } from './guide/calls';
import { Commands } from './guide/commands';
import { ONE_WAY } from './lab-plan';
import { endpointsOf } from './live/endpoints';
import { evidence } from './live/evidence';
import { connectFrom } from './network/connect-from';
import { takeSnapshot } from './private-link/take-snapshot';
import { useLab } from './use-lab';

const lab = useLab(ONE_WAY);

const JOBS: Caller = { cluster: 'jobs', namespace: 'batch', workload: 'deploy/batch', container: 'webserver' };
const MODELS: Caller = { cluster: 'models', namespace: 'inference', workload: 'deploy/predict', container: 'webserver' };
const PREDICT = 'predict.inference.svc.cluster.local';
const PREDICT_URL = `http://${PREDICT}:8500/`;
const BATCH_URL = 'http://batch.batch.svc.cluster.local/';

async function namesOf(cluster: string, kind: string, ...selector: readonly string[]): Promise<string[]> {
  const { items } = await lab().cluster(cluster).json<{ items: { metadata: { name: string } }[] }>(['get', kind, '-A', ...selector]);
  return items.map(({ metadata: { name } }) => name);
}

async function inContainer({ cluster, namespace, workload, container }: Caller, ...command: readonly string[]): Promise<string> {
  return lab().cluster(cluster).kubectl(['exec', '-n', namespace, workload, '-c', container!, '--', ...command]);
}

test('the consumer reaches the provider, by its endpoint', async () => {
  expect(await untilAnswered(lab(), JOBS, PREDICT_URL)).toBe('hello from models\n');
  const [link, ...more] = await lab().linkStatus();
  expect([link!.consumer, link!.provider, more]).toEqual(['jobs', 'models', []]);
  const endpoints = await endpointsOf(new Commands(lab()), JOBS, PREDICT, 8500);
  expect(endpoints).toEqual(link!.addresses.map(address => `${address}:15443`).sort());
  evidence(`jobs: curl ${PREDICT_URL} -> 200 "hello from models", endpoints ${endpoints.join(', ')}`);
});

test('its name is that of a stub Service, which has no endpoints in the consumer\'s cluster', async () => {
  const service = await lab().cluster('jobs').json<{ spec: { clusterIP: string } }>(['get', 'service', 'predict', '-n', 'inference']);
  const resolved = (await inContainer(JOBS, 'getent', 'ahostsv4', PREDICT)).split(/\s/)[0];
  expect(resolved).toBe(service.spec.clusterIP);
  const slices = await lab().cluster('jobs').json<{ items: { endpoints: unknown[] | null }[] }>(
    ['get', 'endpointslices', '-n', 'inference', '-l', 'kubernetes.io/service-name=predict']);
  expect(slices.items.flatMap(({ endpoints }) => endpoints ?? [])).toEqual([]);
  const pods = await lab().cluster('jobs').kubectl(['get', 'pods', '-n', 'batch', '-o', 'yaml']);
  expect(pods).toContain('ISTIO_META_');
  expect(pods).not.toContain('ISTIO_META_DNS_CAPTURE');
  evidence(`stub Service: ${PREDICT} is ${resolved} in jobs, without endpoints; no DNS capture in its pods`);
});

test('only the consumer watches the provider', async () => {
  const knows = async (cluster: string) => new Commands(lab()).istioctl(['remote-clusters', '--context', cluster]);
  // Without Secrets to read, istiod never says `synced`.
  expect(await knows('jobs')).toMatch(/^models\s/m);
  expect(await knows('models')).not.toMatch(/^jobs\s/m);
  expect(await namesOf('jobs', 'secrets', '-l', 'istio/multiCluster=true')).toHaveLength(1);
  expect(await namesOf('models', 'secrets', '-l', 'istio/multiCluster=true')).toEqual([]);
  const readers = async (cluster: string) => (await namesOf(cluster, 'serviceaccounts')).filter(name => name.includes('reader'));
  expect(await readers('models')).toHaveLength(1);
  expect(await readers('jobs')).toEqual([]);
  evidence(`models has the reader account ${(await readers('models')).join()} and no remote secret; jobs has one remote secret and no reader account`);
});

test('only the consumer has a gateway address of the other network, and only the provider a gateway', async () => {
  const remote = async (cluster: string) => {
    const { items } = await lab().cluster(cluster).json<{ items: { spec: { gatewayClassName: string; addresses?: { value: string }[] } }[] }>(
      ['get', 'gateways.gateway.networking.k8s.io', '-A']);
    return items.filter(({ spec }) => spec.gatewayClassName === 'istio-remote').flatMap(({ spec: { addresses = [] } }) => addresses.map(({ value }) => value));
  };
  expect(await remote('jobs')).toEqual(['models.mesh.internal']);
  expect(await remote('models')).toEqual([]);
  const gateways = async (cluster: string) => namesOf(cluster, 'pods', '-l', 'istio=eastwestgateway');
  expect((await gateways('models')).length).toBeGreaterThan(0);
  expect(await gateways('jobs')).toEqual([]);
  expect(existsSync(lab().bundle('jobs', '20-eastwest-gateway.yaml'))).toBe(false);
  evidence('istio-remote: jobs has models.mesh.internal, models has none; gateways run in models only');
});

test('only the consumer has an endpoint and a zone, and only the provider a load balancer and an endpoint service', async () => {
  const { endpoints, hostedZones, loadBalancers, endpointServices } = await takeSnapshot(lab().api);
  const [models, jobs] = ['models', 'jobs'].map(cluster => ONE_WAY.landscape[cluster]!.vpc.id);
  expect(endpoints.map(({ VpcId }) => VpcId)).toEqual([jobs]);
  expect(hostedZones.flatMap(({ VPCs }) => VPCs.map(({ VPCId }) => VPCId))).toEqual([jobs]);
  expect(loadBalancers.map(({ VpcId }) => VpcId)).toEqual([models]);
  expect(endpointServices.map(({ NetworkLoadBalancerArns: arns }) => arns)).toEqual([loadBalancers.map(({ LoadBalancerArn: arn }) => arn)]);
  evidence(`of ${jobs} (jobs): ${endpoints.length} endpoint, ${hostedZones.length} zone; of ${models} (models): ${loadBalancers.length} load balancer, ` +
    `${endpointServices.length} endpoint service; nothing the other way round`);
});

test('the provider cannot call the consumer, neither by name nor by address', async () => {
  expect(await untilAnswered(lab(), JOBS, BATCH_URL)).toBe('hello from jobs\n');
  const byName = await call(lab(), MODELS, BATCH_URL);
  expect(byName.error).toContain('Could not resolve host: batch.batch.svc.cluster.local');
  const address = (await lab().cluster('jobs').kubectl(['get', 'pods', '-n', 'batch', '-l', 'app=batch', '-o', 'jsonpath={.items[0].status.podIP}'])).trim();
  const namespaceOf = (name: string) => lab().vpcs.find(({ cluster }) => cluster === name)!.namespace;
  // The port of the sidecar's readiness, which is open to all.
  const tryAddress = async (cluster: string) => connectFrom(namespaceOf(cluster), address, 15021);
  expect(await tryAddress('jobs')).toBe('connected');
  expect(await tryAddress('models')).not.toBe('connected');
  evidence(`models: ${byName.error.split('\n')[0]}, ${address}:15021 ${await tryAddress('models')}; jobs itself: 200 "hello from jobs", connected`);
});

test.each([
  ['models', []],
  // A stub Service has no pods, and so a target port that says nothing. istioctl compares it with that of the Service in models, 8080, all the same.
  ['jobs', ['Warning IST0170 Service inference/predict']],
])('istioctl analyze finds no error in %s, and the warnings %j', async (cluster, expected) => {
  // Without the peer's context, istioctl would go through the remote secret, to an address that the host has no way to.
  const peer = cluster === 'jobs' ? ['--remote-contexts', 'models'] : [];
  const output = await new Commands(lab()).istioctl(['analyze', '--all-namespaces', '--context', cluster, ...peer, '--output', 'json']);
  const messages = output.trim() === '' ? [] : JSON.parse(output) as { level: string; code: string; origin: string }[];
  const found = messages.map(({ level, code, origin }) => `${level} ${code} ${origin}`);
  expect(found.filter(text => !text.startsWith('Info '))).toEqual(expected);
  evidence(`istioctl analyze in ${cluster}: ${found.join(', ') || 'nothing'}`);
});
