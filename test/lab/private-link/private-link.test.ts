import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { BarePod, BareVpc, requireNoLab } from './bare-vpc';
import { namespacePath, namespacesLike } from './network-namespace';
import { PrivateLinkFiles } from './private-link-files';
import { PRIVATE_LINK_PREFIXES, Reconciler } from './reconciler';
import { IpPermission } from './snapshot';
import { LinkStatus } from './status';
import { takeSnapshot } from './take-snapshot';
import { AwsApi, Environment } from '../../aws-api/aws-api';
import { CdkApp } from '../../aws-api/cdk-app';
import { LANDSCAPES } from '../../aws-api/landscape';

const LANDSCAPE = LANDSCAPES['two-clusters'];
const { account, region } = LANDSCAPE.cluster1;
const HOME: Environment = { account, region };

let consumer: BareVpc;
let provider: BareVpc;
let pods: BarePod[];
let api: AwsApi;
let app: CdkApp;
let reconciler: Reconciler;
let directory: string;
let files: PrivateLinkFiles;

beforeAll(async () => {
  requireNoLab();
  directory = mkdtempSync(join(tmpdir(), 'private-link-'));
  files = new PrivateLinkFiles(directory);
  consumer = new BareVpc('cluster1', LANDSCAPE.cluster1, 0);
  provider = new BareVpc('cluster2', LANDSCAPE.cluster2, 1);
  pods = [await provider.pod('one'), await provider.pod('two')];
  api = await AwsApi.start(LANDSCAPE);
  reconciler = new Reconciler(api, { clusters: [consumer.cluster, provider.cluster], landscape: LANDSCAPE }, directory);
  app = new CdkApp(api, 'two-clusters');
  await Promise.all([app.bootstrap(), app.synthesize()]);
  await app.deploy('--all', '--concurrency', '10');
});

afterAll(async () => {
  app?.remove();
  await reconciler?.stop();
  await api?.stop();
  await consumer?.remove();
  await provider?.remove();
  rmSync(directory, { recursive: true });
  expect(namespacesLike(...PRIVATE_LINK_PREFIXES)).toEqual([]);
});

test('without targets nothing is there', async () => {
  await until(({ reason }) => reason === 'no target is registered in demo-cluster2-ew');
  expect(consumer.ask(address())).toBe('refused');
});

test('registered targets take turns, and see the load balancer', async () => {
  await register();
  await until(carries);
  const answers = new Set(Array.from({ length: 20 }, () => consumer.ask(address())));
  expect([...answers].map(answer => answer.split(' ')[0]).sort()).toEqual(['one', 'two']);
  expect([...answers].every(answer => /^\w+ 10\.20\.[01]\.254$/.test(answer))).toBe(true);
  // Each of the endpoint's addresses, and from a pod's address too.
  expect(link().addresses).toHaveLength(2);
  expect(consumer.ask(link().addresses[1]!)).toMatch(/^(one|two) /);
});

test('the names of the endpoint lead to its addresses', () => {
  const records = (zone: string) => readFileSync(join(files.zones('cluster1'), zone), 'utf8').split('\n').filter(line => line.includes(' IN A '));
  expect(link().names).toEqual(['cluster2.mesh.internal']);
  expect(records('mesh.internal')).toEqual(link().addresses.map(one => `cluster2.mesh.internal. 60 IN A ${one}`));
});

test('nothing else connects the VPCs', () => {
  expect(consumer.ask(pods[0]!.address)).toMatch(/timeout|unreachable/);
  expect(consumer.ask(provider.cluster.vpc.nodeAddress)).toMatch(/timeout|unreachable/);
  expect(consumer.ask(address(), 15021)).toBe('timeout');
  expect(consumer.ask(address(), 22)).toBe('timeout');
  // Nor with all the routes that it takes: there, on to the load balancer, which has one to the pods, and back.
  const ip = (namespace: string, words: string) => execFileSync('ip', ['-n', namespace, ...words.split(' ')], { encoding: 'utf8' });
  const wireTo = (namespace: string, to: string) => / dev (\S+)/.exec(ip(namespace, `route get ${to}`))![1];
  const { vpc: { podCidr, namespace: there } } = provider.cluster;
  const { namespace: here } = consumer.cluster.vpc;
  const routes: [string, string][] = [
    [here, `${podCidr} via ${address()} dev ${wireTo(here, address())}`],
    [link().namespace, `${podCidr} via 169.254.1.1 dev nlb onlink`],
    [there, `169.254.0.0/16 via 10.20.0.254 dev ${wireTo(there, '10.20.0.254')}`],
  ];
  routes.forEach(([namespace, route]) => ip(namespace, `route add ${route}`));
  expect(consumer.ask(pods[0]!.address)).toBe('timeout');
  routes.forEach(([namespace, route]) => ip(namespace, `route del ${route}`));
});

test('what changes nothing disturbs nothing', async () => {
  const held = consumer.hold(address());
  expect(await held()).toMatch(/^(one|two) /);
  const before = counters();
  expect(before.join()).toMatch(/\[[1-9]\d*:\d+\] -A PREROUTING /);
  await new Promise(resolve => setTimeout(resolve, 2_500));
  expect(counters()).toEqual(before);
  // One target less, and the connections of the other one go on.
  const name = (await held()).split(' ')[0]!;
  const other = pods[name === 'one' ? 1 : 0]!;
  await deregister(other);
  await until(({ targets }) => targets.some(({ health, receives }) => health === 'draining' && !receives));
  expect((await held()).split(' ')[0]).toBe(name);
  expect(new Set(Array.from({ length: 10 }, () => consumer.ask(address()).split(' ')[0]))).toEqual(new Set([name]));
  await register();
  await until(({ targets }) => targets.filter(({ receives }) => receives).length === 2);
});

test('an idle connection is refused after the timeout, and one that is used is not', async () => {
  const { ListenerArn } = await listener();
  await api.call(HOME, 'elbv2', 'modify_listener_attributes', { ListenerArn, Attributes: [{ Key: 'tcp.idle_timeout.seconds', Value: '60' }] });
  await waitFor(() => sysctl() === '60');
  const held = consumer.hold(address());
  expect(await held()).toMatch(/^(one|two) /);
  // AWS knows no shorter one than a minute, for which this test does not wait.
  setSysctl('2');
  expect(await held()).toMatch(/^(one|two) /);
  await new Promise(resolve => setTimeout(resolve, 1_000));
  expect(await held()).toMatch(/^(one|two) /);
  await new Promise(resolve => setTimeout(resolve, 3_500));
  expect(await held()).toBe('reset');
  setSysctl('60');
});

test('a cut is silent, and over when it is restored', async () => {
  const held = consumer.hold(address());
  expect(await held()).toMatch(/^(one|two) /);
  files.cuts.write(['cluster1->cluster2']);
  await until(({ isCut }) => isCut);
  expect(consumer.ask(address())).toBe('timeout');
  files.cuts.write([]);
  await until(({ isCut }) => !isCut);
  expect(consumer.ask(address())).toMatch(/^(one|two) /);
  expect(await held()).toMatch(/^(one|two) /);
});

describe('breaks', () => {
  afterEach(async () => {
    await until(carries);
    expect(consumer.ask(address())).toMatch(/^(one|two) /);
  });

  test('without the consumer among the principals', async () => {
    const { ServiceId } = (await takeSnapshot(api)).endpointServices.find(({ NetworkLoadBalancerArns: [arn] }) => arn!.includes('cluster2'))!;
    const principals = [`arn:aws:iam::${account}:root`];
    await api.call(HOME, 'ec2', 'modify_vpc_endpoint_service_permissions', { ServiceId, RemoveAllowedPrincipals: principals });
    await until(({ reason }) => reason === `account ${account} is not among the allowed principals of endpoint service ${ServiceId}`);
    expect(consumer.ask(address())).toBe('timeout');
    await api.call(HOME, 'ec2', 'modify_vpc_endpoint_service_permissions', { ServiceId, AddAllowedPrincipals: principals });
  });

  test('with the listener on another port', async () => {
    const { ListenerArn } = await listener();
    await api.call(HOME, 'elbv2', 'modify_listener', { ListenerArn, Port: 15444 });
    await until(({ reason }) => reason?.endsWith('lets anything in on TCP port 15444') ?? false);
    expect(consumer.ask(address())).toBe('timeout');
    await api.call(HOME, 'elbv2', 'modify_listener', { ListenerArn, Port: 15443 });
  });

  test.each([
    ["the endpoint's group", 'ingress', async () => (await endpoint()).Groups[0]!.GroupId],
    ["the load balancer's group", 'egress', async () => (await loadBalancer()).SecurityGroups![0]!],
    ["the pods' group", 'ingress', async () => LANDSCAPE.cluster2.podSecurityGroupId!],
  ])('without the rule of %s', async (_, direction, find) => {
    const GroupId = await find();
    const { SecurityGroups: [group] } = await api.call(HOME, 'ec2', 'describe_security_groups', { GroupIds: [GroupId] });
    const all: readonly IpPermission[] = group[direction === 'ingress' ? 'IpPermissions' : 'IpPermissionsEgress'];
    const rules = all.filter(({ FromPort }) => FromPort === 15443);
    expect(rules).toHaveLength(1);
    await api.call(HOME, 'ec2', `revoke_security_group_${direction}`, { GroupId, IpPermissions: rules });
    await until(({ reason }) => reason?.includes(GroupId) ?? false);
    expect(consumer.ask(address())).toBe('timeout');
    await api.call(HOME, 'ec2', `authorize_security_group_${direction}`, { GroupId, IpPermissions: rules });
  });

  test('for one target whose health check fails, and then for none, when both fail', async () => {
    const { TargetGroupArn } = await targetGroup();
    await api.call(HOME, 'elbv2', 'modify_target_group', { TargetGroupArn, HealthCheckIntervalSeconds: 5 });
    pods[0]!.setHealth(503);
    await until(({ targets }) => targets.some(({ health }) => health === 'unhealthy'));
    expect(new Set(Array.from({ length: 10 }, () => consumer.ask(address()).split(' ')[0]))).toEqual(new Set(['two']));
    pods[1]!.setHealth(503);
    // A network load balancer fails open.
    await until(({ targets }) => targets.every(({ health, receives }) => health === 'unhealthy' && receives));
    expect(new Set(Array.from({ length: 20 }, () => consumer.ask(address()).split(' ')[0]))).toEqual(new Set(['one', 'two']));
    pods.forEach(pod => pod.setHealth(200));
    await until(({ targets }) => targets.every(({ health }) => health === 'healthy'));
  });

  test('without its endpoint, which leaves nothing behind', async () => {
    const before = link();
    // As the stack has it, without the record that leads to it.
    await app.destroy('--exclusively', app.stacks.find(({ name }) => name === 'demo-cluster1-consumer')!.id);
    await waitFor(() => !namespacesLike(...PRIVATE_LINK_PREFIXES).includes(before.namespace));
    expect(consumer.ask(before.addresses[0]!)).toMatch(/timeout|unreachable/);
    await waitFor(() => !readdir(files.zones('cluster1')).includes('mesh.internal'));
    await app.deploy('--all', '--concurrency', '10');
    await waitFor(() => files.status.read()!.links.some(found => found.consumer === 'cluster1'));
  });
});

function readdir(path: string): string[] {
  return execFileSync('ls', [path], { encoding: 'utf8' }).split('\n');
}

function link(): LinkStatus {
  return files.status.read()!.links.find(found => found.consumer === 'cluster1')!;
}

function address(): string {
  return link().addresses[0]!;
}

function carries({ reason, targets }: LinkStatus): boolean {
  return reason === undefined && targets.some(({ receives }) => receives);
}

async function until(isSo: (link: LinkStatus) => boolean): Promise<void> {
  await waitFor(() => {
    const found = files.status.read()?.links.find(({ consumer: cluster }) => cluster === 'cluster1');
    return found !== undefined && isSo(found);
  });
}

async function waitFor(isSo: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 30_000; !isSo(); await new Promise(resolve => setTimeout(resolve, 25))) {
    if (Date.now() > deadline) throw new Error(`waited in vain, with ${JSON.stringify(files.status.read(), undefined, 2)}`);
  }
}

async function endpoint() {
  return (await takeSnapshot(api)).endpoints.find(({ VpcEndpointId }) => VpcEndpointId === link().endpoint)!;
}

async function loadBalancer() {
  return (await takeSnapshot(api)).loadBalancers.find(({ VpcId }) => VpcId === LANDSCAPE.cluster2.vpc.id)!;
}

async function listener() {
  const { LoadBalancerArn: arn } = await loadBalancer();
  return (await takeSnapshot(api)).listeners.find(({ LoadBalancerArn }) => LoadBalancerArn === arn)!;
}

async function targetGroup() {
  return (await takeSnapshot(api)).targetGroups.find(({ TargetGroupName: name }) => name === 'demo-cluster2-ew')!;
}

async function register(): Promise<void> {
  const { TargetGroupArn } = await targetGroup();
  await api.call(HOME, 'elbv2', 'register_targets', { TargetGroupArn, Targets: pods.map(pod => ({ Id: pod.address, Port: 15443 })) });
}

async function deregister(pod: BarePod): Promise<void> {
  const { TargetGroupArn } = await targetGroup();
  await api.call(HOME, 'elbv2', 'deregister_targets', { TargetGroupArn, Targets: [{ Id: pod.address, Port: 15443 }] });
}

/** How many connections each rule has sent on since it was written. */
function counters(): string[] {
  const saved = namespacesLike(...PRIVATE_LINK_PREFIXES).map(name => execFileSync('nsenter', [
    `--net=${namespacePath(name)}`, 'iptables-save', '-c', '-t', 'nat',
  ], { encoding: 'utf8' }));
  return saved.flatMap(text => text.split('\n')).filter(line => line.includes(' PREROUTING '));
}

const TIMEOUT = '/proc/sys/net/netfilter/nf_conntrack_tcp_timeout_established';

function inLoadBalancer(command: string): string {
  const addresses = (name: string) => execFileSync('ip', ['-n', name, 'address'], { encoding: 'utf8' });
  const name = namespacesLike(PRIVATE_LINK_PREFIXES[1]!).find(candidate => addresses(candidate).includes(' 10.20.'))!;
  return execFileSync('nsenter', [`--net=${namespacePath(name)}`, 'sh', '-c', command], { encoding: 'utf8' }).trim();
}

function sysctl(): string {
  return inLoadBalancer(`cat ${TIMEOUT}`);
}

function setSysctl(value: string): void {
  inLoadBalancer(`echo ${value} > ${TIMEOUT}`);
}
