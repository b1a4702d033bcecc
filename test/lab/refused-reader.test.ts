/** What the API server of a provider refuses at the end of the link: the reader does what its role says, with a token that is valid, and nobody else does. */
import { Commands } from './guide/commands';
import { TWO_CLUSTERS } from './lab-plan';
import { eventually } from './live/eventually';
import { evidence } from './live/evidence';
import { tokenWithTimes } from './live/service-account-token';
import { httpRequest, httpStatus, Said, sayFrom } from './live/tls-client';
import { privateLinkStatus } from './private-link/private-link';
import { useLab } from './use-lab';
import { remoteAccess } from '../../src/cli/remote-secret/manifest';
import { RemoteAccess } from '../../src/mesh/remote-kubeconfig';

const SERVER_NAME = 'kubernetes.default.svc';

/** What every reader may do. */
const LIST_ENDPOINTS = 'GET /api/v1/endpoints';

/** How long an API server may go on taking a token that it knows: it remembers for 10 s. */
const FORGOTTEN_WITHIN_MS = 30_000;

const lab = useLab(TWO_CLUSTERS);

let access: RemoteAccess;

beforeAll(async () => {
  access = await installed();
  await eventually('the reader may list endpoints', async () => ask(LIST_ENDPOINTS, access.token), said => httpStatus(said) === 200);
});

test('the reader reads what its role lets it read', async () => {
  const things = ['endpoints', 'services', 'pods', 'nodes', 'namespaces', 'configmaps', 'secrets'];
  const statuses = await Promise.all(things.map(async thing => httpStatus(await ask(`GET /api/v1/${thing}`, access.token))));
  expect(statuses).toEqual(things.map(() => 200));
  evidence(`${things.join(', ')}: HTTP 200, as ReaderAccess.WITH_SECRETS says`);
});

test.each([
  ['GET /api/v1/persistentvolumes', ''],
  ['GET /apis/rbac.authorization.k8s.io/v1/clusterroles', ''],
  ['POST /api/v1/namespaces/default/configmaps', '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"written-by-a-reader"}}'],
  ['DELETE /api/v1/namespaces/cluster2-webserver/services/api', ''],
  ['POST /api/v1/namespaces/istio-system/serviceaccounts/istiod/token', '{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{}}'],
])('the reader is refused %s', async (line, body) => {
  const said = await ask(line, access.token, { body });
  expect(httpStatus(said)).toBe(403);
  expect(said.text).toContain('User \\"system:serviceaccount:istio-system:istio-reader-cluster1\\" cannot');
  evidence(`${line}: ${messageOf(said)}`);
});

test('nobody reads without a token, or with one that is none', async () => {
  const nobody = await ask(LIST_ENDPOINTS);
  // An API server that lets nobody in anonymously says 401.
  expect([401, 403]).toContain(httpStatus(nobody));
  expect(nobody.text).toMatch(/system:anonymous\\" cannot|Unauthorized/);
  const made = await ask(LIST_ENDPOINTS, `${access.token}x`);
  expect(httpStatus(made)).toBe(401);
  evidence(`no token: HTTP ${httpStatus(nobody)} ${messageOf(nobody)}; a changed one: HTTP ${httpStatus(made)} ${messageOf(made)}`);
});

test('another server name does not lead to the API server', async () => {
  for (const serverName of ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc.cluster.local', 'cluster2.mesh.internal', 'istiod.istio-system.svc']) {
    const said = await ask(LIST_ENDPOINTS, access.token, { serverName });
    expect(said).toEqual({ text: '', isSecure: false, error: 'ECONNRESET' });
  }
  expect(httpStatus(await ask(LIST_ENDPOINTS, access.token))).toBe(200);
  evidence(`server name ${SERVER_NAME}: HTTP 200; five others: closed by the gateway`);
});

test('a token that has expired is refused', async () => {
  const now = Math.floor(Date.now() / 1000);
  const valid = await ask(LIST_ENDPOINTS, tokenWithTimes(access.token, 'cluster2', { iat: now - 700, nbf: now - 700, exp: now + 600 }));
  expect(httpStatus(valid)).toBe(200);
  const expired = await ask(LIST_ENDPOINTS, tokenWithTimes(access.token, 'cluster2', { iat: now - 700, nbf: now - 700, exp: now - 100 }));
  expect(httpStatus(expired)).toBe(401);
  evidence(`a token that ends in 600 s: HTTP 200; the same that ended 100 s ago: HTTP 401 ${messageOf(expired)}`);
});

test('remote-secret rotate ends the token that was there, and the link goes on with the new one', async () => {
  const commands = new Commands(lab());
  const before = access.token;
  expect(httpStatus(await ask(LIST_ENDPOINTS, before))).toBe(200);
  await commands.istioPrivatelink(['remote-secret', 'rotate', '--from', 'cluster2', '--to', 'cluster1', '--overlap', '5']);
  access = await installed();
  expect(access.token).not.toBe(before);
  expect(httpStatus(await ask(LIST_ENDPOINTS, access.token))).toBe(200);
  const old = await eventually('the old token is refused', async () => ask(LIST_ENDPOINTS, before), said => httpStatus(said) !== 200, FORGOTTEN_WITHIN_MS);
  expect(httpStatus(old)).toBe(401);
  const synced = await eventually('istiod reads with the new token', async () => commands.istioctl(['remote-clusters', '--context', 'cluster1']),
    text => /^cluster2\s.*\ssynced\s/m.test(text));
  evidence(`after rotate, the old token: HTTP 401, the new one: HTTP 200; istioctl remote-clusters: ${/^cluster2\s.*$/m.exec(synced)![0]}`);
});

/** A token that remote-secret create prints is one of its own, so that ending it touches nothing that is in use. */
test('deleting its Secret in the provider ends a token', async () => {
  const cluster2 = lab().cluster('cluster2');
  const made = JSON.parse(await new Commands(lab()).istioPrivatelink(['remote-secret', 'create', '--from', 'cluster2', '--to', 'cluster1', '-o', 'json'])) as {
    items: { data: { cluster2: string } }[];
  };
  const { token } = remoteAccess('cluster2', made.items[0]!.data.cluster2)!;
  expect(token).not.toBe(access.token);
  expect(httpStatus(await ask(LIST_ENDPOINTS, token))).toBe(200);
  const { 'kubernetes.io': { secret: { name } } } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as {
    'kubernetes.io': { secret: { name: string } };
  };
  await cluster2.kubectl(['delete', 'secret', '-n', 'istio-system', name]);
  const ended = await eventually('the token is refused', async () => ask(LIST_ENDPOINTS, token), said => httpStatus(said) !== 200, FORGOTTEN_WITHIN_MS);
  expect(httpStatus(ended)).toBe(401);
  expect(httpStatus(await ask(LIST_ENDPOINTS, access.token))).toBe(200);
  evidence(`a token whose Secret ${name} was deleted: HTTP 200 before, HTTP 401 after; that of the link: HTTP 200`);
});

interface AskOptions {
  readonly serverName?: string;
  readonly body?: string;
}

/** Asks the API server of cluster2 from cluster1, over the link. */
async function ask(line: string, token?: string, { serverName = SERVER_NAME, body = '' }: AskOptions = {}): Promise<Said> {
  const { namespace } = lab().vpcs.find(({ cluster }) => cluster === 'cluster1')!;
  const [address] = privateLinkStatus()!.links.find(({ consumer }) => consumer === 'cluster1')!.addresses;
  const headers = { 'Host': SERVER_NAME, 'Content-Type': 'application/json', ...token !== undefined && { Authorization: `Bearer ${token}` } };
  return sayFrom(namespace, address!, 15443, httpRequest(line, headers, body), { serverName, ca: Buffer.from(access.caData, 'base64').toString() });
}

/** What cluster1's istiod has for cluster2. */
async function installed(): Promise<RemoteAccess> {
  const { data } = await lab().cluster('cluster1').json<{ data: { cluster2: string } }>(['get', 'secret', '-n', 'istio-system', 'istio-remote-secret-cluster2']);
  const found = remoteAccess('cluster2', data.cluster2)!;
  expect(found).toMatchObject({ server: 'https://cluster2.mesh.internal:15443', tlsServerName: SERVER_NAME });
  return found;
}

function messageOf({ text }: Said): string {
  return /"message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text;
}
