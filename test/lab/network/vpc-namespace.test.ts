import { ChildProcess, spawn, spawnSync } from 'child_process';
import { AddressInfo, createServer } from 'net';
import { connectFrom } from './connect-from';
import { ManagementLink } from './management-link';
import { VpcNamespace } from './vpc-namespace';
import { labVpc } from '../vpc';

/** Two of no example, whose wires to the host are none of theirs. */
const [VPC, OTHER] = ['network-test', 'network-test-with-a-long-name'].map((name, index) => labVpc(
  name, { account: '111111111111', region: 'eu-west-1', vpc: { id: `vpc-${index}`, cidr: `10.9${index}.0.0/16` }, subnets: [] }, 20 + index));

const namespaces = [VPC!, OTHER!].map(({ cluster }) => new VpcNamespace(cluster));
const listeners: ChildProcess[] = [];

beforeAll(async () => {
  await Promise.all(namespaces.map(async namespace => namespace.remove()));
  await Promise.all(namespaces.map(async (namespace, index) => namespace.make([VPC!, OTHER!][index]!)));
});

afterAll(async () => {
  await Promise.all(namespaces.map(async namespace => namespace.remove()));
  expect(namespaces.map(namespace => namespace.exists())).toEqual([false, false]);
  // Those in a namespace ended with it.
  await Promise.all(listeners.map(async each => each.exitCode ?? each.signalCode ?? new Promise(resolve => each.once('exit', resolve))));
});

test('the node and the resolver have their addresses, and there is no way out', () => {
  const addresses = inside('ip', '-4', '-brief', 'address').stdout;
  expect(addresses).toContain('10.90.64.10/32');
  expect(addresses).toContain('10.90.0.2/32');
  expect(inside('ip', '-6', 'address').stdout).toBe('');
  for (const address of ['192.0.2.1', '10.91.64.10', OTHER!.managementAddress, OTHER!.hostAddress]) {
    expect(inside('ip', 'route', 'get', address)).toMatchObject({ status: 2, stderr: expect.stringContaining('unreachable') });
  }
  expect(inside('cat', '/proc/sys/net/ipv4/ip_forward').stdout).toBe('1\n');
});

test('it is not made twice', async () => {
  await expect(namespaces[0]!.make(VPC!)).rejects.toThrow('the network namespace istio-lab-network-test exists already');
});

test('the names of the wires differ, and are no longer than Linux allows', () => {
  const names = [VPC!, OTHER!].map(({ cluster, namespace }) => new ManagementLink(cluster, namespace).hostDevice);
  expect(new Set(names).size).toBe(2);
  names.forEach(name => expect(name).toMatch(/^istio-lab-.{5}$/));
});

test('the host reaches the API server, and no other port', async () => {
  await Promise.all([6443, 10250].map(async port => listenInside(port)));
  const answers = async (namespace?: string) => Promise.all([6443, 10250].map(async port => connectFrom(namespace, VPC!.managementAddress, port)));
  expect(await answers(VPC!.namespace)).toEqual(['here', 'here']);
  expect(await answers()).toEqual(['here', 'ETIMEDOUT']);
});

test('the host is not reached, not even with a route', async () => {
  const connections: string[] = [];
  const server = createServer(socket => {
    connections.push(socket.remoteAddress!);
    socket.end('host');
  });
  await new Promise<void>(resolve => server.listen(0, '0.0.0.0', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    expect(await connectFrom(undefined, VPC!.hostAddress, port)).toBe('host');
    expect(connections.splice(0)).toHaveLength(1);
    inside('ip', 'route', 'add', `${OTHER!.hostAddress}/32`, 'via', VPC!.hostAddress);
    for (const address of [VPC!.hostAddress, OTHER!.hostAddress]) {
      expect(await connectFrom(VPC!.namespace, address, port)).toBe('ETIMEDOUT');
    }
    expect(connections).toEqual([]);
  } finally {
    await new Promise(resolve => server.close(resolve));
  }
});

test('removing it twice, or when it was never made, is no error', async () => {
  const other = new VpcNamespace('network-test-never-made');
  await other.remove();
  await namespaces[1]!.remove();
  await namespaces[1]!.remove();
  expect(namespaces[1]!.exists()).toBe(false);
});

function inside(...command: string[]) {
  return spawnSync('nsenter', [`--net=/run/netns/${VPC!.namespace}`, ...command], { encoding: 'utf8' });
}

/** Says `here` to whoever connects. */
async function listenInside(port: number): Promise<void> {
  const script = `require('net').createServer(socket => socket.end('here')).listen(${port}, '0.0.0.0', () => console.log('listens'))`;
  const listener = spawn('nsenter', [`--net=/run/netns/${VPC!.namespace}`, process.execPath, '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  listeners.push(listener);
  await new Promise<void>(resolve => listener.stdout!.once('data', () => resolve()));
}
