/** Whom the provider's gateway and its workloads refuse: each call is made once as it should be, and once with one thing wrong. */
import { TWO_CLUSTERS } from './lab-plan';
import { eventually } from './live/eventually';
import { evidence } from './live/evidence';
import { GUIDE_ANSWER, GUIDE_CALLER_ACCOUNT, GUIDE_HOST, GUIDE_SERVER_ACCOUNT } from './live/guide-call';
import { logSince } from './live/log-since';
import { httpRequest, Said, sayFrom, TlsClientOptions } from './live/tls-client';
import { foreignRoot, intermediateOf, meshRoot, newIntermediate, past, spiffeId, workloadCredentials } from './live/workload-certificate';
import { privateLinkStatus } from './private-link/private-link';
import { useLab } from './use-lab';
import { Credentials } from '../api-server/certificates';

const PORT = 15443;
const CALLER = spiffeId(GUIDE_CALLER_ACCOUNT.namespace, GUIDE_CALLER_ACCOUNT.serviceAccount);
const SECRET_SERVICE = 'secret.cluster2-webserver.svc.cluster.local';

/** By a gateway that lets nothing through, before there is TLS. */
const CLOSED: Said = { text: '', isSecure: false, error: expect.stringMatching(/^(ECONNRESET|closed)$/) };

/** What a gateway writes of a name that it knows no way for. */
const NO_WAY = 'NR filter_chain_not_found';

const lab = useLab(TWO_CLUSTERS);

let credentials: Credentials;

beforeAll(async () => {
  credentials = await workloadCredentials(intermediateOf('cluster1'), CALLER);
  await eventually('the guide\'s call is answered', async () => callWith(credentials), ({ text }) => bodyOf(text) === GUIDE_ANSWER);
});

// Whatever a test calls with: what the mesh gave the caller gets in before and after it.
beforeEach(expectAnswer);
afterEach(expectAnswer);

test('a Service that is not exported is closed off by the gateway, and open once the gateway is told to pass it on', async () => {
  const { namespace } = GUIDE_SERVER_ACCOUNT;
  const cluster2 = lab().cluster('cluster2');
  const kubectl = async (verb: string, ...objects: object[]) =>
    cluster2.kubectl([verb, '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
  // The same pods as the exported one: nothing but the export differs.
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'secret', namespace },
    spec: { selector: { app: 'api' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  };
  const gateway = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'secret', namespace: 'istio-system' },
    spec: {
      selector: { istio: 'eastwestgateway' },
      servers: [{ hosts: [SECRET_SERVICE], port: { name: 'tls-secret', number: PORT, protocol: 'TLS' }, tls: { mode: 'AUTO_PASSTHROUGH' } }],
    },
  };
  const callSecret = async () => callWith(credentials, { serverName: sniOf(SECRET_SERVICE) }, SECRET_SERVICE);
  try {
    await kubectl('create', service);
    await eventually('secret answers in its own cluster', async () => cluster2.tryKubectl([
      'exec', '-n', namespace, 'deploy/api', '-c', 'webserver', '--', 'curl', '--silent', '--max-time', '5', `http://${SECRET_SERVICE}/`,
    ]), ({ stdout }) => stdout === GUIDE_ANSWER);

    const since = new Date().toISOString();
    const refused = await callSecret();
    expect(refused).toEqual(CLOSED);
    const line = await gatewayLog(sniOf(SECRET_SERVICE), since);
    expect(line).toContain(NO_WAY);
    evidence(`${SECRET_SERVICE}, not exported, with a certificate of the mesh: ${refused.error}; gateway: ${line}`);

    await kubectl('create', gateway);
    const { text } = await eventually('the gateway passes secret on', callSecret, said => said.text !== '');
    expect(bodyOf(text)).toBe(GUIDE_ANSWER);
    evidence(`${SECRET_SERVICE}, once it is among the hosts of a Gateway: ${JSON.stringify(bodyOf(text))}`);

    await kubectl('delete', gateway);
    await eventually('secret is closed off again', callSecret, said => said.text === '');
  } finally {
    await kubectl('delete', gateway).catch(() => undefined);
    await kubectl('delete', service).catch(() => undefined);
  }
});

test('a name of no service at all is closed off', async () => {
  for (const serverName of ['localhost', GUIDE_HOST, sniOf('istiod.istio-system.svc.cluster.local')]) {
    const refused = await callWith(credentials, { serverName });
    expect(refused).toEqual(CLOSED);
    evidence(`SNI ${serverName}: ${refused.error}`);
  }
});

test('plain HTTP is closed off', async () => {
  const refused = await sayFrom(callerNamespace(), endpoint(), PORT, request(GUIDE_HOST));
  expect(refused).toEqual(CLOSED);
  evidence(`plain HTTP: ${refused.error}`);
});

// Through AUTO_PASSTHROUGH it is the workload itself that refuses these, after its own side of the handshake.
test.each([
  ['none', async () => undefined, 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'],
  ['one that it signed itself', async () => workloadCredentials(undefined, CALLER), 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA'],
  ['one of a root of the same name that is not the mesh\'s', async () => workloadCredentials(await newIntermediate(await foreignRoot(), 'cluster1'), CALLER),
    'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA'],
  ['one of an intermediate that has expired', async () => workloadCredentials(await newIntermediate(meshRoot(), 'cluster1', past(meshRoot())), CALLER),
    'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED'],
])('a caller whose certificate is %s is refused', async (what, shown, error) => {
  const refused = await callWith(await shown());
  expect(refused).toEqual({ text: '', isSecure: true, error });
  evidence(`certificate: ${what}: ${error}`);
});

test('an intermediate that was made in the same way, and is still valid, gets in', async () => {
  const { text } = await callWith(await workloadCredentials(await newIntermediate(meshRoot(), 'cluster1'), CALLER));
  expect(bodyOf(text)).toBe(GUIDE_ANSWER);
  evidence(`certificate: one of a second intermediate of the mesh's root: ${JSON.stringify(bodyOf(text))}`);
});

async function expectAnswer(): Promise<void> {
  const { text } = await callWith(credentials);
  expect(bodyOf(text)).toBe(GUIDE_ANSWER);
}

/** The guide's call as the caller's proxy makes it, except for what is given. */
async function callWith(shown: Credentials | undefined, options: Partial<TlsClientOptions> = {}, host = GUIDE_HOST): Promise<Said> {
  return sayFrom(callerNamespace(), endpoint(), PORT, request(host), {
    serverName: sniOf(GUIDE_HOST),
    ca: meshRoot().certificate.pem,
    identity: spiffeId(GUIDE_SERVER_ACCOUNT.namespace, GUIDE_SERVER_ACCOUNT.serviceAccount),
    protocols: ['istio'],
    ...shown,
    ...options,
  });
}

/** From the node: no proxy is in the way there, and security groups take it for a pod. */
function callerNamespace(): string {
  return lab().vpcs.find(({ cluster }) => cluster === 'cluster1')!.namespace;
}

function endpoint(): string {
  return privateLinkStatus()!.links.find(({ consumer }) => consumer === 'cluster1')!.addresses[0]!;
}

function sniOf(host: string): string {
  return `outbound_.80_._.${host}`;
}

function request(host: string): string {
  return httpRequest('GET /', { Host: host });
}

function bodyOf(answer: string): string {
  return answer.replace(/^.*?\r\n\r\n/s, '');
}

/** What a gateway of cluster2 wrote of a server name. */
async function gatewayLog(serverName: string, since: string): Promise<string> {
  const read = async () => (await logSince(lab().cluster('cluster2'), ['-n', 'istio-system', '-l', 'istio=eastwestgateway'], since))
    .find(line => line.includes(` ${serverName} `)) ?? '';
  return eventually(`a gateway tells of ${serverName}`, read, line => line !== '');
}
