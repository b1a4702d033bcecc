import { Command } from 'commander';
import { findInstalled, InstalledSecret, secretName, uninstallSecret } from './installed';
import { foreignTokenNote, rotationNotes } from './notes';
import { tokenSecrets, withdrawToken } from './reader-token';
import { isDnsLabel } from '../../mesh/mesh-json';
import { ISTIO_NAMESPACE } from '../../mesh/names';
import { quoted } from '../../mesh/quoted';
import { addMeshOption, addOutputOption, OutputFormat } from '../certs-options';
import { errorText } from '../error-text';
import { ExitCode } from '../exit-code';
import { Clusters, ContextOptions } from '../kubernetes/clusters';
import { KubeApi, KubeSecret } from '../kubernetes/kube-api';
import { controllerOf, isOurs } from '../kubernetes/managed-by';
import { addContextOptions, OpenedCluster } from '../kubernetes/open-cluster';
import { MeshFile, MeshFileCluster, readMesh } from '../mesh-file';
import { linkName } from '../mesh-file-link';
import { waitWithProgress } from '../progress';
import { Session } from '../session';
import { printTable } from '../table';
import { printError, printJson, printLine, printNote, Terminal } from '../terminal';

interface DeleteOptions extends ContextOptions {
  readonly from: string;
  readonly to: string;
  readonly mesh: string;
  readonly force?: boolean;
  readonly output: OutputFormat;
}

/** An object that is gone. */
interface Deleted {
  readonly cluster: string;
  readonly secret: string;
  readonly reason: string;
}

/** What a cluster of the link has of it. */
interface Found<T> {
  readonly api: KubeApi;
  readonly items: T[];
}

/** What was done in the two clusters of a link. */
interface Withdrawal {
  readonly deleted: Deleted[];
  readonly errors: string[];
  /** Undefined where a cluster did not say what it has. */
  readonly installed?: InstalledSecret[];
  readonly tokens?: KubeSecret[];
}

/** `remote-secret delete`: takes from a consumer what it needs to read a provider. */
export function addRemoteSecretDelete(group: Command, session: Session): void {
  const command = group.command('delete')
    .summary('withdraw the access of a consumer to a provider')
    .description('Deletes the remote secret from the consumer\'s cluster, and ends every token that this program made for it in the provider\'s. ' +
      'The link need not be in the mesh any more. What cannot be done in one cluster does not keep it from being done in the other.')
    .requiredOption('--from <cluster>', 'the cluster that is read: the provider')
    .requiredOption('--to <cluster>', 'the cluster whose istiod reads: the consumer');
  addOutputOption(addContextOptions(addMeshOption(command), 'several'))
    .option('--force', 'also delete a Secret that this program did not make')
    .addHelpText('after', `
Example:
  $ istio-privatelink remote-secret delete --from cluster2 --to cluster1`)
    .action((options: DeleteOptions) => withdraw(options, session));
}

async function withdraw(options: DeleteOptions, session: Session): Promise<void> {
  const { terminal } = session;
  const mesh = readMesh(options.mesh);
  if (options.from === options.to) {
    throw new Error('--from and --to name the same cluster: a cluster has no remote secret for itself');
  }
  const [consumer, provider] = [clusterOf(mesh, options.to, '--to'), clusterOf(mesh, options.from, '--from')];
  const clusters = await Clusters.of(terminal.env, options, [consumer.name, provider.name]);
  const { deleted, errors, installed = [], tokens } = await waitWithProgress(
    terminal, 'withdrawing', withdrawAccess(clusters, consumer, provider, options.force ?? false));

  print(terminal, options.output, deleted, errors.length > 0);
  const name = linkName({ consumer: consumer.name, provider: provider.name });
  [
    ...(tokens ? installed.flatMap(({ claims }) => foreignTokenNote(name, provider.name, provider.istioNamespace, claims, tokens)) : []),
    ...('istioVersion' in consumer && installed.length > 0 ? rotationNotes([{ consumer }]) : []),
  ].forEach(note => printNote(terminal, note));
  errors.forEach(error => printError(terminal, error));
  session.exitCode = errors.length > 0 ? ExitCode.COULD_NOT_RUN : ExitCode.OK;
}

/** A cluster by its name, also one that has left the mesh. */
function clusterOf({ path, clusters }: MeshFile, name: string, option: string): MeshFileCluster | OpenedCluster {
  const cluster = clusters.find(candidate => candidate.name === name);
  if (!cluster && !isDnsLabel(name)) {
    throw new Error(`${option} is ${quoted(name)}, expected the name of a cluster, a DNS label: ` +
      `${quoted(path)} has ${clusters.map(({ name: known }) => quoted(known)).join(', ')}; a cluster that has left the mesh goes by the name it had`);
  }
  return cluster ?? { name, istioNamespace: ISTIO_NAMESPACE };
}

/**
 * @throws when the consumer's Secret is not to be deleted; nothing is changed then
 */
async function withdrawAccess(clusters: Clusters, consumer: OpenedCluster, provider: OpenedCluster, force: boolean): Promise<Withdrawal> {
  const deleted: Deleted[] = [];
  const errors: string[] = [];
  const attempt = async <T>(stays: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      errors.push(`${errorText(error)}; ${stays}`);
      return undefined;
    }
  };
  const secretStays = `what leads to ${provider.name} stays in ${consumer.name}: run the command again`;
  const tokensStay = `the tokens of ${consumer.name} stay valid in ${provider.name}: run the command again`;
  const installed = await attempt(secretStays, async () => find(await clusters.open(consumer), api =>
    findInstalled(api, consumer.istioNamespace, provider.name)));
  const leading = installed?.items.filter(({ secret }) => secret.data?.[provider.name] !== undefined);
  leading?.forEach(({ secret }) => requireDeletable(installed!.api, secret, force));
  const tokens = await attempt(tokensStay, async () => find(await clusters.open(provider), api =>
    tokenSecrets(api, provider.istioNamespace, consumer.name)));

  // The consumer first: its istiod is not to be told by a refusal.
  for (const { secret } of leading ?? []) {
    await attempt(secretStays, async () => {
      await uninstallSecret(installed!.api, provider.name, secret);
      deleted.push({ cluster: consumer.name, secret: secretName(secret), reason: `leads to ${provider.name}` });
    });
  }
  for (const secret of tokens?.items ?? []) {
    await attempt(tokensStay, async () => {
      await withdrawToken(tokens!.api, secret);
      deleted.push({ cluster: provider.name, secret: secretName(secret), reason: `a token of ${consumer.name}` });
    });
  }
  return { deleted, errors, installed: leading, tokens: tokens?.items };
}

async function find<T>(api: KubeApi, list: (api: KubeApi) => Promise<T[]>): Promise<Found<T>> {
  return { api, items: await list(api) };
}

function requireDeletable(api: KubeApi, secret: KubeSecret, force: boolean): void {
  const controller = controllerOf(secret);
  if (controller !== undefined) {
    throw new Error(`Secret ${secretName(secret)} of ${api.name} is kept by ${controller}, which would make it again: remove that object instead`);
  }
  if (!isOurs(secret) && !force) {
    throw new Error(`Secret ${secretName(secret)} of ${api.name} was not made by this program: ` +
      'to delete it all the same, run the command again with --force');
  }
}

function print(terminal: Terminal, output: string, deleted: Deleted[], failed: boolean): void {
  if (output === 'json') {
    printJson(terminal, { deleted });
  } else if (deleted.length > 0) {
    printTable(terminal, ['CLUSTER', 'DELETED SECRET', 'WHY'], deleted.map(({ cluster, secret, reason }) => [cluster, secret, reason]));
  } else if (!failed) {
    printLine(terminal, 'nothing to delete');
  }
}
