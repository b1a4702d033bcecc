import { spanText } from './duration';
import { DiscoveryLink, namesText } from './links';
import { ReaderToken } from './reader-token';
import { resourcesText } from './resources-text';
import { TokenClaims } from './token-claims';
import { KubeSecret } from '../kubernetes/kube-api';

const SECRETS = 'secrets';

/** What the consumers of the links may read, in words, and what that does to istiod; links whose readers may read the same share a line. */
export function readingNotes(links: readonly DiscoveryLink[]): string[] {
  const byText = new Map<string, DiscoveryLink[]>();
  for (const link of links) {
    const text = readingText(link.reads);
    byText.set(text, [...byText.get(text) ?? [], link]);
  }
  return [...byText].map(([text, alike]) => `${namesText(alike)}: ${text}`);
}

/** Says that the API server granted less than was asked for. */
export function grantedNote({ name, provider }: DiscoveryLink, { grantedSeconds }: ReaderToken, askedSeconds: number | undefined): string[] {
  return grantedSeconds === undefined || askedSeconds === undefined || grantedSeconds >= askedSeconds ? [] : [
    `${name}: a token for ${spanText(askedSeconds)} was asked for, and the API server of ${provider.name} grants ` +
      `${spanText(grantedSeconds)} at most: ` +
      'run "istio-privatelink remote-secret rotate" more often than that, on a schedule, or use --long-lived',
  ];
}

/** Warns of releases of Istio in which a change of a remote secret does harm. */
export function rotationNotes(links: readonly Pick<DiscoveryLink, 'consumer'>[]): string[] {
  const consumers = new Map(links.map(({ consumer }) => [consumer.name, consumer]));
  return [...consumers.values()].flatMap(({ name, istioVersion: { version, patch, _knownDefect } }) => _knownDefect === undefined ? [] : [
    `${name} runs Istio ${version}, and ${_knownDefect}: upgrade to 1.30.4 or later first${patch === undefined
      ? ', and name that patch with IstioVersion.of() where the mesh is declared'
      : ''}. If it happened, restart its istiod`,
  ]);
}

/**
 * Says that a token which is no longer in use is still valid: what others made is theirs to withdraw.
 *
 * @param own the Secrets of the tokens that this program made
 */
export function foreignTokenNote(
  link: string, provider: string, namespace: string, claims: TokenClaims | undefined, own: readonly KubeSecret[],
): string[] {
  if (own.some(({ metadata }) => metadata.name === claims?.secret)) {
    return [];
  }
  return [`${link}: the token that was in use was not made by this program, and may still be valid: ${claims?.secret === undefined
    ? `find out in ${provider} whose it is`
    : `to end it, delete Secret ${namespace}/${claims.secret} of ${provider}`}`];
}

function readingText(reads: readonly string[]): string {
  const others = resourcesText(reads.filter(resource => resource !== SECRETS));
  return reads.includes(SECRETS)
    ? `in the whole of the provider's cluster, the consumer may read every Secret, the key of its certificate authority included, and ${others}. ` +
      'Whoever holds the consumer can therefore pose as any workload of the mesh'
    : `in the whole of the provider's cluster, the consumer may read ${others}, and no Secret. ` +
      'Traffic works; the consumer\'s istiod starts 30 seconds later, and "istioctl remote-clusters" says timeout for the provider ' +
      'as long as it runs';
}
