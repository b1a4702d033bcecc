import { existsSync } from 'fs';
import { Command } from 'commander';
import { requireDirectory } from './certs-directory';
import { addDirectoryOption, addOutputOption, OutputFormat } from './certs-options';
import { checkChain } from './checks/chain';
import { checkDates } from './checks/dates';
import { checkIstiodNames } from './checks/istiod-names';
import { checkKeys } from './checks/keys';
import { Material, readMaterial } from './checks/material';
import { checkMeshClusters } from './checks/mesh-clusters';
import { checkPermissions, checkPrevious } from './checks/permissions';
import { checkRoots } from './checks/roots';
import { checkUsage } from './checks/usage';
import { ExitCode } from './exit-code';
import { CliFinding, CliSeverity, printFindings, sorted } from './finding';
import { KeyDirectory } from './key-directory';
import { DEFAULT_MESH_FILE, MeshFile, readMesh } from './mesh-file';
import { Session } from './session';
import { printJson, printLine, printNote, Terminal } from './terminal';
import { quoted } from '../mesh/quoted';

interface VerifyOptions {
  readonly mesh?: string;
  readonly dir: string;
  readonly output: OutputFormat;
}

/** `certs verify`: checks all that files can tell. */
export function addCertsVerify(certs: Command, session: Session): void {
  const command = certs.command('verify')
    .summary('check the certificates and keys')
    .description('Checks all that the files can tell: one root, chains, path lengths, keys, key usages, names, dates, permissions. ' +
      'Ends with 1 when something is wrong; warnings alone do not. What Istio\'s Makefile or openssl made can be checked too.');
  addOutputOption(addDirectoryOption(command)
    .option('--mesh <file>', `the description of the mesh (default: "${DEFAULT_MESH_FILE}", if it is there)`))
    .addHelpText('after', `
Examples:
  $ istio-privatelink certs verify
  $ istio-privatelink certs verify --dir istio/tools/certs -o json`)
    .action((options: VerifyOptions) => verify(options, session));
}

function verify({ mesh: meshFile, dir, output }: VerifyOptions, session: Session): void {
  const { terminal, now } = session;
  const mesh = meshFile !== undefined || existsSync(DEFAULT_MESH_FILE) ? readMesh(meshFile ?? DEFAULT_MESH_FILE) : undefined;
  requireDirectory(dir);
  new KeyDirectory(dir).settle();
  const material = readMaterial(dir);
  if (material.root.certificates.length === 0 && material.clusters.length === 0 && material.findings.length === 0) {
    throw new Error(`there are no certificates in ${quoted(dir)}: run "istio-privatelink certs init" first, or give their directory with --dir`);
  }
  if (!mesh) {
    printNote(terminal, `${quoted(DEFAULT_MESH_FILE)} not found: which clusters the mesh has is not checked`);
  }

  const findings = certsFindings(material, mesh, now);
  const errors = findings.filter(({ severity }) => severity === CliSeverity.ERROR).length;
  if (output === 'json') {
    printJson(terminal, { directory: dir, ok: errors === 0, clusters: material.clusters.map(({ name }) => name), findings });
  } else {
    print(terminal, material, findings, errors);
  }
  session.exitCode = errors > 0 ? ExitCode.FINDING : ExitCode.OK;
}

/** All that is wrong with certificates and keys, errors first. */
export function certsFindings(material: Material, mesh: MeshFile | undefined, now: Date): CliFinding[] {
  return sorted([
    ...material.findings,
    ...(mesh ? checkMeshClusters(material, mesh) : []),
    ...checkRoots(material),
    ...material.clusters.flatMap(checkChain),
    ...checkUsage(material),
    ...checkKeys(material),
    ...checkDates(material, now),
    ...material.clusters.flatMap(cluster => checkIstiodNames(cluster, mesh?.clusters.find(({ name }) => name === cluster.name))),
    ...checkPermissions(material),
    ...checkPrevious(material),
  ]);
}

function print(terminal: Terminal, { clusters }: Material, findings: readonly CliFinding[], errors: number): void {
  printFindings(terminal, findings);
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
  printLine(terminal, `${count(clusters.length, 'cluster')}: ${count(errors, 'error')}, ${count(findings.length - errors, 'warning')}`);
}
