import { DiscoveryLink } from './links';
import { remoteSecretName } from '../../mesh/remote-kubeconfig';
import { OutputFormat } from '../certs-options';
import { printTable } from '../table';
import { printJson, Terminal } from '../terminal';

/** What was done for a link. */
export interface LinkReport {
  readonly link: DiscoveryLink;
  /** When the token ends; undefined for one without an end. */
  readonly expires?: Date;
  /** What the column that is the verb's own says. */
  readonly value: string | number;
}

/** When a token ends, for programs: as in ISO 8601, or `never`. */
export function expiryJson(expires: Date | undefined): string {
  return expires?.toISOString() ?? 'never';
}

/**
 * Prints what was done for links.
 *
 * @param key the name of the verb's own column in JSON
 * @param head its head in a table
 */
export function printReport(
  terminal: Terminal, output: OutputFormat, { key, head }: { readonly key: string; readonly head: string }, reports: readonly LinkReport[],
): void {
  if (output === 'json') {
    printJson(terminal, {
      remoteSecrets: reports.map(({ link: { consumer, provider }, expires, value }) => ({
        consumer: consumer.name, provider: provider.name, secret: remoteSecretName(provider.name), tokenExpires: expiryJson(expires), [key]: value,
      })),
    });
  } else if (reports.length > 0) {
    const heads = ['CONSUMER', 'PROVIDER', 'SECRET', 'TOKEN EXPIRES', head];
    printTable(terminal, heads, reports.map(({ link: { consumer, provider }, expires, value }) =>
      [consumer.name, provider.name, remoteSecretName(provider.name), expires ? `${expires.toISOString().slice(0, 16)}Z` : 'never', String(value)]));
  }
}
