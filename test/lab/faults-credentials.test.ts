/** What callers in cluster1 see of a service of cluster2 while what the clusters trust each other by is replaced. */
import { untilAnswered } from './guide/calls';
import { Commands } from './guide/commands';
import { TWO_CLUSTERS } from './lab-plan';
import { eventually } from './live/eventually';
import { evidence } from './live/evidence';
import { GUIDE_CALLER, GUIDE_URL } from './live/guide-call';
import { READY_WITHIN } from './live/ready-within';
import { Gateways } from './load/gateways';
import { underLoad } from './load/under-load';
import { useCallers } from './load/use-callers';
import { issuerOf } from './load/workload-issuer';

const { lab, callers } = useCallers(TWO_CLUSTERS);

const commands = () => new Commands(lab());

test('the token of a remote secret is rotated', async () => {
  const secret = async () => lab().cluster('cluster1').kubectl(['get', 'secret', '-n', 'istio-system', 'istio-remote-secret-cluster2', '-o', 'jsonpath={.data.cluster2}']);
  const before = await secret();
  (await underLoad(callers(), async load => {
    // Long enough for istiod to take the new one, which it does at once with a reader that may list Secrets.
    await commands().istioPrivatelink(['remote-secret', 'rotate', '--from', 'cluster2', '--to', 'cluster1', '--overlap', '10']);
    // The old one is withdrawn. API servers look again after ten seconds at most.
    await load.untilSteady(12_000);
  })).requireKept('token-rotated');
  expect(await secret()).not.toBe(before);
  const clusters = await eventually('cluster1 is in sync with cluster2 by the new token',
    async () => commands().istioctl(['remote-clusters', '--context', 'cluster1']).catch(String), table => /^cluster2 .* synced /m.test(table), 120_000);
  evidence(clusters.trim().split('\n').pop()!.replace(/\s+/g, ' '));
});

test('an intermediate is renewed, and istiod and the gateways restarted with it', async () => {
  const gateways = new Gateways(lab(), 'cluster1', 'cluster2');
  const before = await issuerOf(lab(), 'cluster2', 'cluster2-webserver', 'api');
  (await underLoad(callers(), async () => {
    const old = await gateways.pods();
    await commands().istioPrivatelink(['certs', 'renew', 'cluster2']);
    await commands().istioPrivatelink(['certs', 'apply', '--cluster', 'cluster2', '--restart']);
    await gateways.untilReplaced(old);
  })).requireKept('intermediate-renewed');
  // The caller has a certificate of before; what answers gets one of the new intermediate.
  await lab().cluster('cluster2').kubectl(['rollout', 'restart', '-n', 'cluster2-webserver', 'deploy/api']);
  await lab().cluster('cluster2').kubectl(['rollout', 'status', '-n', 'cluster2-webserver', 'deploy/api', '--timeout', READY_WITHIN]);
  const after = await eventually('the web server has a certificate of the new intermediate',
    // istioctl may choose the pod that is on its way out, whose proxy answers nobody any more.
    async () => issuerOf(lab(), 'cluster2', 'cluster2-webserver', 'api').catch(() => before), found => found !== before);
  const answer = await untilAnswered(lab(), GUIDE_CALLER, GUIDE_URL);
  evidence(`intermediate-renewed: ${JSON.stringify(answer)} from a workload whose issuer was ${before} and is ${after}`);
});
