/** Whom the consumer refuses: a link that leads to somebody else than the mesh's workloads carries no request. */
import { CallResult } from './guide/calls';
import { TWO_CLUSTERS } from './lab-plan';
import { eventually } from './live/eventually';
import { evidence } from './live/evidence';
import { callText, GUIDE_ANSWER, GUIDE_CALLER, GUIDE_SERVER_ACCOUNT, guideCall, untilGuideCallAnswered } from './live/guide-call';
import { Impostor, IMPOSTOR_ANSWER } from './live/impostor';
import { forgetLinkConnections } from './live/link-connections';
import { logSince } from './live/log-since';
import { foreignRoot, meshRoot, newIntermediate, past, spiffeId, workloadCredentials } from './live/workload-certificate';
import { useLab } from './use-lab';
import { Credentials } from '../api-server/certificates';

const SERVER = spiffeId(GUIDE_SERVER_ACCOUNT.namespace, GUIDE_SERVER_ACCOUNT.serviceAccount);

const lab = useLab(TWO_CLUSTERS);

let impostor: Impostor;

describe('the link leads to an impostor', () => {
  beforeAll(async () => {
    impostor = new Impostor(lab(), 'cluster1', 'cluster2');
    expect(await untilGuideCallAnswered(lab())).toBe(GUIDE_ANSWER);
  });

  afterAll(async () => {
    await impostor?.leave();
    expect(await untilGuideCallAnswered(lab())).toBe(GUIDE_ANSWER);
  });

  test.each([
    ['a root of the same name that is not the mesh\'s', 'depth_1:_unable_to_get_local_issuer_certificate',
      async () => workloadCredentials(await newIntermediate(await foreignRoot(), 'cluster2'), SERVER)],
    ['an intermediate that has expired', 'depth_1:_certificate_has_expired',
      async () => workloadCredentials(await newIntermediate(meshRoot(), 'cluster2', past(meshRoot())), SERVER)],
    ['nobody but itself', 'depth_0:_unable_to_get_local_issuer_certificate', async () => workloadCredentials(undefined, SERVER)],
    ['the mesh, but for another service', 'SAN_matcher', async () => workloadCredentials(await newIntermediate(meshRoot(), 'cluster2'), spiffeId('default', 'default'))],
  ])('a server with a certificate of %s gets no request', async (what, reason, shown) => {
    const since = new Date().toISOString();
    const refused = await callTo(await shown());
    expect(refused.status).toBe(503);
    const verdict = await verdictOfCaller(since);
    expect(verdict).toContain(reason);
    evidence(`a server with a certificate of ${what}: HTTP ${refused.status} ${verdict}`);
  });

  test('the same server with a certificate of the mesh gets it', async () => {
    const answer = await callTo(await workloadCredentials(await newIntermediate(meshRoot(), 'cluster2'), SERVER));
    expect(answer).toMatchObject({ status: 200, body: IMPOSTOR_ANSWER });
    evidence(`the same server with a certificate of the mesh: ${callText(answer)}`);
  });
});

/** What a proxy says of an answer that came on a connection that is over. */
const CONNECTION_IS_OVER = /reset reason: (connection termination|remote reset)/;

/** The guide's call, when the link leads to a server that shows this. */
async function callTo(shown: Credentials): Promise<CallResult> {
  await impostor.show(shown);
  await forgetLinkConnections('cluster1');
  // On a connection of before there is no answer of the new server, but a reset.
  for (const deadline = Date.now() + 30_000; ; await new Promise(resolve => setTimeout(resolve, 200))) {
    const result = await guideCall(lab());
    const isOfBefore = result.status === undefined || CONNECTION_IS_OVER.test(result.body) || result.body === GUIDE_ANSWER;
    if (!isOfBefore || Date.now() > deadline) return result;
  }
}

/** Why the caller's proxy did not trust the server, as it writes it in its log. */
async function verdictOfCaller(since: string): Promise<string> {
  const { cluster, namespace, workload } = GUIDE_CALLER;
  const read = async () => logSince(lab().cluster(cluster), ['-n', namespace, workload, '-c', 'istio-proxy'], since);
  const lines = await eventually('the caller tells of the server', read, found => found.some(line => line.includes('CERTIFICATE_VERIFY_FAILED')));
  return /CERTIFICATE_VERIFY_FAILED.*?(?=:TLS_error_end)/.exec(lines.join('\n'))![0];
}
