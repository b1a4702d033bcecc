/** What callers in cluster1 see of a service of cluster2 while the istiod of either goes. */
import { Commands } from './guide/commands';
import { TWO_CLUSTERS } from './lab-plan';
import { eventually } from './live/eventually';
import { evidence } from './live/evidence';
import { underLoad } from './load/under-load';
import { useCallers } from './load/use-callers';
import { cutLink, restoreLink } from './private-link/private-link';

/** PILOT_REMOTE_CLUSTER_TIMEOUT, and what a start takes on a busy machine. */
const READY_WITHIN_SECONDS = 30 + 45;

/** Whose connections to istiod count: those that calls from cluster1 to cluster2 go through. */
const PROXIES: { readonly [cluster: string]: readonly string[] } = { cluster1: ['pooled', 'fresh'], cluster2: ['istio-eastwestgateway', 'api'] };

const { lab, callers } = useCallers(TWO_CLUSTERS);

test('the consumer\'s istiod is restarted', async () => {
  (await underLoad(callers(), async () => restartIstiod('cluster1'))).requireKept('consumer-istiod-restarted');
});

test('the provider\'s istiod is restarted', async () => {
  (await underLoad(callers(), async () => restartIstiod('cluster2'))).requireKept('provider-istiod-restarted');
});

test('the consumer\'s istiod is restarted while it cannot reach the provider', async () => {
  (await underLoad(callers(), async () => {
    let seconds: number;
    await cutLink('cluster1', 'cluster2');
    try {
      const start = Date.now();
      await endIstiod('cluster1');
      await untilIstiodIsReady('cluster1', 180);
      seconds = (Date.now() - start) / 1000;
    } finally {
      await restoreLink('cluster1', 'cluster2');
    }
    const start = Date.now();
    await untilSynced();
    evidence(`istiod was ready ${seconds.toFixed(1)} s after its end, without the provider, and in sync with it ${((Date.now() - start) / 1000).toFixed(1)} s after the link was back`);
    // It gives the provider up after 30 s, and not before: else this test restarted it while the link was open.
    expect(seconds).toBeGreaterThan(25);
    expect(seconds).toBeLessThan(READY_WITHIN_SECONDS);
  })).requireKept('consumer-istiod-restarted-alone');
});

/** There is one: while it is away, proxies keep what they have. */
async function restartIstiod(cluster: string): Promise<void> {
  await endIstiod(cluster);
  await untilIstiodIsReady(cluster, 180);
  await untilSynced();
  const table = await eventually(`the proxies of ${cluster} are connected to its new istiod`,
    async () => new Commands(lab()).istioctl(['proxy-status', '--context', cluster]).catch(String),
    found => PROXIES[cluster]!.every(name => found.includes(`${name}-`)), 120_000);
  evidence(`${table.trim().split('\n').length - 1} proxies are connected to the new istiod of ${cluster}`);
}

async function endIstiod(cluster: string): Promise<void> {
  await lab().cluster(cluster).kubectl(['delete', 'pod', '-n', 'istio-system', '-l', 'app=istiod']);
}

async function untilIstiodIsReady(cluster: string, withinSeconds: number): Promise<void> {
  await lab().cluster(cluster).kubectl(['rollout', 'status', '-n', 'istio-system', 'deploy/istiod', '--timeout', `${withinSeconds}s`]);
}

async function untilSynced(): Promise<void> {
  await eventually('cluster1 is in sync with cluster2', async () => new Commands(lab()).istioctl(['remote-clusters', '--context', 'cluster1']).catch(String),
    table => /^cluster2 .* synced /m.test(table), 120_000);
}
