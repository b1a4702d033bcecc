import { Command } from 'commander';
import { spanText } from './duration';
import { ApiAnswer, inspectConsumer, LinkStatus } from './inspection';
import { discoveryLinks, LinkOptions, matchingLinks } from './links';
import { Providers } from './provider-facts';
import { expiryJson } from './report';
import { addMeshOption, addOutputOption, OutputFormat } from '../certs-options';
import { ExitCode } from '../exit-code';
import { CliFinding, CliSeverity, printFindings, sorted } from '../finding';
import { Clusters, ContextOptions } from '../kubernetes/clusters';
import { addContextOptions } from '../kubernetes/open-cluster';
import { limited } from '../limited';
import { readMesh } from '../mesh-file';
import { allWithProgress } from '../progress';
import { Session } from '../session';
import { printTable } from '../table';
import { colorsOf, printJson, printLine, Terminal } from '../terminal';

/** How many consumers are looked at at a time. */
const AT_A_TIME = 4;

interface StatusOptions extends LinkOptions, ContextOptions {
  readonly mesh: string;
  readonly output: OutputFormat;
}

/** `remote-secret status`: says whether the remote secrets are there and right. */
export function addRemoteSecretStatus(group: Command, session: Session): void {
  const command = group.command('status')
    .summary('check the remote secrets of links')
    .description('Lists for each consumer its remote secrets, when their tokens end, and whether the API server of the provider takes them ' +
      'and lets their holder read. It asks that API server through your own kubeconfig: ' +
      'whether istiod reaches it through the link shows istioctl remote-clusters.')
    .option('--from <cluster>', 'only links to this provider')
    .option('--to <cluster>', 'only links of this consumer');
  addOutputOption(addContextOptions(addMeshOption(command), 'several'))
    .addHelpText('after', `
Examples:
  $ istio-privatelink remote-secret status
  $ istio-privatelink remote-secret status --to cluster1 -o json`)
    .action((options: StatusOptions) => status(options, session));
}

async function status(options: StatusOptions, session: Session): Promise<void> {
  const { terminal, now } = session;
  const mesh = readMesh(options.mesh);
  const selected = matchingLinks(mesh, options);
  const links = discoveryLinks(mesh, selected);
  // A consumer that needs no remote secret may still have one.
  const consumers = mesh.clusters.filter(({ name }) => selected.some(({ consumer }) => consumer === name));
  const clusters = await Clusters.of(terminal.env, options, [...new Set(selected.flatMap(({ consumer, provider }) => [consumer, provider]))].sort());
  const providers = new Providers(clusters);
  const limit = limited(AT_A_TIME);
  const inspections = await allWithProgress(terminal, 'consumers', consumers.map(consumer => limit(() =>
    inspectConsumer(consumer, links.filter(link => link.consumer === consumer), mesh, options.from, clusters, providers, now))));

  const statuses = inspections.flatMap(inspection => inspection.links);
  const findings = sorted(inspections.flatMap(inspection => inspection.findings));
  const errors = findings.filter(({ severity }) => severity === CliSeverity.ERROR).length;
  if (options.output === 'json') {
    printJson(terminal, { ok: errors === 0, remoteSecrets: statuses.map(described), findings });
  } else {
    print(terminal, statuses, findings, now);
  }
  session.exitCode = errors > 0 ? ExitCode.FINDING : ExitCode.OK;
}

function described({ consumer, provider, secret, tokenExpires, api }: LinkStatus): object {
  return { consumer, provider, secret: secret ?? null, tokenExpires: tokenExpires === undefined ? null : expiryJson(tokenExpires ?? undefined), api };
}

function print(terminal: Terminal, statuses: readonly LinkStatus[], findings: readonly CliFinding[], now: Date): void {
  if (statuses.length === 0) {
    printLine(terminal, 'there are service-entry links only: no remote secret is needed');
  } else {
    printStatuses(terminal, statuses, now);
  }
  printFindings(terminal, findings);
}

function printStatuses(terminal: Terminal, statuses: readonly LinkStatus[], now: Date): void {
  const colors = colorsOf(terminal.stdout, terminal.env);
  printTable(terminal, ['CONSUMER', 'PROVIDER', 'SECRET', 'TOKEN EXPIRES', 'API SERVER'], statuses.map(row => [
    row.consumer,
    row.provider,
    row.secret ?? colors.red('missing'),
    expiryText(row, now),
    row.api === ApiAnswer.ANSWERS ? row.api : row.api === ApiAnswer.NOT_ASKED ? colors.yellow(row.api) : colors.red(row.api),
  ]));
}

function expiryText({ tokenExpires }: LinkStatus, now: Date): string {
  if (tokenExpires === undefined || tokenExpires === null) {
    return tokenExpires === null ? 'never' : '-';
  }
  const left = (tokenExpires.getTime() - now.getTime()) / 1000;
  return left > 0 ? `in ${spanText(left)}` : `${spanText(-left)} ago`;
}
