import { setTimeout as sleep } from 'timers/promises';
import { Command } from 'commander';
import { MAX_SECONDS, MIN_SECONDS } from './duration';
import { eachLink } from './each-link';
import { InstalledSecret, replaceableSecret } from './installed';
import { clustersOf, DiscoveryLink, selectLinks } from './links';
import { foreignTokenNote, grantedNote, rotationNotes } from './notes';
import { addDurationOptions, addRemoteSecretOptions, DurationOptions, durationSeconds, RemoteSecretOptions } from './options';
import { ReaderToken, tokenSecrets, withdrawToken } from './reader-token';
import { renewToken } from './renew-token';
import { printReport } from './report';
import { lifetimeSeconds } from './token-claims';
import { wholeNumberOf } from '../certs-options';
import { ExitCode } from '../exit-code';
import { Clusters } from '../kubernetes/clusters';
import { KubeSecret } from '../kubernetes/kube-api';
import { readMesh } from '../mesh-file';
import { waitWithProgress } from '../progress';
import { Session } from '../session';
import { printNote } from '../terminal';

/** How long both tokens are valid, in seconds: istiod learns of a changed Secret within moments, and then reads everything anew. */
const DEFAULT_OVERLAP_SECONDS = 60;

interface RotateOptions extends RemoteSecretOptions, DurationOptions {
  readonly overlap: number;
  readonly force?: boolean;
}

/** A link that has its new token. */
interface Rotated {
  readonly token: ReaderToken;
  readonly replaced: InstalledSecret;
  /** The other tokens of the reader that were made here. */
  readonly old: KubeSecret[];
  /** How long the new token was to be valid; undefined for one without an end. */
  readonly seconds?: number;
}

/** `remote-secret rotate`: replaces tokens. */
export function addRemoteSecretRotate(group: Command, session: Session): void {
  const command = group.command('rotate')
    .summary('replace the tokens of links')
    .description('Makes new tokens, writes them to the consumers\' clusters, and withdraws the old ones once istiod has had time ' +
      'to take the new ones: there is no moment at which the token in use is not valid. ' +
      'Interrupted, it leaves old tokens valid, and the next run withdraws them.');
  addDurationOptions(addRemoteSecretOptions(command), 'as long as the old one')
    .option('--overlap <seconds>', 'how long the old and the new token are both valid', wholeNumberOf('seconds', 0, 3600), DEFAULT_OVERLAP_SECONDS)
    .option('--force', 'also replace a Secret that this program did not make')
    .addHelpText('after', `
Examples:
  $ istio-privatelink remote-secret rotate --all
  $ istio-privatelink remote-secret rotate --from cluster2 --to cluster1 --duration 90d`)
    .action((options: RotateOptions) => rotate(options, session));
}

async function rotate(options: RotateOptions, session: Session): Promise<void> {
  const { terminal } = session;
  durationSeconds(options);
  const links = selectLinks(readMesh(options.mesh), options, note => printNote(terminal, note));
  const clusters = await Clusters.of(terminal.env, options, clustersOf(links));
  rotationNotes(links).forEach(note => printNote(terminal, note));

  const replaced = await eachLink(terminal, 'tokens', links, link => replace(link, clusters, options));
  if (options.overlap > 0 && replaced.done.some(({ result }) => result.old.length > 0)) {
    await waitWithProgress(terminal, `both tokens are valid for ${options.overlap} s`, sleep(options.overlap * 1000));
  }
  const current = new Map(replaced.done.map(({ link, result }) => [link, result]));
  const withdrawals = await eachLink(terminal, 'old tokens', [...current.keys()], link => withdraw(link, clusters, current.get(link)!));
  const withdrawn = new Map(withdrawals.done.map(({ link, result }) => [link, result]));

  printReport(terminal, options.output, { key: 'withdrawn', head: 'OLD TOKENS WITHDRAWN' },
    replaced.done.map(({ link, result: { token } }) => ({ link, expires: token.expires, value: withdrawn.get(link) ?? 0 })));
  for (const { link, result: { token, replaced: { claims }, old, seconds } } of replaced.done) {
    [
      ...grantedNote(link, token, seconds),
      ...foreignTokenNote(link.name, link.provider.name, link.namespace, claims, old),
    ].forEach(note => printNote(terminal, note));
  }
  session.exitCode = replaced.failed || withdrawals.failed ? ExitCode.COULD_NOT_RUN : ExitCode.OK;
}

async function replace(link: DiscoveryLink, clusters: Clusters, options: RotateOptions): Promise<Rotated> {
  const [provider, consumer] = await Promise.all([clusters.open(link.provider), clusters.open(link.consumer)]);
  // Read first: should another run put its token there after this, writing fails, and what that run made is not taken for old.
  const existing = await replaceableSecret(consumer, link, options.force ?? false);
  if (!existing) {
    throw new Error(`${consumer.name} has no remote secret for ${link.provider.name} whose token could be replaced: ` +
      `run "istio-privatelink remote-secret create --from ${link.provider.name} --to ${link.consumer.name} --apply" first`);
  }
  const old = await tokenSecrets(provider, link.namespace, link.consumer.name);
  const seconds = asked(options, existing);
  return { token: await renewToken(provider, consumer, link, seconds, existing.secret), replaced: existing, old, seconds };
}

/** What is asked for now, else what the old token was: one without an end has one that has none for its successor. */
function asked(options: DurationOptions, { claims }: InstalledSecret): number | undefined {
  if (options.longLived || options.duration !== undefined || claims === undefined) {
    return durationSeconds(options);
  }
  const lifetime = lifetimeSeconds(claims);
  if (lifetime !== undefined) {
    return Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, lifetime));
  }
  return claims.expires === undefined ? undefined : durationSeconds(options);
}

/** What interrupted runs left is among them. */
async function withdraw(link: DiscoveryLink, clusters: Clusters, { old }: Rotated): Promise<number> {
  const provider = await clusters.open(link.provider);
  for (const secret of old) {
    await withdrawToken(provider, secret);
  }
  return old.length;
}
