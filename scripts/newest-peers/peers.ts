import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newestVersion } from '../api-compatibility/registry';

/** Versions of the peers by their names. */
export interface PeerVersions { readonly [name: string]: string }

/** The registry did not answer, so nobody knows what is newest. */
export class UnreachableRegistryError extends Error {}

/** The ranges in which the library takes its peers. */
export function peerRanges(root: string): { readonly [name: string]: string } {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).peerDependencies;
}

/**
 * The newest version of each peer in its range.
 *
 * @param given versions that are taken instead
 * @throws UnreachableRegistryError if the registry does not answer
 */
export function newestPeers(root: string, given: PeerVersions = {}): PeerVersions {
  const ranges = peerRanges(root);
  const unknown = Object.keys(given).filter(name => !(name in ranges));
  if (unknown.length > 0) {
    throw new Error(`${unknown.join(', ')} is no peer of this library: the peers are ${Object.keys(ranges).join(', ')}`);
  }
  return Object.fromEntries(Object.entries(ranges).map(([name, range]) => [name, given[name] ?? newest(name, range, root)]));
}

function newest(name: string, range: string, root: string): string {
  const published = newestVersion(name, range, root);
  if ('unreachable' in published) {
    throw new UnreachableRegistryError(`npm could not be asked for the newest ${name} (${published.unreachable})`);
  }
  if ('absent' in published) {
    throw new Error(`npm has no ${name} in ${range}: correct the range of the peer in .projenrc.ts`);
  }
  return published.version;
}
