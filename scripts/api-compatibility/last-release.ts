import { lastTag } from './git';
import { publishedVersion } from './registry';

/** The release that the API is compared with. */
export interface LastRelease {
  readonly tag: string;
  /** The version on npm, where the assembly is ready made; without it, the tag is compiled. */
  readonly published?: string;
}

/**
 * Finds the last release: what npm has, else the last tag.
 *
 * @returns a sentence if there is none
 * @throws if npm has a release whose tag is not in this clone: the commits since then would not be known
 */
export function lastRelease(name: string, root: string): LastRelease | string {
  const tag = lastTag(root);
  const published = publishedVersion(name, root);
  if (!('version' in published)) {
    const npm = 'unreachable' in published ? `npm could not be asked for ${name} (${published.unreachable})` : `npm has no release of ${name}`;
    return tag === undefined ? `nothing is released yet: ${npm}, and there is no tag v<version>` : { tag };
  }
  const publishedTag = `v${published.version}`;
  if (tag === publishedTag) {
    return { tag, published: published.version };
  }
  if (tag === undefined || isOlder(tag, publishedTag)) {
    throw new Error(`npm has ${name} ${published.version}, and ${publishedTag} is not among the tags before HEAD: `
      + 'fetch the tags and the whole history (git fetch --tags), or rebase onto the released branch');
  }
  // A release that is on its way: it is tagged before npm has it.
  return { tag };
}

function isOlder(one: string, other: string): boolean {
  return one.localeCompare(other, 'en', { numeric: true }) < 0;
}
