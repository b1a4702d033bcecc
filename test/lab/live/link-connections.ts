import { runCommand } from '../network/run-command';
import { namespacePath } from '../private-link/network-namespace';
import { privateLinkStatus } from '../private-link/private-link';
import { LinkStatus } from '../private-link/status';

/**
 * The link of a consumer.
 *
 * @throws if it has none, or several
 */
export function linkOf(consumer: string): LinkStatus {
  const [link, ...more] = (privateLinkStatus()?.links ?? []).filter(found => found.consumer === consumer);
  if (link === undefined || more.length > 0) {
    throw new Error(`${consumer} has ${more.length === 0 ? 'no link' : `${more.length + 1} links`}: expected one`);
  }
  return link;
}

/**
 * Ends the connections that a link carries, so that the next call needs a new one: proxies keep them, and a link that lets nobody in any more
 * would go on carrying those. What is sent on them is refused where the port is still open, and else dropped.
 */
export async function forgetLinkConnections(consumer: string): Promise<void> {
  await runCommand('nsenter', [`--net=${namespacePath(linkOf(consumer).namespace)}`, 'conntrack', '-F']);
}
