import { Command } from 'commander';
import { quoted } from '../../mesh/quoted';
import { RemoteSecretKind } from '../../mesh/remote-secret-kind';
import { MeshFile, MeshFileCluster, selectClusters } from '../mesh-file';
import { linkName, MeshFileDiscovery, MeshFileLink } from '../mesh-file-link';

/** Which links a verb is about. */
export interface LinkOptions {
  /** The cluster that is read. */
  readonly from?: string;
  /** The cluster whose istiod reads. */
  readonly to?: string;
  readonly all?: boolean;
}

/** A discovery link with its two clusters. */
export interface DiscoveryLink extends MeshFileDiscovery {
  readonly consumer: MeshFileCluster;
  readonly provider: MeshFileCluster;
  /** The link as text, `consumer -> provider`. */
  readonly name: string;
}

/** How many links a message names. */
const NAMED = 5;

export function addLinkOptions(command: Command): Command {
  return command
    .option('--from <cluster>', 'the cluster that is read: the provider of a link')
    .option('--to <cluster>', 'the cluster whose istiod reads: the consumer of a link')
    .option('--all', 'all discovery links of the mesh');
}

/**
 * The links that a verb is about, without those whose remote secret others make.
 *
 * @param note is told which links are left out, and why
 * @throws when no link is named, or none of those that are named needs a remote secret from here
 */
export function selectLinks(mesh: MeshFile, options: LinkOptions, note: (text: string) => void): DiscoveryLink[] {
  const { from, to, all } = options;
  if (!all === (from === undefined && to === undefined)) {
    throw new Error(all ? '--all is about every link: leave out --from and --to' : 'name the links with --from and --to, or give --all');
  }
  const links = matchingLinks(mesh, options);
  const usable = links.filter(({ discovery }) => discovery?.remoteSecret === RemoteSecretKind.CLI);
  const others = Object.entries(WHY_NOT).flatMap(([why, applies]) => {
    const left = links.filter(applies);
    return left.length === 0 ? [] : [`${namesText(left.map(link => ({ name: linkName(link) })))}: ${why}`];
  });
  if (usable.length === 0) {
    throw new Error(`there is no remote secret to work on: ${others.join('; ')}`);
  }
  others.forEach(note);
  return discoveryLinks(mesh, usable);
}

/**
 * The links of the mesh with the given ends.
 *
 * @throws when there is none
 */
export function matchingLinks(mesh: MeshFile, { from, to }: LinkOptions): MeshFileLink[] {
  selectClusters(mesh, [from, to].filter(name => name !== undefined));
  const links = mesh.links.filter(({ consumer, provider }) => (to === undefined || consumer === to) && (from === undefined || provider === from));
  if (links.length === 0) {
    throw new Error(noLink(mesh, from, to));
  }
  return links;
}

/** The discovery links among them, with their clusters. */
export function discoveryLinks({ clusters }: MeshFile, links: readonly MeshFileLink[]): DiscoveryLink[] {
  const byName = new Map(clusters.map(cluster => [cluster.name, cluster]));
  return links.flatMap(link => link.discovery === undefined ? [] : [
    { ...link.discovery, consumer: byName.get(link.consumer)!, provider: byName.get(link.provider)!, name: linkName(link) },
  ]);
}

/** The clusters of the links, each once, sorted. */
export function clustersOf(links: readonly Pick<DiscoveryLink, 'consumer' | 'provider'>[]): string[] {
  return [...new Set(links.flatMap(({ consumer, provider }) => [consumer.name, provider.name]))].sort();
}

/** The names of some links for a message that is about all of them. */
export function namesText(links: readonly { readonly name: string }[]): string {
  const more = links.length - NAMED;
  return links.slice(0, NAMED).map(({ name }) => name).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

const WHY_NOT: { readonly [why: string]: (link: MeshFileLink) => boolean } = {
  'External Secrets makes the remote secret': ({ discovery }) => discovery?.remoteSecret === RemoteSecretKind.EXTERNAL_SECRETS,
  'a service-entry link needs none, its consumer reads nothing in the provider\'s cluster': ({ discovery }) => discovery === undefined,
};

function noLink({ links }: MeshFile, from: string | undefined, to: string | undefined): string {
  if (links.length === 0) {
    return 'the mesh has no links: there is no remote secret to work on';
  }
  const wanted = from !== undefined && to !== undefined
    ? linkName({ consumer: to, provider: from })
    : from !== undefined ? `to provider ${quoted(from)}` : `of consumer ${quoted(to)}`;
  return `the mesh has no link ${wanted}, it has ${namesText(links.map(link => ({ name: linkName(link) })))}`;
}
