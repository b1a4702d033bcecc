import { writeFileSync } from 'fs';
import { AddressInfo, createServer } from 'net';
import { join } from 'path';
import { lookUp } from './look-up';
import { testCluster } from './test-cluster';
import { workloads } from './workloads';
import { imageArchive } from '../images/build';
import { CLIENT_IMAGE } from '../images/images';
import { connectFrom } from '../network/connect-from';
import { runCommand } from '../network/run-command';

const { vpc: VPC, cluster, remove } = testCluster('cluster-test', 0);
let secondsToComeUp: number;

beforeAll(async () => {
  await remove();
  const start = Date.now();
  await cluster.up([imageArchive()]);
  secondsToComeUp = (Date.now() - start) / 1000;
  await cluster.kubectl(['create', '--filename', '-'], JSON.stringify(workloads(CLIENT_IMAGE)));
  await cluster.kubectl(['rollout', 'status', 'deployment/echo', '--timeout', '60s']);
  await cluster.kubectl(['wait', '--for=condition=Ready', 'pod/client', '--timeout', '60s']);
}, 240_000);

afterAll(remove, 60_000);

test('it is up within a minute, and not a second time', async () => {
  expect(secondsToComeUp).toBeLessThan(60);
  await expect(cluster.up([])).rejects.toThrow('the network namespace istio-lab-cluster-test exists already');
});

test('its one node is of the version that is pinned, and says where it is as on EKS', async () => {
  interface Node {
    readonly metadata: { readonly name: string; readonly labels: { readonly [name: string]: string } };
    readonly status: { readonly nodeInfo: { readonly kubeletVersion: string } };
  }
  const { items } = await cluster.json<{ readonly items: readonly Node[] }>(['get', 'nodes']);
  expect(items).toMatchObject([{
    metadata: {
      name: 'ip-10-90-64-10.eu-west-1.compute.internal',
      labels: { 'topology.kubernetes.io/region': 'eu-west-1', 'topology.kubernetes.io/zone': 'eu-west-1a', 'topology.k8s.aws/zone-id': 'euw1-az1' },
    },
    status: { nodeInfo: { kubeletVersion: expect.stringMatching(/^v1\.35\.\d+$/) } },
  }]);
});

describe('a pod', () => {
  test('has an address of the VPC, which no Service replaces', async () => {
    const address = await addressOf('client');
    expect(address).toMatch(/^10\.90\.(12[89]|1[3-9]\d|2\d\d)\.\d+$/);
    for (const name of ['echo', 'echo.default.svc.cluster.local']) {
      await eventually(async () => expect(await call('client', name)).toBe(address));
    }
  });

  test('reaches itself through its Service', async () => {
    expect(await call('deployment/echo', 'echo')).toMatch(/^10\.90\./);
  });

  test('is reached by the node through its Service, as the API server calls webhooks', async () => {
    const { spec } = await cluster.json<{ readonly spec: { readonly clusterIP: string } }>(['get', 'service', 'echo']);
    expect(await connectFrom(VPC.namespace, spec.clusterIP, 80)).toMatch(/^10\.90\./);
  });

  test('shows what it printed', async () => {
    await cluster.kubectl(['run', 'greeting', '--image', CLIENT_IMAGE, '--restart', 'Never', '--command', '--', 'echo', 'hello']);
    await cluster.kubectl(['wait', '--for=jsonpath={.status.phase}=Succeeded', 'pod/greeting', '--timeout', '30s']);
    expect(await cluster.kubectl(['logs', 'greeting'])).toBe('hello\n');
  });

  test('asks the API server with the token of its account', async () => {
    const script = 'cd /var/run/secrets/kubernetes.io/serviceaccount && '
      + 'curl --silent --cacert ca.crt --header "authorization: Bearer $(cat token)" https://kubernetes.default.svc/api/v1/namespaces';
    expect(await cluster.kubectl(['exec', 'client', '--', 'sh', '-c', script])).toContain('\\"system:serviceaccount:default:default\\" cannot list');
  });

  test('does not reach the host, not even where an answer would find back', async () => {
    await runCommand('ip', ['route', 'add', `${await addressOf('client')}/32`, 'via', VPC.managementAddress]);
    const connections: string[] = [];
    const server = createServer(socket => {
      connections.push(socket.remoteAddress!);
      socket.end('host');
    });
    await new Promise<void>(resolve => server.listen(0, '0.0.0.0', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      expect(await connectFrom(undefined, VPC.hostAddress, port)).toBe('host');
      expect(connections.splice(0)).toHaveLength(1);
      expect(await cluster.tryKubectl(['exec', 'client', '--', 'socat', '-u', `TCP:${VPC.hostAddress}:${port},connect-timeout=2`, '-']))
        .toMatchObject({ exitCode: 1, stderr: expect.stringContaining('timed out') });
      expect(connections).toEqual([]);
    } finally {
      await new Promise(resolve => server.close(resolve));
    }
  });
});

describe('names', () => {
  test.each([['the resolver of the VPC', VPC.resolver], ['cluster DNS', VPC.clusterDns]])('%s answers from zone files as Route 53 would', async (_, server) => {
    writeZone(1, '10.90.0.7');
    await eventually(async () => expect(await ask(server, 'peer.mesh.internal')).toBe('10.90.0.7'));
    // Not that there is no such name, which Envoy would take for the answer to both questions.
    expect(await ask(server, 'peer.mesh.internal', 'AAAA')).toBe('ENODATA');
    expect(await ask(server, 'nobody.mesh.internal')).toBe('ENOTFOUND');
    expect(await ask(server, 'example.com')).toBe('ENOTFOUND');
    writeZone(2, '10.90.0.8');
    await eventually(async () => expect(await ask(server, 'peer.mesh.internal')).toBe('10.90.0.8'));
  });

  test('cluster DNS knows Services and the resolver of the VPC does not', async () => {
    expect(await ask(VPC.clusterDns, 'kubernetes.default.svc.cluster.local')).toBe('172.20.0.1');
    expect(await ask(VPC.clusterDns, 'nobody.default.svc.cluster.local')).toBe('ENOTFOUND');
    expect(await ask(VPC.resolver, 'kubernetes.default.svc.cluster.local')).toBe('ENOTFOUND');
  });
});

/** @returns the address that the echo server sees */
async function call(pod: string, name: string): Promise<string> {
  return (await cluster.kubectl(['exec', pod, '--', 'socat', '-u', '-T2', `TCP:${name}:80,connect-timeout=2`, '-'])).trim();
}

async function addressOf(pod: string): Promise<string> {
  return (await cluster.json<{ readonly status: { readonly podIP: string } }>(['get', 'pod', pod])).status.podIP;
}

async function ask(server: string, name: string, type: 'A' | 'AAAA' = 'A'): Promise<string> {
  return lookUp(VPC.namespace, server, name, type);
}

function writeZone(serial: number, address: string): void {
  writeFileSync(join(cluster.zones, 'mesh.internal'), `$ORIGIN mesh.internal.
@ 60 IN SOA ns hostmaster ${serial} 7200 900 1209600 5
@ 60 IN NS ns
peer 60 IN A ${address}
`);
}

/** Fails the test unless it passes within ten seconds. */
async function eventually(expectation: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      return await expectation();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise(resolve => setTimeout(resolve, 200));
    }
  }
}
