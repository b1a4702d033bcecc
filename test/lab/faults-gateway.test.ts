/** What callers in cluster1 see while gateways of cluster2 go. */
import { TWO_CLUSTERS } from './lab-plan';
import { LONG_LIVED_CONNECTIONS } from './load/callers';
import { Gateways } from './load/gateways';
import { underLoad } from './load/under-load';
import { useCallers } from './load/use-callers';

const { lab, callers } = useCallers(TWO_CLUSTERS);

const gateways = () => new Gateways(lab(), 'cluster1', 'cluster2');

beforeEach(async () => gateways().untilHealthy());

test('a gateway is killed', async () => {
  (await underLoad(callers(), async () => {
    const [pod] = await gateways().pods();
    await gateways().kubectl(['delete', pod!, '--grace-period=0', '--force']);
    await gateways().untilReplaced([pod!]);
  })).requireKept('gateway-killed');
});

test('a gateway does not answer any more, and nobody knows', async () => {
  (await underLoad(callers(), async () => {
    const [pod] = await gateways().pods();
    const restore = await gateways().isolate(pod!);
    try {
      await gateways().untilUnhealthy(pod!);
    } finally {
      await restore();
    }
    await gateways().untilHealthy();
  })).requireKept('gateway-unreachable');
});

test('a gateway is deleted', async () => {
  (await underLoad(callers(), async () => {
    const [pod] = await gateways().pods();
    await gateways().kubectl(['delete', pod!, '--wait=false']);
    // Until its drain is over and the last connection is closed.
    await gateways().untilReplaced([pod!]);
  })).requireKept('gateway-deleted');
});

test('all gateways are rolled', async () => {
  (await underLoad(callers(), roll)).requireKept('gateway-rollout');
});

test('all gateways are rolled, and connections live for ever: what the bundle avoids', async () => {
  try {
    await callers().setConnectionPool('pooled', LONG_LIVED_CONNECTIONS);
    (await underLoad(callers(), roll)).by('pooled').requireKept('gateway-rollout-long-lived');
  } finally {
    await callers().resetConnectionPool('pooled');
  }
});

async function roll(): Promise<void> {
  const before = await gateways().pods();
  await gateways().kubectl(['rollout', 'restart', 'deploy/istio-eastwestgateway']);
  await gateways().untilReplaced(before);
}
