import { Command } from 'commander';
import { eachLink, LinkResults } from './each-link';
import { InstalledSecret, installSecret, replaceableSecret } from './installed';
import { clustersOf, DiscoveryLink, namesText, selectLinks } from './links';
import { REMOTE_SECRET_LABELS, remoteSecret, yamlText } from './manifest';
import { foreignTokenNote, grantedNote, readingNotes, rotationNotes } from './notes';
import { addDurationOptions, addRemoteSecretOptions, DurationOptions, durationSeconds, RemoteSecretOptions } from './options';
import { apiServerCa, makeToken, ReaderToken, readerUser, tokenSecrets } from './reader-token';
import { renewToken } from './renew-token';
import { printReport } from './report';
import { userOf } from './token-check';
import { ExitCode } from '../exit-code';
import { Clusters } from '../kubernetes/clusters';
import { KubeApi, KubeApiError, KubeSecret } from '../kubernetes/kube-api';
import { readMesh } from '../mesh-file';
import { Session } from '../session';
import { printJson, printNote, Terminal } from '../terminal';

interface CreateOptions extends RemoteSecretOptions, DurationOptions {
  readonly apply?: boolean;
  readonly force?: boolean;
}

/** What became of the remote secret in the consumer's cluster. */
interface Applied {
  readonly change: 'created' | 'updated' | 'unchanged';
  /** When the token ends; undefined for one without an end. */
  readonly expires?: Date;
  /** Undefined where the token that was there stays. */
  readonly token?: ReaderToken;
  /** What a new token took the place of. */
  readonly replaced?: InstalledSecret;
  /** The other tokens of the reader that were made here. */
  readonly old: KubeSecret[];
}

/** `remote-secret create`: makes what a consumer's istiod needs to read a provider's API server. */
export function addRemoteSecretCreate(group: Command, session: Session): void {
  const command = group.command('create')
    .summary('make the remote secrets of links')
    .description('Makes the Secret with which the istiod of a consumer reads the API server of a provider through the link, and a token for it. ' +
      'Prints the Secret as YAML, or with -o json as JSON, and that is a credential; or applies it. ' +
      'One that is there already and still right stays.');
  addDurationOptions(addRemoteSecretOptions(command))
    .option('--apply', 'write the Secret to the consumer\'s cluster')
    .option('--force', 'with --apply: also replace a Secret that this program did not make')
    .addHelpText('after', `
Examples:
  $ istio-privatelink remote-secret create --from cluster2 --to cluster1 --apply
  $ istio-privatelink remote-secret create --all --apply --duration 90d
  $ istio-privatelink remote-secret create --from cluster2 --to cluster1 | kubectl apply --server-side --context cluster1 -f -`)
    .action((options: CreateOptions) => create(options, session));
}

async function create(options: CreateOptions, session: Session): Promise<void> {
  const { terminal, now } = session;
  if (options.force && !options.apply) {
    throw new Error('--force is about a Secret that is there: give --apply with it');
  }
  const seconds = durationSeconds(options);
  const links = selectLinks(readMesh(options.mesh), options, note => printNote(terminal, note));
  const clusters = await Clusters.of(terminal.env, options, clustersOf(links));

  const { done, failed } = options.apply
    ? await applyAll(links, clusters, options, seconds, terminal, now)
    : await printAll(links, clusters, options, seconds, terminal);
  readingNotes(done.map(({ link }) => link)).forEach(note => printNote(terminal, note));
  session.exitCode = failed ? ExitCode.COULD_NOT_RUN : ExitCode.OK;
}

async function printAll(
  links: DiscoveryLink[], clusters: Clusters, { output }: CreateOptions, seconds: number | undefined, terminal: Terminal,
): Promise<LinkResults<unknown>> {
  const { done, failed } = await eachLink(terminal, 'tokens', links, async link => makeToken(await clusters.open(link.provider), link, seconds));
  const secrets = done.map(({ link, result }) => remoteSecret(link, result));
  if (output === 'json') {
    printJson(terminal, { apiVersion: 'v1', kind: 'List', items: secrets });
  } else {
    terminal.stdout.write(secrets.map(yamlText).join('---\n'));
  }
  for (const { link, result } of done) {
    const { namespace, name } = result.secret.metadata;
    printNote(terminal,
      `${link.name}: what is printed is a credential; it ends when Secret ${namespace}/${name} of ${link.provider.name} is deleted`);
    grantedNote(link, result, seconds).forEach(note => printNote(terminal, note));
  }
  return { done, failed };
}

async function applyAll(
  links: DiscoveryLink[], clusters: Clusters, options: CreateOptions, seconds: number | undefined, terminal: Terminal, now: Date,
): Promise<LinkResults<unknown>> {
  const { done, failed } = await eachLink(terminal, 'remote secrets', links, link => apply(link, clusters, options.force ?? false, seconds, now));
  printReport(terminal, options.output, { key: 'change', head: 'CHANGE' },
    done.map(({ link, result: { expires, change } }) => ({ link, expires, value: change })));

  const kept = done.filter(({ result }) => result.token === undefined).map(({ link }) => link);
  [
    ...done.flatMap(({ link, result }) => appliedNotes(link, result, seconds)),
    ...(kept.length > 0 && (options.longLived || options.duration !== undefined)
      ? [`${namesText(kept)}: the token that was there is still right, and stays: "istio-privatelink remote-secret rotate" makes another`]
      : []),
    ...rotationNotes(done.filter(({ result }) => result.change === 'updated').map(({ link }) => link)),
  ].forEach(note => printNote(terminal, note));
  return { done, failed };
}

function appliedNotes(link: DiscoveryLink, { token, replaced, old }: Applied, seconds: number | undefined): string[] {
  const { name, provider, consumer, namespace } = link;
  return token === undefined ? [] : [
    ...grantedNote(link, token, seconds),
    ...(replaced ? foreignTokenNote(name, provider.name, namespace, replaced.claims, old) : []),
    ...(old.length > 0
      ? [`${name}: tokens that were made before may still be valid (${old.length}): ` +
        `"istio-privatelink remote-secret rotate --from ${provider.name} --to ${consumer.name}" withdraws all but the one in use`]
      : []),
  ];
}

async function apply(link: DiscoveryLink, clusters: Clusters, force: boolean, seconds: number | undefined, now: Date): Promise<Applied> {
  const [provider, consumer] = await Promise.all([clusters.open(link.provider), clusters.open(link.consumer)]);
  const existing = await replaceableSecret(consumer, link, force);
  const old = await tokenSecrets(provider, link.namespace, link.consumer.name);
  if (existing?.access && await isUsable(provider, link, existing, old, now)) {
    const caData = await apiServerCa(provider, link.namespace);
    const { expires } = existing.claims!;
    if (isRight(link, existing, caData)) {
      return { change: 'unchanged', expires, old };
    }
    await installSecret(consumer, remoteSecret(link, { caData, token: existing.access.token }), existing.secret);
    return { change: 'updated', expires, old };
  }
  const token = await renewToken(provider, consumer, link, seconds, existing?.secret);
  return { change: existing ? 'updated' : 'created', expires: token.expires, token, replaced: existing, old };
}

/** Whether the token that is there is one that this program made for the link, and the API server takes it. */
async function isUsable(
  provider: KubeApi, link: DiscoveryLink, { access, claims }: InstalledSecret, own: readonly KubeSecret[], now: Date,
): Promise<boolean> {
  if (!claims || (claims.expires && claims.expires <= now) || !own.some(({ metadata }) => metadata.name === claims.secret)) {
    return false;
  }
  try {
    return (await userOf(provider, access!.token))?.username === readerUser(link);
  } catch (error) {
    // Who may make tokens need not be allowed to ask about them.
    if ((error as KubeApiError).reason === 'Forbidden') {
      return true;
    }
    throw error;
  }
}

/** Whether istiod finds the Secret, and gets with it where it should. */
function isRight({ server, tlsServerName }: DiscoveryLink, { secret, access }: InstalledSecret, caData: string): boolean {
  return access!.server === server && access!.tlsServerName === tlsServerName && access!.caData === caData
    && Object.entries(REMOTE_SECRET_LABELS).every(([label, value]) => secret.metadata.labels?.[label] === value);
}
