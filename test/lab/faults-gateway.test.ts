/** What callers in cluster1 see while gateways of cluster2 go. */
import { TWO_CLUSTERS } from './lab-plan';
import { Gateways } from './load/gateways';
import { underLoad } from './load/under-load';
import { useCallers } from './load/use-callers';

/** As docs/reliability.md advises. */
const SHORT_LIVED_CONNECTIONS = { tcp: { maxConnectionDuration: '30s' } };

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

test('all gateways are rolled, and only connections that live for less than their drain are spared', async () => {
  try {
    await callers().setConnectionPool('fresh', SHORT_LIVED_CONNECTIONS);
    const seen = await underLoad(callers(), async () => {
      const before = await gateways().pods();
      await gateways().kubectl(['rollout', 'restart', 'deploy/istio-eastwestgateway']);
      await gateways().untilReplaced(before);
    });
    seen.by('pooled').requireKept('gateway-rollout');
    seen.by('fresh').requireKept('gateway-rollout-short-lived');
  } finally {
    await callers().resetConnectionPool('fresh');
  }
});
