/** Nothing but the links connects the VPCs, and none is connected with the host. */
import { AddressInfo, createServer } from 'net';
import { networkInterfaces } from 'os';
import { TWO_CLUSTERS } from './lab-plan';
import { connectFromPod } from './live/connect-from-pod';
import { evidence } from './live/evidence';
import { linkOf } from './live/link-connections';
import { connectFrom } from './network/connect-from';
import { useLab } from './use-lab';

const lab = useLab(TWO_CLUSTERS);

/** From a node, from a pod. */
const NOT_THERE = /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$|timed out|unreachable|No route to host/;

/** Whence something is tried. */
interface Place {
  readonly name: string;
  readonly connect: (host: string, port: number) => Promise<string>;
}

interface Pod {
  readonly status: { readonly podIP: string };
}

describe.each([['cluster1', 'cluster2'], ['cluster2', 'cluster1']])('from %s', (here, there) => {
  test(`a direct connection to a pod, a node, a Service and the API server of ${there} does not come about`, async () => {
    for (const { name, connect } of places(here)) {
      // The same ports nearby, so that it is the distance that matters.
      for (const [what, host, port] of await servers(here)) {
        expect(`${what}: ${await connect(host, port)}`).toBe(`${what}: connected`);
      }
      for (const [what, host, port] of await servers(there)) {
        const said = await connect(host, port);
        expect(said).toMatch(NOT_THERE);
        evidence(`${name} to ${what} of ${there}, ${host}:${port}: ${said}`);
      }
      expect(await connect(linkOf(here).addresses[0]!, 15443)).toBe('connected');
      evidence(`${name} to the endpoint, ${linkOf(here).addresses[0]}:15443: connected`);
    }
  });

  test('nor one to the host', async () => {
    const server = createServer(socket => socket.end());
    await new Promise<void>(resolve => server.listen(0, '0.0.0.0', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      for (const host of hostAddresses(here)) {
        expect(await connectFrom(undefined, host, port)).toBe('connected');
        for (const { name, connect } of places(here)) {
          const said = await connect(host, port);
          expect(said).toMatch(NOT_THERE);
          evidence(`${name} to the host, ${host === vpc(here).hostAddress ? 'over the wire of kubectl' : 'at its own address'}: ${said}`);
        }
      }
    } finally {
      await new Promise(resolve => server.close(resolve));
    }
  });
});

function vpc(name: string) {
  return lab().vpcs.find(({ cluster }) => cluster === name)!;
}

function places(cluster: string): Place[] {
  return [
    { name: `the node of ${cluster}`, connect: async (host, port) => connectFrom(vpc(cluster).namespace, host, port) },
    { name: `a pod of ${cluster}`, connect: async (host, port) => connectFromPod(lab(), cluster, `${cluster}-webserver`, 'deploy/api', host, port) },
  ];
}

/** What listens in a cluster. */
async function servers(name: string): Promise<[string, string, number][]> {
  const cluster = lab().cluster(name);
  const { items: [pod] } = await cluster.json<{ items: Pod[] }>(['get', 'pods', '-n', 'istio-system', '-l', 'istio=eastwestgateway']);
  const { spec } = await cluster.json<{ spec: { clusterIP: string; ports: { port: number }[] } }>(['get', 'service', '-n', `${name}-webserver`, 'api']);
  return [
    ['a pod', pod!.status.podIP, 15443],
    ['the kubelet', vpc(name).nodeAddress, 10250],
    ['a Service', spec.clusterIP, spec.ports[0]!.port],
    ['the API server', vpc(name).nodeAddress, 6443],
  ];
}

/** The host's, on the wire to the cluster's node, and to the rest of the world. */
function hostAddresses(cluster: string): string[] {
  const own = Object.entries(networkInterfaces()).filter(([device]) => !device.startsWith('istio-')).flatMap(([, all]) => all ?? []);
  return [vpc(cluster).hostAddress, ...own.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address)];
}
