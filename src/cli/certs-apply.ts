import { Command } from 'commander';
import { ClusterFiles } from './cacerts/cacerts-secret';
import { carryOut } from './cacerts/carry-out';
import { observeAuthority } from './cacerts/observed';
import { CacertsPlan, planCacerts } from './cacerts/plan';
import { requireRevocationLists } from './cacerts/revocation-lists';
import { readSoundFiles } from './cacerts/sound-files';
import { findIstiods, findWorkloads } from './cacerts/workloads';
import { addDirectoryOption, addMeshOption, addOutputOption, OutputFormat, wholeNumberOf } from './certs-options';
import { NamedContexts, parseContexts } from './kubernetes/contexts';
import { KubeApi } from './kubernetes/kube-api';
import { Kubectl } from './kubernetes/kubectl';
import { addContextOptions, openCluster } from './kubernetes/open-cluster';
import { MeshFileCluster } from './mesh-file';
import { openCerts } from './open-certs';
import { waitWithProgress } from './progress';
import { Session } from './session';
import { printTable } from './table';
import { printJson, printLine, printNote, Terminal } from './terminal';
import { CertificateAuthorityKind } from '../mesh/certificate-authority-kind';
import { quoted } from '../mesh/quoted';

/** How long a rollout may take, in seconds: the gateways of a bundle drain for one minute. */
const DEFAULT_TIMEOUT_SECONDS = 300;

interface ApplyOptions {
  readonly dir: string;
  readonly mesh: string;
  readonly cluster: string;
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly restart?: boolean;
  readonly timeout: number;
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly replaceRoot?: boolean;
  readonly output: OutputFormat;
}

/** `certs apply`: puts an intermediate into its cluster. */
export function addCertsApply(certs: Command, session: Session): void {
  const command = certs.command('apply')
    .summary('put a cluster\'s intermediate into the cluster')
    .description('Creates or updates the Secret cacerts from which istiod takes its certificate authority, and removes istio-ca-secret, the authority that istiod ' +
      'made for itself. It says first what it will change. It uses kubectl.')
    .requiredOption('--cluster <name>', 'the cluster');
  addOutputOption(addContextOptions(addMeshOption(addDirectoryOption(command)), 'one'))
    .option('--restart', 'restart istiod and the gateways where they have to take the authority, and wait until they are ready')
    .option('--timeout <seconds>', 'how long each restart may take', wholeNumberOf('seconds', 1, 3600), DEFAULT_TIMEOUT_SECONDS)
    .option('--dry-run', 'only say what would be changed')
    .option('--force', 'also replace a Secret cacerts that this program did not make')
    .option('--replace-root', 'also where the cluster trusts another root already')
    .addHelpText('after', `
Examples:
  $ istio-privatelink certs apply --cluster cluster1 --dry-run
  $ istio-privatelink certs apply --cluster cluster1 --context admin@cluster1 --restart`)
    .action((options: ApplyOptions) => apply(options, session));
}

async function apply(options: ApplyOptions, session: Session): Promise<void> {
  const { terminal, now } = session;
  const { mesh, selected: [cluster] } = openCerts(options, [options.cluster]);
  requireFiles(cluster);
  const files = readSoundFiles(options.dir, mesh, cluster.name, now);
  const named = parseContexts(options.context === undefined ? [] : [options.context], [cluster.name]);
  const { api, plan } = await waitWithProgress(terminal, `looking at cluster ${cluster.name}`, look(options, cluster, named, files, terminal));

  const { changes, notes } = plan;
  if (options.output === 'table') {
    printChanges(terminal, plan, `${api.name}: nothing to change`);
  }
  if (!options.dryRun) {
    await carryOut(api, cluster.istioNamespace, plan, options.timeout, terminal);
  }
  if (options.output === 'json') {
    printJson(terminal, { cluster: cluster.name, context: api.context, dryRun: options.dryRun ?? false, changes, notes });
  } else if (changes.length > 0) {
    printLine(terminal, options.dryRun ? 'nothing was changed' : 'done');
  }
  notes.forEach(note => printNote(terminal, note));
}

/** Looks at the cluster, and says what is to be changed. */
async function look(
  options: ApplyOptions, cluster: MeshFileCluster, named: NamedContexts, files: ClusterFiles, { env }: Terminal,
): Promise<{ readonly api: KubeApi; readonly plan: CacertsPlan }> {
  const { kubeconfig, restart = false, force = false, replaceRoot = false } = options;
  const namespace = cluster.istioNamespace;
  const api = await openCluster(new Kubectl(env, kubeconfig), cluster, named);
  const [authority, workloads] = await Promise.all([
    observeAuthority(api, namespace),
    restart ? findWorkloads(api, namespace) : findIstiods(api, namespace),
  ]);
  const plan = planCacerts(api, { ...authority, workloads }, { namespace, files, restart, force, replaceRoot });
  if (plan.cacerts) {
    await requireRevocationLists(api.name, plan.cacerts, files);
  }
  return { api, plan };
}

function requireFiles({ name, certificateAuthority }: MeshFileCluster): void {
  if (certificateAuthority !== CertificateAuthorityKind.FILES) {
    throw new Error(`the mesh says that ${certificateAuthority} makes the certificate authority of cluster ${quoted(name)}, and it would undo what is applied here: ` +
      'leave it to that, or declare CertificateAuthority.fromFiles()');
  }
}

function printChanges(terminal: Terminal, { changes }: CacertsPlan, nothing: string): void {
  if (changes.length === 0) {
    printLine(terminal, nothing);
  } else {
    printTable(terminal, ['CHANGE', 'OBJECT', 'WHY'], changes.map(({ action, object, reason }) => [action, object, reason]));
  }
}
