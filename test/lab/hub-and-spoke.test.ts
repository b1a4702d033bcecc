/** A hub and two spokes, in three accounts and two regions: who reaches whom, with RSA keys, both ways to install a gateway, and services of one name. */
import { readFileSync } from 'fs';
import { parse, stringify } from 'yaml';
import { call, Caller, untilAnswered } from './guide/calls';
import { Commands } from './guide/commands';
import { labPath } from './lab-directory';
import { HUB_AND_SPOKE } from './lab-plan';
import { Answers, answersText, httpAnswers, tcpAnswers } from './live/answers';
import { EchoServer, echoCaller, removeEchoServer, startEchoServer } from './live/echo-server';
import { endpointsOf } from './live/endpoints';
import { eventually } from './live/eventually';
import { evidence } from './live/evidence';
import { installedGateway } from './live/installed-gateway';
import { analyze, remoteClusters } from './live/istioctl-reports';
import { certificatesOf, keyOf } from './live/shown-certificates';
import { Said, sayFrom } from './live/tls-client';
import { privateLinkStatus } from './private-link/private-link';
import { LinkStatus } from './private-link/status';
import { useLab } from './use-lab';

const GATEWAY = 'istio-eastwestgateway';
const PORT = 15443;

/** The demo of each cluster, which answers others and calls them. */
const DEMO: { readonly [cluster: string]: Caller } = {
  platform: { cluster: 'platform', namespace: 'identity', workload: 'deploy/login', container: 'webserver' },
  orders: { cluster: 'orders', namespace: 'orders', workload: 'deploy/api', container: 'webserver' },
  analytics: { cluster: 'analytics', namespace: 'events', workload: 'deploy/collector', container: 'webserver' },
};

const SPOKES = ['analytics', 'orders'];

/** Two clusters run it with the same names; only the first Service is exported, by both. */
const [PLATFORM_SHOP, ORDERS_SHOP] = ['platform', 'orders'].map((cluster): EchoServer => (
  { cluster, namespace: 'shop', name: 'shop', services: ['status', 'notes'] })) as [EchoServer, EchoServer];
const SHOPS = [PLATFORM_SHOP, ORDERS_SHOP];
const STATUS = 'status.shop.svc.cluster.local';
const NOTES = 'notes.shop.svc.cluster.local';

const lab = useLab(HUB_AND_SPOKE);
const commands = () => new Commands(lab());

beforeAll(async () => {
  await Promise.all(SHOPS.map(async shop => startEchoServer(lab(), shop)));
  // What is asked of a mesh is asked once it is there.
  for (const [from, to] of [['platform', 'orders'], ['platform', 'analytics'], ['orders', 'platform'], ['analytics', 'platform']] as const) {
    await untilAnswered(lab(), DEMO[from]!, urlOf(to));
  }
  for (const shop of SHOPS) {
    await eventually(`${shop.cluster} has both endpoints of ${STATUS}`, async () => endpointsOf(commands(), echoCaller(shop), STATUS, 7000), found => found.length > 1);
  }
});

afterAll(async () => {
  await Promise.all(SHOPS.map(async shop => removeEchoServer(lab(), shop)));
});

test.each(SPOKES)('the hub and %s reach each other', async spoke => {
  for (const [from, to] of [['platform', spoke], [spoke, 'platform']] as const) {
    const { status, body } = await call(lab(), DEMO[from]!, urlOf(to));
    expect({ status, body }).toEqual({ status: 200, body: `hello from ${to}\n` });
    evidence(`${from} -> ${to}: HTTP ${status} ${JSON.stringify(body)}`);
  }
});

test.each([['orders', 'analytics'], ['analytics', 'orders']] as const)('%s does not reach %s: it knows neither the name nor a way', async (from, to) => {
  const [caller, url] = [DEMO[from]!, urlOf(to)];
  // The same URL has an answer where there is a link.
  expect(await call(lab(), DEMO.platform!, url)).toMatchObject({ status: 200 });
  expect(await endpointsOf(commands(), DEMO.platform!, hostOf(to), 80)).toHaveLength(linkOf('platform', to).addresses.length);

  const { status, error } = await call(lab(), caller, url);
  expect(status).toBeUndefined();
  expect(error).toContain('Could not resolve host');
  expect(await endpointsOf(commands(), caller, hostOf(to), 80)).toEqual([]);
  evidence(`${from} -> ${to}: ${error.split('\n')[0]}; no endpoint in its proxy`);
});

test('between the spokes there is nothing to go over: no endpoint, no name, no permission, no remote secret', async () => {
  expect(privateLinkStatus()!.links.map(({ consumer, provider }) => `${consumer} -> ${provider}`).sort()).toEqual([
    'analytics -> platform', 'orders -> platform', 'platform -> analytics', 'platform -> orders',
  ]);
  for (const [spoke, other] of [SPOKES, [...SPOKES].reverse()] as [string, string][]) {
    const { account, region } = HUB_AND_SPOKE.landscape[spoke]!;
    const zones = await api(spoke, 'route53', 'list_hosted_zones');
    const ours = zones.HostedZones.filter(({ Name }: { Name: string }) => Name === 'mesh.example.internal.');
    expect(ours).toHaveLength(1);
    const { ResourceRecordSets: records } = await api(spoke, 'route53', 'list_resource_record_sets', { HostedZoneId: ours[0].Id });
    const names = records.filter(({ Type }: { Type: string }) => Type === 'A').map(({ Name }: { Name: string }) => Name);
    expect(names).toEqual(['platform.mesh.example.internal.']);

    const { VpcEndpoints: endpoints } = await api(spoke, 'ec2', 'describe_vpc_endpoints');
    expect(endpoints).toHaveLength(1);
    const { ServiceConfigurations: [service] } = await api(spoke, 'ec2', 'describe_vpc_endpoint_service_configurations');
    const { AllowedPrincipals: principals } = await api(spoke, 'ec2', 'describe_vpc_endpoint_service_permissions', { ServiceId: service.ServiceId });
    const allowed = principals.map(({ Principal }: { Principal: string }) => Principal);
    expect(allowed).toEqual([`arn:aws:iam::${HUB_AND_SPOKE.landscape.platform!.account}:root`]);
    expect(JSON.stringify(endpoints)).not.toContain(service.ServiceName);

    const secrets = await remoteSecrets(spoke);
    expect(secrets).toEqual(['istio-remote-secret-platform']);
    evidence(`${spoke} (${account}, ${region}): names ${names.join(', ')}; 1 endpoint; lets in ${allowed.join(', ')}; remote secrets ${secrets.join(', ')}; ` +
      `nothing of ${other}`);
  }
  expect(await remoteSecrets('platform')).toEqual(['istio-remote-secret-analytics', 'istio-remote-secret-orders']);
});

test('the hub\'s gateway is no way from one spoke to the other', async () => {
  const own = await knockAtHub('orders', hostOf('platform'), 'spiffe://mesh.example.com/ns/identity/sa/login');
  expect(own.isSecure).toBe(true);
  const other = await knockAtHub('orders', hostOf('analytics'), 'spiffe://mesh.example.com/ns/events/sa/collector');
  expect(other).toEqual({ text: '', isSecure: false, error: expect.stringMatching(/^(ECONNRESET|closed)$/) });
  // What the hub exports itself, and imports too, has no endpoint behind its gateway but its own.
  const answers = await httpAnswers(lab(), DEMO.analytics!, STATUS);
  expect(answers).toEqual({ platform: 20 });
  evidence(`orders at the hub's gateway: asked for ${hostOf('platform')} it shows that service's certificate, for ${hostOf('analytics')}: ${other.error}; ` +
    `analytics calls ${STATUS}: ${answersText(answers)}`);
});

test('all certificate authorities have RSA keys, and workloads of all clusters trust one root', async () => {
  const { certificates } = JSON.parse(await commands().istioPrivatelink(['certs', 'show', '-o', 'json'])) as { certificates: { key: string }[] };
  expect(certificates.map(({ key }) => key)).toEqual(Array(4).fill('RSA 4096'));

  const all = await Promise.all(Object.values(DEMO).map(async caller => ({ caller, ...await certificatesOf(commands(), caller) })));
  for (const { caller, chain: [leaf, intermediate, root], roots } of all) {
    expect(roots.map(({ fingerprint256 }) => fingerprint256)).toEqual([all[0]!.roots[0]!.fingerprint256]);
    expect(root!.fingerprint256).toBe(roots[0]!.fingerprint256);
    expect([keyOf(leaf!), keyOf(intermediate!), keyOf(root!)]).toEqual(['rsa 2048', 'rsa 4096', 'rsa 4096']);
    expect(intermediate!.subject).toContain(`L=${caller.cluster}`);
    expect(leaf!.verify(intermediate!.publicKey) && intermediate!.verify(root!.publicKey)).toBe(true);
    expect(leaf!.subjectAltName).toMatch(new RegExp(`^URI:spiffe://mesh\\.example\\.com/ns/${caller.namespace}/sa/`));
    evidence(`${caller.cluster}: ${leaf!.subjectAltName} ${keyOf(leaf!)}, signed by ${intermediate!.subject.replaceAll('\n', ', ')} ${keyOf(intermediate!)}`);
  }
});

test.each([['manifests', 'platform', 'orders'], ['istioctl install', 'orders', 'platform']] as const)(
  'a gateway that %s brought has what the declaration says, is healthy and carries traffic', async (tool, cluster, consumer) => {
    const { pods, ...gateway } = await installedGateway(lab(), cluster);
    expect(gateway).toEqual({
      replicas: 2,
      readyReplicas: 2,
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
      labels: expect.objectContaining({ 'app': GATEWAY, 'istio': 'eastwestgateway', 'topology.istio.io/network': cluster }),
      annotations: expect.objectContaining({ 'proxy.istio.io/config': 'terminationDrainDuration: 60s', 'inject.istio.io/templates': 'gateway' }),
      graceSeconds: 90,
      spreadOver: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'],
      service: { type: 'ClusterIP', ports: [PORT], labels: expect.not.objectContaining({ 'topology.istio.io/network': expect.anything() }) },
      budget: { maxUnavailable: 1, expectedPods: 2, disruptionsAllowed: 1 },
    });
    expect(pods.map(({ networks }) => networks)).toEqual(Array(2).fill({ ISTIO_META_NETWORK: cluster, ISTIO_META_REQUESTED_NETWORK_VIEW: cluster }));

    const { targets } = linkOf(consumer, cluster);
    expect(targets.map(({ address, port, health }) => `${address}:${port} ${health}`).sort()).toEqual(pods.map(({ address }) => `${address}:${PORT} healthy`).sort());
    // Its only endpoints are those of the link, which lead to the targets.
    expect(await endpointsOf(commands(), DEMO[consumer]!, hostOf(cluster), 80)).toEqual(linkOf(consumer, cluster).addresses.map(address => `${address}:${PORT}`).sort());
    const answers = await httpAnswers(lab(), DEMO[consumer]!, hostOf(cluster));
    expect(answers).toEqual({ [`hello from ${cluster}`]: 20 });
    evidence(`${cluster}, by ${tool}: 2 of 2 ready, 1 may be disrupted, targets ${targets.map(({ address, health }) => `${address} ${health}`).join(', ')}; ` +
      `from ${consumer} ${answersText(answers)}`);
  });

test('istioctl install of istiod leaves the gateway that istioctl installed, and the other way round', async () => {
  const names = async () => (await ofCluster('orders').kubectl(['get', '-n', 'istio-system', 'pods', '-o', 'name'])).trim().split('\n').sort();
  const before = await names();
  expect(before.map(name => name.replace(/-[^-]+-[^-]+$/, ''))).toEqual([`pod/${GATEWAY}`, `pod/${GATEWAY}`, 'pod/istiod']);
  const overlay = labPath('istiod-orders.yaml');
  await commands().istioctl(['install', '-y', '-f', lab().bundle('orders', 'install', 'istiod.yaml'), '-f', overlay, '--context', 'orders']);
  await commands().istioctl(['install', '-y', '-f', lab().bundle('orders', 'install', 'eastwest.yaml'), '--context', 'orders']);
  expect(await names()).toEqual(before);
  expect(await call(lab(), DEMO.platform!, urlOf('orders'))).toMatchObject({ status: 200, body: 'hello from orders\n' });
  evidence(`orders: installed again, the same pods: ${before.join(', ')}`);
});

test.each(['platform', 'orders'])('a service that both export is answered by both, when called from %s', async from => {
  const caller = echoCaller(SHOPS.find(({ cluster }) => cluster === from)!);
  for (const [protocol, answers] of [['HTTP', await httpAnswers(lab(), caller, STATUS)], ['TCP', await tcpAnswers(lab(), caller, STATUS)]] as const) {
    expect(Object.keys(answers)).toEqual(['orders', 'platform']);
    evidence(`${STATUS} over ${protocol} from ${from}: ${answersText(answers)}`);
  }
});

test.each(['platform', 'orders'])('a service of the same name that is not exported stays local, when called from %s', async from => {
  const caller = echoCaller(SHOPS.find(({ cluster }) => cluster === from)!);
  const endpoints = await endpointsOf(commands(), caller, NOTES, 7000);
  expect(endpoints).toHaveLength(1);
  for (const [protocol, answers] of [['HTTP', await httpAnswers(lab(), caller, NOTES)], ['TCP', await tcpAnswers(lab(), caller, NOTES)]] as const) {
    expect(answers).toEqual({ [from]: 20 });
    evidence(`${NOTES} over ${protocol} from ${from}: ${answersText(answers)}; endpoint ${endpoints.join(', ')}`);
  }
});

test('without the bundle\'s serviceSettings, that service loses connections', async () => {
  const { json, kubectl } = ofCluster('orders');
  const caller = echoCaller(ORDERS_SHOP);
  const map = await json<{ data: { mesh: string } }>(['get', '-n', 'istio-system', 'configmap/istio']);
  const { serviceSettings, ...others } = parse(map.data.mesh) as { serviceSettings: object[] };
  expect(serviceSettings).toHaveLength(2);
  const setMesh = async (mesh: string) => kubectl(['patch', '-n', 'istio-system', 'configmap/istio', '--type', 'merge', '-p', JSON.stringify({ data: { mesh } })]);
  const untilEndpoints = async (what: string, isSo: (count: number) => boolean) =>
    eventually(what, async () => endpointsOf(commands(), caller, NOTES, 7000), ({ length }) => isSo(length));
  let lost: Answers;
  try {
    await setMesh(stringify(others));
    const endpoints = await untilEndpoints('orders sees the other notes too', count => count > 1);
    lost = await tcpAnswers(lab(), caller, NOTES);
    expect(lost.none).toBeGreaterThan(0);
    evidence(`${NOTES} over TCP from orders without serviceSettings: ${answersText(lost)}; endpoints ${endpoints.join(', ')}`);
  } finally {
    await setMesh(map.data.mesh);
  }
  await untilEndpoints('notes is local again', count => count === 1);
  const answers = await tcpAnswers(lab(), caller, NOTES);
  expect(answers).toEqual({ orders: 20 });
  evidence(`... and with them again: ${answersText(answers)}`);
});

test.each([
  ['platform', { platform: 'synced', orders: 'synced', analytics: 'timeout' }],
  ['orders', { orders: 'synced', platform: 'synced' }],
  ['analytics', { analytics: 'synced', platform: 'timeout' }],
])('istioctl remote-clusters of %s: synced where its reader may read Secrets, timeout where not, and no other cluster', async (cluster, expected) => {
  const found = await eventually(`${cluster} has tried all`, async () => remoteClusters(commands(), cluster), states => !Object.values(states).includes('syncing'));
  expect(found).toEqual(expected);
  evidence(`istioctl remote-clusters of ${cluster}: ${JSON.stringify(found)}`);
});

test('istioctl analyze has no error and no warning for any cluster', async () => {
  for (const cluster of lab().names) {
    // All others, because it looks into those that it is given as well: what the hub imports from one spoke, it would miss in the other.
    const found = await analyze(commands(), cluster, lab().names.filter(name => name !== cluster));
    expect(found.filter(({ level }) => level !== 'Info')).toEqual([]);
    evidence(`istioctl analyze of ${cluster}: ${found.length === 0 ? 'nothing' : found.map(({ level, code, origin }) => `${level} ${code} ${origin}`).join(', ')}`);
  }
});

test('istioctl analyze does find something where there is something', async () => {
  const { kubectl } = ofCluster('orders');
  const broken = JSON.stringify({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'broken', namespace: ORDERS_SHOP.namespace },
    spec: { hosts: [NOTES], gateways: ['nowhere'], tcp: [{ route: [{ destination: { host: NOTES } }] }] },
  });
  await kubectl(['create', '-f', '-'], broken);
  try {
    const found = await analyze(commands(), 'orders', ['platform']);
    expect(found).toContainEqual(expect.objectContaining({ level: 'Error', code: 'IST0101', origin: 'VirtualService shop/broken' }));
  } finally {
    await kubectl(['delete', '-f', '-'], broken);
  }
});

function hostOf(cluster: string): string {
  const { namespace, workload } = DEMO[cluster]!;
  return `${workload.replace('deploy/', '')}.${namespace}.svc.cluster.local`;
}

function urlOf(cluster: string): string {
  return `http://${hostOf(cluster)}/`;
}

function ofCluster(name: string) {
  const cluster = lab().cluster(name);
  return { json: cluster.json.bind(cluster), kubectl: cluster.kubectl.bind(cluster) };
}

async function api(cluster: string, service: string, operation: string, parameters: object = {}) {
  return lab().api.call(HUB_AND_SPOKE.landscape[cluster]!, service, operation, parameters);
}

function linkOf(consumer: string, provider: string): LinkStatus {
  return privateLinkStatus()!.links.find(link => link.consumer === consumer && link.provider === provider)!;
}

async function remoteSecrets(cluster: string): Promise<string[]> {
  const { items } = await ofCluster(cluster).json<{ items: { metadata: { name: string } }[] }>(['get', '-n', 'istio-system', 'secrets', '-l', 'istio/multiCluster=true']);
  return items.map(({ metadata: { name } }) => name).sort();
}

/** Begins TLS with the hub's gateway over the link of a spoke, as its proxies do for a service. */
async function knockAtHub(spoke: string, host: string, identity: string): Promise<Said> {
  const { namespace } = lab().vpcs.find(({ cluster }) => cluster === spoke)!;
  return sayFrom(namespace, linkOf(spoke, 'platform').addresses[0]!, PORT, '', {
    serverName: `outbound_.80_._.${host}`,
    ca: readFileSync(labPath('app', 'certs', 'root-cert.pem'), 'utf8'),
    identity,
    protocols: ['istio'],
  });
}
