import { existsSync } from 'fs';
import { ExposedKubeApi, ImportedService, ServicePort } from '../../src';
import { call, Caller, CallResult, untilAnswered } from './guide/calls';
import { Commands } from './guide/commands';
import { SERVICE_ENTRY } from './lab-plan';
import { deployedLink } from './live/deployed';
import { endpointsOf } from './live/endpoints';
import { eventually } from './live/eventually';
import { evidence } from './live/evidence';
import { holdConnection, WORDS } from './live/held-connection';
import { loadBalancerFlows, loadBalancerResets } from './live/load-balancer-flows';
import { keepaliveSeconds, withoutKeepalive } from './live/port-keepalive';
import { httpRequest, httpStatus, sayFrom } from './live/tls-client';
import { withObjects } from './live/with-objects';
import { loadBalancerNamespace } from './private-link/load-balancer-plan';
import { useLab } from './use-lab';

const lab = useLab(SERVICE_ENTRY);

const CLUSTERS = ['shop', 'payments'] as const;
const EAST_WEST_PORT = 15443;
const IDLE_TIMEOUT_SECONDS = 60;
const IDLE_SECONDS = 75;
const SHOP: Caller = { cluster: 'shop', namespace: 'checkout', workload: 'deploy/callback', container: 'webserver' };
const PAYMENTS: Caller = { cluster: 'payments', namespace: 'payments', workload: 'deploy/charge', container: 'webserver' };

const host = (service: string) => `${service}.payments.svc.cluster.local`;
const url = (service: string) => `http://${host(service)}/`;

/** A service of the provider, as the library would import it. */
const imported = (service: string) => ({
  host: host(service),
  ports: [ServicePort.http(80)],
  address: 'payments.mesh.internal',
  trustDomain: 'cluster.local',
  namespace: 'payments',
  serviceAccount: 'charge',
});

async function namesOf(cluster: string, kind: string, ...selector: readonly string[]): Promise<string[]> {
  const { items } = await lab().cluster(cluster).json<{ items: { metadata: { name: string } }[] }>(['get', kind, '-A', ...selector]);
  return items.map(({ metadata: { name } }) => name);
}

/** Its latest lines; two gateways share the connections. */
async function proxyLog(cluster: string, ...pods: readonly string[]): Promise<string> {
  return lab().cluster(cluster).kubectl(['logs', ...pods, '-c', 'istio-proxy', '--tail=200']);
}

async function untilUnknown(service: string): Promise<CallResult> {
  return eventually(`${host(service)} is unknown in shop`, async () => call(lab(), SHOP, url(service)), ({ error }) => error.includes('Could not resolve host'));
}

async function askKubeApi(): Promise<number | undefined> {
  const { namespace } = lab().vpcs.find(({ cluster }) => cluster === 'shop')!;
  const [address] = (await lab().linkStatus()).find(({ consumer }) => consumer === 'shop')!.addresses;
  return httpStatus(await sayFrom(namespace, address!, EAST_WEST_PORT, httpRequest('GET /version', { Host: 'kubernetes.default.svc' }), {
    serverName: 'kubernetes.default.svc', ca: lab().cluster('payments').kubeconfigEntry().authority,
  }));
}

test.each(CLUSTERS)('%s neither has a remote secret nor lets another istiod read', async cluster => {
  expect(await namesOf(cluster, 'secrets', '-l', 'istio/multiCluster=true')).toEqual([]);
  expect((await namesOf(cluster, 'serviceaccounts')).filter(name => name.includes('reader'))).toEqual([]);
  expect((await namesOf(cluster, 'clusterroles')).filter(name => name.includes('reader'))).toEqual([]);
  expect(await namesOf(cluster, 'secrets', '--field-selector', 'type=kubernetes.io/service-account-token')).toEqual([]);
  const remote = await new Commands(lab()).istioctl(['remote-clusters', '--context', cluster]);
  expect(CLUSTERS.filter(name => name !== cluster && remote.includes(name))).toEqual([]);
  evidence(`${cluster}: no remote secret, no token, no reader account or role; istioctl remote-clusters knows no other cluster`);
});

test('the API server of the provider cannot be reached through the gateway, until somebody exposes it', async () => {
  expect(existsSync(lab().bundle('payments', '30-expose-services.yaml'))).toBe(true);
  expect(existsSync(lab().bundle('payments', '31-kube-api.yaml'))).toBe(false);
  expect(await askKubeApi()).toBeUndefined();
  const exposed = await withObjects(lab(), 'payments', chart => new ExposedKubeApi(chart, 'KubeApi'), async () =>
    eventually('the API server is exposed', askKubeApi, status => status === 200));
  expect(await eventually('the API server is not exposed any more', askKubeApi, status => status === undefined)).toBeUndefined();
  evidence(`SNI kubernetes.default.svc on the link: no answer; HTTP ${exposed} only while 31-kube-api.yaml's objects are applied by hand`);
});

test('what is imported answers over HTTP and TCP, by the endpoint, in both directions', async () => {
  expect(await untilAnswered(lab(), SHOP, url('charge'))).toBe('hello from payments\n');
  expect(await untilAnswered(lab(), PAYMENTS, 'http://callback.checkout.svc.cluster.local:8080/')).toBe('hello from shop\n');
  const tell = `(echo booked; sleep 1) | timeout 10 socat -t 5 - TCP:${host('ledger')}:9000`;
  const said = await eventually('the ledger says it back', async () => (await lab().cluster('shop').tryKubectl(
    ['exec', '-n', 'checkout', 'deploy/callback', '-c', 'webserver', '--', 'sh', '-c', tell])).stdout, text => text !== '');
  expect(said).toBe('booked\n');
  const { addresses } = (await lab().linkStatus()).find(({ consumer }) => consumer === 'shop')!;
  const endpoints = await endpointsOf(new Commands(lab()), SHOP, host('charge'), 80);
  expect(endpoints.length).toBeGreaterThan(0);
  expect(endpoints.filter(endpoint => !addresses.map(address => `${address}:${EAST_WEST_PORT}`).includes(endpoint))).toEqual([]);
  evidence(`shop: charge HTTP 200 "hello from payments", ledger TCP "booked", endpoints ${endpoints.join(', ')}; payments: callback HTTP 200 "hello from shop"`);
});

test('names are answered by the proxy, with an address for each service', async () => {
  const resolve = async (service: string) => (await lab().cluster('shop').tryKubectl(
    ['exec', '-n', 'checkout', 'deploy/callback', '-c', 'webserver', '--', 'getent', 'ahostsv4', host(service)])).stdout.split(/\s/)[0]!;
  const [charge, ledger] = [await resolve('charge'), await resolve('ledger')];
  expect([charge, ledger]).toEqual([expect.stringMatching(/^240\.240\./), expect.stringMatching(/^240\.240\./)]);
  expect(charge).not.toBe(ledger);
  expect(await namesOf('shop', 'services')).not.toContain('charge');
  evidence(`DNS capture: ${host('charge')} is ${charge}, ${host('ledger')} is ${ledger}; shop has no Service of either name`);
});

test('what is exported but not imported is unknown, and answers once it is imported', async () => {
  const unknown = await untilUnknown('reports');
  expect(unknown.status).toBeUndefined();
  const answer = await withObjects(lab(), 'shop', chart => new ImportedService(chart, 'Reports', imported('reports')), async () =>
    untilAnswered(lab(), SHOP, url('reports')));
  expect(answer).toBe('hello from payments\n');
  await untilUnknown('reports');
  evidence(`reports: ${unknown.error.split('\n')[0]}; with a ServiceEntry 200 ${JSON.stringify(answer)}`);
});

test('what is not exported is refused at the gateway, also when the consumer imports it by hand', async () => {
  // It does answer where it runs.
  expect(await untilAnswered(lab(), PAYMENTS, url('audit'))).toBe('hello from payments\n');
  await untilUnknown('audit');
  const byHand = ['audit', 'reports'];
  const { refused, exported } = await withObjects(lab(), 'shop', chart => byHand.forEach(name => new ImportedService(chart, name, imported(name))), async () => {
    const works = await untilAnswered(lab(), SHOP, url('reports'));
    const refusal = await eventually('a gateway refuses audit', async () => {
      const answer = await call(lab(), SHOP, url('audit'));
      const log = await proxyLog('payments', '-n', 'istio-system', '-l', 'istio=eastwestgateway');
      return { answer, lines: log.split('\n').filter(line => line.includes('filter_chain_not_found') && line.includes(`outbound_.80_._.${host('audit')}`)) };
    }, ({ lines }) => lines.length > 0);
    return { refused: refusal, exported: works };
  });
  const { answer: { status }, lines: [line] } = refused;
  expect(status).toBe(503);
  expect(exported).toBe('hello from payments\n');
  evidence(`audit by a ServiceEntry of the consumer's own: HTTP ${status}, reports by one like it: 200; the gateway: ${line!.split(' ').slice(1).join(' ')}`);
});

test('a service whose pods run as another account than declared is refused, and is not once the DestinationRule names theirs', async () => {
  const wrong = await eventually('shop calls refunds', async () => call(lab(), SHOP, url('refunds')), ({ status }) => status !== undefined);
  expect(wrong.status).toBe(503);
  const log = await eventually('its proxy has written it down', async () => proxyLog('shop', '-n', 'checkout', 'deploy/callback'), text => text.includes('SAN_matcher'));
  const [, reason] = /(CERTIFICATE_VERIFY_FAILED:\S*?SAN_matcher[^:]*?\[spiffe:[^\]]*\])/.exec(log) ?? [];
  expect(reason).toContain('spiffe://cluster.local/ns/payments/sa/charge');
  const names = async (account: string) => lab().cluster('shop').kubectl(['patch', 'destinationrule', host('refunds'), '-n', 'istio-system', '--type', 'merge',
    '--patch', JSON.stringify({ spec: { trafficPolicy: { tls: { subjectAltNames: [`spiffe://cluster.local/ns/payments/sa/${account}`] } } } })]);
  try {
    await names('charge');
    expect(await untilAnswered(lab(), SHOP, url('refunds'))).toBe('hello from payments\n');
  } finally {
    await names('refunds');
  }
  const again = await eventually('it is refused again', async () => call(lab(), SHOP, url('refunds')), ({ status }) => status !== 200);
  expect(again.status).toBe(503);
  evidence(`refunds declared as sa/refunds: HTTP ${wrong.status}, ${reason}; with sa/charge in the DestinationRule: HTTP 200; back: HTTP ${again.status}`);
});

test.each(CLUSTERS)('istioctl analyze finds no error and no warning in %s', async cluster => {
  const output = await new Commands(lab()).istioctl(['analyze', '--all-namespaces', '--context', cluster, '--output', 'json']);
  const messages = output.trim() === '' ? [] : JSON.parse(output) as { level: string; code: string }[];
  expect(messages.filter(({ level }) => level !== 'Info')).toEqual([]);
  evidence(`istioctl analyze in ${cluster}: ${messages.map(({ level, code }) => `${level} ${code}`).join(', ') || 'nothing'}`);
});

/** A connection to a port of the ledger that is idle for a while: what is said back in the end, and how the load balancer knows it. */
async function openIdle(
  port: number, flows: () => Promise<Map<string, number>>,
): Promise<{ readonly ended: ReturnType<typeof holdConnection>; readonly flow: string }> {
  const before = await flows();
  const ended = holdConnection(lab(), SHOP, host('ledger'), port, IDLE_SECONDS);
  const [flow] = await eventually(`the load balancer has a connection for port ${port}`, async () =>
    [...(await flows()).keys()].filter(found => !before.has(found)), added => added.length === 1);
  return { ended, flow: flow! };
}

test('a connection that is idle for longer than the load balancer allows is kept by the keepalive of the bundle, and cut without', async () => {
  const nlb = loadBalancerNamespace((await deployedLink(lab(), 'shop', 'payments')).loadBalancer.LoadBalancerArn);
  const flows = async () => loadBalancerFlows(nlb, EAST_WEST_PORT);
  await withoutKeepalive(lab(), 'shop', host('ledger'), 9001, async () => {
    await eventually('the proxy has both settings', async () => Promise.all([9000, 9001].map(async port => keepaliveSeconds(lab(), SHOP, host('ledger'), port))),
      ([kept, cut]) => kept === IDLE_TIMEOUT_SECONDS / 3 && cut === 3600);
    const [start, resets] = [Date.now(), await loadBalancerResets(nlb)];
    const without = await openIdle(9001, flows);
    const kept = await openIdle(9000, flows);
    const then = await eventually('the load balancer has forgotten the connection without keepalive', async () => {
      const now = await flows();
      return { without: now.get(without.flow), kept: now.get(kept.flow), seconds: Math.round((Date.now() - start) / 1000) };
    }, found => found.without === undefined, (IDLE_SECONDS - 2) * 1000);
    expect(then.seconds).toBeGreaterThanOrEqual(IDLE_TIMEOUT_SECONDS - 2);
    expect(then.kept).toBeGreaterThan(0);
    const [cut, answered] = [await without.ended, await kept.ended];
    expect(answered).toEqual({ exitCode: 0, stdout: WORDS.map(word => `${word}\n`).join(''), stderr: '' });
    expect(cut.stdout).toBe(`${WORDS[0]}\n`);
    const sent = await loadBalancerResets(nlb) - resets;
    expect(sent).toBeGreaterThan(0);
    // Connections of the proxy that were as idle serve the next request.
    expect(await call(lab(), SHOP, url('charge'))).toEqual({ status: 200, body: 'hello from payments\n', error: '' });
    evidence(`idle for ${IDLE_SECONDS} s, timeout ${IDLE_TIMEOUT_SECONDS} s: ${kept.flow} is there after ${then.seconds} s (${then.kept} s left), ` +
      `and answers; without keepalive ${without.flow} is forgotten, and cut by ${sent} reset; HTTP 200`);
  });
});
