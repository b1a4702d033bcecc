import { call, untilAnswered } from './guide/calls';
import { Commands } from './guide/commands';
import { Lab } from './lab';
import { TWO_CLUSTERS } from './lab-plan';
import { untilLinks } from './private-link/private-link';
import { useLab } from './use-lab';

const lab = useLab(TWO_CLUSTERS);

const PAIRS = [['cluster1', 'cluster2'], ['cluster2', 'cluster1']] as const;
const CLUSTERS = ['cluster1', 'cluster2'] as const;
const PORTS = { cluster1: 8085, cluster2: 80 };

const host = (cluster: string) => `api.${cluster}-webserver.svc.cluster.local`;
const caller = (cluster: string) => ({ cluster, namespace: `${cluster}-webserver`, workload: 'deploy/api', container: 'webserver' });

function evidence(line: string): void {
  process.stderr.write(`evidence: ${line}\n`);
}

/** Waits for what istiod tells its proxies, and itself learns, in steps. */
async function until(what: string, isSo: () => Promise<boolean>, withinMs = 120_000): Promise<void> {
  for (const deadline = Date.now() + withinMs; !await isSo();) {
    if (Date.now() > deadline) throw new Error(`waited ${withinMs / 1000} s in vain until ${what}`);
    await new Promise(resolve => setTimeout(resolve, 1000));
  }
}

async function remoteClusters(cluster: string): Promise<{ name: string; status: string }[]> {
  const [, ...lines] = (await new Commands(lab()).istioctl(['remote-clusters', '--context', cluster])).trim().split('\n');
  return lines.map(line => line.trim().split(/\s+/)).map(([name, ...rest]) => ({ name: name!, status: rest.find(word => /^(synced|syncing|timeout|closed)$/.test(word)) ?? '' }));
}

describe.each(CLUSTERS)('%s', cluster => {
  const peer = cluster === 'cluster1' ? 'cluster2' : 'cluster1';

  test('step 1: the namespace says which network the cluster is', async () => {
    const { metadata } = await lab().cluster(cluster).json<{ metadata: { labels: { [label: string]: string } } }>(['get', 'namespace', 'istio-system']);
    expect(metadata.labels['topology.istio.io/network']).toBe(cluster);
  });

  test('the certificate authority is an intermediate of the mesh, and istiod signs with it', async () => {
    const root = async (name: string) => (await lab().cluster(name).json<{ data: { [file: string]: string } }>(
      ['get', 'configmap', 'istio-ca-root-cert', '-n', `${name}-webserver`])).data['root-cert.pem'];
    expect(await root(cluster)).toMatch(/^-----BEGIN CERTIFICATE-----/);
    expect(await root(cluster)).toBe(await root(peer));
    expect((await lab().cluster(cluster).tryKubectl(['get', 'secret', 'istio-ca-secret', '-n', 'istio-system'])).stderr).toContain('NotFound');
  });

  test('steps 2.0 and 2.1: two gateways run, and are healthy targets of the load balancer', async () => {
    const { status } = await lab().cluster(cluster).json<{ status: { readyReplicas: number } }>(['get', 'deployment', 'istio-eastwestgateway', '-n', 'istio-system']);
    expect(status.readyReplicas).toBe(2);
    const addresses = (await lab().cluster(cluster).kubectl(
      ['get', 'pods', '-n', 'istio-system', '-l', 'istio=eastwestgateway', '-o', 'jsonpath={.items[*].status.podIP}'])).split(' ');
    await untilLinks(`the gateways of ${cluster} are targets`, ({ links }) => links.some(({ provider, targets, reason }) => provider === cluster && reason === undefined &&
      targets.filter(({ health }) => health === 'healthy').map(({ address }) => address).sort().join() === addresses.sort().join()));
    evidence(`${cluster}: targets ${addresses.join(', ')} are healthy`);
    const service = await lab().cluster(cluster).json<{ spec: { type: string }; metadata: { labels: object } }>(['get', 'service', 'istio-eastwestgateway', '-n', 'istio-system']);
    expect(service.spec.type).toBe('ClusterIP');
    expect(service.metadata.labels).not.toHaveProperty(['topology.istio.io/network']);
  });

  test('step 3: the gateway passes what is exported', async () => {
    const { spec } = await lab().cluster(cluster).json<{ spec: { servers: { hosts: string[]; tls: { mode: string } }[] } }>(
      ['get', 'gateways.networking.istio.io', 'cross-network-gateway', '-n', 'istio-system']);
    expect(spec.servers).toEqual([expect.objectContaining({ hosts: [host(cluster)], tls: { mode: 'AUTO_PASSTHROUGH' } })]);
  });

  test('steps 2.2 and 2.3: the peer\'s gateway is the endpoint, by the name in the private zone', async () => {
    const gateways = await lab().cluster(cluster).json<{ items: { spec: { addresses: object[]; gatewayClassName: string } }[] }>(
      ['get', 'gateways.gateway.networking.k8s.io', '-A']);
    expect(gateways.items.map(({ spec: { gatewayClassName, addresses } }) => ({ gatewayClassName, addresses }))).toEqual([
      { gatewayClassName: 'istio-remote', addresses: [{ type: 'Hostname', value: `${peer}.mesh.internal` }] },
    ]);
  });

  test('discovery: istioctl remote-clusters says synced', async () => {
    await until(`istiod of ${cluster} has synced ${peer}`, async () => (await remoteClusters(cluster)).some(({ name, status }) => name === peer && status === 'synced'));
    expect(await remoteClusters(cluster)).toEqual(expect.arrayContaining([{ name: peer, status: 'synced' }]));
    evidence(`istioctl remote-clusters --context ${cluster}: ${peer} synced`);
  });

  test('istioctl analyze finds no error and no warning', async () => {
    // Without the peer's context, istioctl would go through the remote secret, to an address that the host has no way to.
    const output = await new Commands(lab()).istioctl(
      ['analyze', '--all-namespaces', '--context', cluster, '--remote-contexts', peer, '--output', 'json', '--failure-threshold', 'Error']);
    const messages = output.trim() === '' ? [] : JSON.parse(output) as { level: string; code: string; message: string; origin: string }[];
    expect(messages.filter(({ level }) => level !== 'Info')).toEqual([]);
    evidence(`istioctl analyze --context ${cluster}: ${messages.length === 0 ? 'nothing' : messages.map(({ code }) => code).join(', ')}`);
  });

  test('the bundle is applied as it was written', async () => {
    const { exitCode, stdout } = await lab().cluster(cluster).tryKubectl(['diff', '-k', lab().bundle(cluster)]);
    expect([exitCode, stdout]).toEqual([0, '']);
  });
});

test.each(PAIRS)('the last step: curl from %s is answered by %s', async (from, to) => {
  const url = `http://${host(to)}:${PORTS[to]}/`;
  expect(await untilAnswered(lab(), caller(from), url)).toBe(`hello from ${to}\n`);
  const answers = [];
  for (let count = 0; count < 10; count++) {
    answers.push(await call(lab(), caller(from), url));
  }
  expect(answers).toEqual(answers.map(() => ({ status: 200, body: `hello from ${to}\n`, error: '' })));
  evidence(`${from}: curl ${url} -> 200 "hello from ${to}", 10 of 10`);
});

test.each(PAIRS)('what %s dials for the service of %s is the endpoint, and nothing else', async (from, to) => {
  const link = (await lab().linkStatus()).find(({ consumer, provider }) => consumer === from && provider === to)!;
  const pod = (await lab().cluster(from).kubectl(['get', 'pods', '-n', `${from}-webserver`, '-l', 'app=api', '-o', 'jsonpath={.items[0].metadata.name}'])).trim();
  const output = await new Commands(lab()).istioctl(['proxy-config', 'endpoint', `${pod}.${from}-webserver`, '--context', from,
    '--cluster', `outbound|${PORTS[to]}||${host(to)}`, '--output', 'json']);
  const endpoints = (JSON.parse(output) as EnvoyCluster[]).flatMap(({ hostStatuses }) => hostStatuses)
    .map(({ address: { socketAddress: { address, portValue } } }) => `${address}:${portValue}`);
  expect(endpoints.length).toBeGreaterThan(0);
  expect(endpoints.filter(endpoint => !link.addresses.map(address => `${address}:15443`).includes(endpoint))).toEqual([]);
  evidence(`${from}: endpoints of ${host(to)}: ${endpoints.join(', ')}`);
});

interface EnvoyCluster {
  readonly hostStatuses: readonly { readonly address: { readonly socketAddress: { readonly address: string; readonly portValue: number } } }[];
}

test('a second lab is refused, and says how to look at the first', () => {
  expect(() => Lab.requireNone()).toThrow(/^a lab is up already since .*: npm run lab -- status shows it, npm run lab -- down takes it down$/);
});
