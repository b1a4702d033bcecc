import { readFileSync } from 'fs';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { buildImages } from './build';
import { CLIENT_IMAGE, ISTIO_HUB, ISTIO_TAG, SANDBOX_IMAGE, WEB_SERVER_IMAGE } from './images';
import { importImages } from './import';
import { ThrowawayContainerd } from './throwaway-containerd';

const PILOT = `${ISTIO_HUB}/pilot:${ISTIO_TAG}`;
const PROXY = `${ISTIO_HUB}/proxyv2:${ISTIO_TAG}`;
const DEMO = join(__dirname, '..', '..', 'golden', 'two-clusters', 'dist', 'cluster1', '90-demo.yaml');

let containerd: ThrowawayContainerd;

beforeAll(async () => {
  buildImages(() => {});
  containerd = await ThrowawayContainerd.start();
  await importImages(containerd.address);
}, 600_000);

afterAll(() => containerd?.stop());

test('images can be imported again', async () => {
  await importImages(containerd.address);
}, 60_000);

test.each([
  [PILOT, ['pilot-discovery', 'version'], /GolangVersion:"go1/],
  [PROXY, ['pilot-agent', 'version'], /GolangVersion:"go1/],
  [PROXY, ['envoy', '--version'], /\/1\.40\.0\//],
  [PROXY, ['cat', '/var/lib/istio/envoy/envoy_bootstrap_tmpl.json'], /"node": \{/],
  [CLIENT_IMAGE, ['curl', '--version'], /^curl 7/],
  [CLIENT_IMAGE, ['openssl', 'version'], /^OpenSSL 3/],
  [CLIENT_IMAGE, ['socat', '-V'], /^socat by/],
  [CLIENT_IMAGE, ['nc', '-h'], /^OpenBSD netcat/],
  [CLIENT_IMAGE, ['id', '-u'], /^1000$/m],
  [PILOT, ['id', '-un'], /^istio-proxy$/m],
])('%s runs %j', async (image, command, output) => {
  await expect(containerd.run(image, command)).resolves.toMatch(output);
});

test('the proxy redirects the traffic of a pod as istio-init has it do', async () => {
  const script = `
    ip link add eth0 type veth peer name eth1
    ip address add 10.0.0.2/24 dev eth0
    pilot-agent istio-iptables -p 15001 -z 15006 -u 1337 -m REDIRECT -i '*' -b '*' -x ''
    iptables-save -t nat`;
  // In a network of its own.
  const rules = await containerd.run(PROXY, ['sh', '-ec', script], ['--cap-add', 'CAP_NET_ADMIN', '--cap-add', 'CAP_NET_RAW']);

  expect(rules).toContain('-A ISTIO_REDIRECT -p tcp -j REDIRECT --to-ports 15001');
});

test('a web server runs as the bundles declare it, and ends when it is asked to', async () => {
  const documents = parseAllDocuments(readFileSync(DEMO, 'utf8')).map(document => document.toJS());
  const [container] = documents.find(({ kind }) => kind === 'Deployment').spec.template.spec.containers;
  expect(container).toMatchObject({ image: WEB_SERVER_IMAGE, securityContext: { readOnlyRootFilesystem: true, runAsUser: 101 } });
  const config = containerd.file('default.conf', documents.find(({ kind }) => kind === 'ConfigMap').data['default.conf']);

  const server = await containerd.runDetached(WEB_SERVER_IMAGE, [
    '--read-only',
    '--seccomp',
    '--mount', `type=bind,src=${config},dst=/etc/nginx/conf.d,options=rbind:ro`,
    '--mount', 'type=tmpfs,src=tmpfs,dst=/tmp,options=nosuid:nodev',
  ]);

  const answer = await containerd.run(CLIENT_IMAGE, ['curl', '-sS', '--fail', '--retry-connrefused', '--retry', '5', 'http://127.0.0.1:8080/']);
  expect(answer).toBe('hello from cluster1\n');
  await containerd.kill(server, 'SIGTERM');
  await stopped(server);
});

test.each([SANDBOX_IMAGE, CLIENT_IMAGE])('%s waits until it is asked to end', async (image) => {
  const container = await containerd.runDetached(image, []);
  await expect(containerd.status(container)).resolves.toBe('RUNNING');

  await containerd.kill(container, 'SIGTERM');

  await stopped(container);
});

async function stopped(container: string): Promise<void> {
  const deadline = Date.now() + 5000;
  while (await containerd.status(container) !== 'STOPPED' && Date.now() < deadline) {
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  await expect(containerd.status(container)).resolves.toBe('STOPPED');
}
