import { call, untilAnswered } from './guide/calls';
import { Commands } from './guide/commands';
import { Lab } from './lab';
import { TWO_CLUSTERS } from './lab-plan';
import { eventually } from './live/eventually';
import { evidence } from './live/evidence';
import { analyze, remoteClusters } from './live/istioctl-reports';
import { untilLinks } from './private-link/private-link';
import { useLab } from './use-lab';

const lab = useLab(TWO_CLUSTERS);

const PAIRS = [['cluster1', 'cluster2'], ['cluster2', 'cluster1']] as const;
const CLUSTERS = ['cluster1', 'cluster2'] as const;
const PORTS = { cluster1: 8085, cluster2: 80 };

const host = (cluster: string) => `api.${cluster}-webserver.svc.cluster.local`;
const caller = (cluster: string) => ({ cluster, namespace: `${cluster}-webserver`, workload: 'deploy/api', container: 'webserver' });

const commands = () => new Commands(lab());

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
    await eventually(`istiod of ${cluster} has synced ${peer}`, async () => remoteClusters(commands(), cluster), found => found[peer] === 'synced', 120_000);
    expect(await remoteClusters(commands(), cluster)).toMatchObject({ [peer]: 'synced' });
    evidence(`istioctl remote-clusters --context ${cluster}: ${peer} synced`);
  });

  test('istioctl analyze finds no error and no warning', async () => {
    const messages = await analyze(commands(), cluster, [peer]);
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
  const output = await commands().istioctl(['proxy-config', 'endpoint', `${pod}.${from}-webserver`, '--context', from,
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
