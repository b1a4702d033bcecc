/** What callers in cluster1 see of a service of cluster2 when the link between them is away, or forgets. */
import { TWO_CLUSTERS } from './lab-plan';
import { eventually } from './live/eventually';
import { evidence } from './live/evidence';
import { LONG_LIVED_CONNECTIONS } from './load/callers';
import { setIdleTimeout } from './load/idle-timeout';
import { describeReport, loadReport } from './load/load-report';
import { requireKept } from './load/promises';
import { SteadyLoad } from './load/steady-load';
import { underLoad } from './load/under-load';
import { useCallers } from './load/use-callers';
import { cutLink, restoreLink } from './private-link/private-link';

/** More than the time after which proxies of the bundles probe, which is 60 s, and little more, because a test waits for it. */
const IDLE_TIMEOUT_SECONDS = 75;

const { lab, callers } = useCallers(TWO_CLUSTERS);

test('the link is cut for half a minute', async () => {
  const { failed } = (await underLoad(callers(), async () => {
    await cutLink('cluster1', 'cluster2');
    try {
      await sleep(30);
    } finally {
      await restoreLink('cluster1', 'cluster2');
    }
  })).requireKept('link-cut');
  // Each of the callers gave up twice at least: a cut that nobody notices is none.
  expect(failed).toBeGreaterThanOrEqual(16);
});

test('connections are idle for longer than the load balancer remembers them, and only keepalive saves them', async () => {
  const restore = await setIdleTimeout(lab(), 'cluster2', IDLE_TIMEOUT_SECONDS);
  try {
    // Like those of a TCP service, which nothing but keepalive holds. From now on the kinds differ in nothing else.
    await callers().setConnectionPool('pooled', LONG_LIVED_CONNECTIONS);
    await callers().setConnectionPool('fresh', { tcp: { ...LONG_LIVED_CONNECTIONS.tcp, tcpKeepalive: { time: '7200s' } } });
    await eventually('proxies know, and keep connections open', async () => {
      await (await SteadyLoad.start(callers())).stop();
      return callers().proxyStatistics('fresh', 'upstream_cx_active');
    }, ([active]) => active! > 0);
    const closedBefore = await closedConnections();
    await sleep(IDLE_TIMEOUT_SECONDS + 10);

    const load = await SteadyLoad.start(callers());
    const closed = await closedConnections() - closedBefore;
    const records = await load.stop();
    const report = loadReport(records.filter(({ kind }) => kind === 'pooled'));
    const withoutKeepalive = loadReport(records.filter(({ kind }) => kind === 'fresh'));
    evidence(`connections-idle: ${describeReport(report)}, ${closed} connections closed; without keepalive: ${describeReport(withoutKeepalive)}`);
    requireKept('connections-idle', report);
    // So they were those of before, and no new ones.
    expect(closed).toBe(0);
    expect(withoutKeepalive.failed).toBeGreaterThan(0);
  } finally {
    await callers().resetConnectionPool('pooled');
    await callers().resetConnectionPool('fresh');
    await restore();
  }
});

async function closedConnections(): Promise<number> {
  const [closed] = await callers().proxyStatistics('pooled', 'upstream_cx_destroy');
  return closed!;
}

async function sleep(seconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, seconds * 1000));
}
