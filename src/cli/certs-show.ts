import { Command } from 'commander';
import { Certificate } from './certificate';
import { requireDirectory } from './certs-directory';
import { addDirectoryOption, addOutputOption, OutputFormat } from './certs-options';
import { DAYS_ERROR, DAYS_WARNING } from './checks/dates';
import { allCertificates, Material, readMaterial } from './checks/material';
import { KeyDirectory } from './key-directory';
import { Session } from './session';
import { printTable } from './table';
import { Colors, colorsOf, printJson } from './terminal';
import { quoted } from '../mesh/quoted';

interface ShowOptions {
  readonly dir: string;
  readonly output: OutputFormat;
}

/** A certificate with its cluster; the root has none. */
interface Shown {
  readonly cluster?: string;
  readonly file: string;
  readonly certificate: Certificate;
}

/** `certs show`: lists the certificates. */
export function addCertsShow(certs: Command, session: Session): void {
  const command = certs.command('show')
    .summary('list the certificates')
    .description('Lists the certificates of the root and the clusters. verify says whether they are right.');
  addOutputOption(addDirectoryOption(command))
    .addHelpText('after', `
Examples:
  $ istio-privatelink certs show
  $ istio-privatelink certs show -o json`)
    .action((options: ShowOptions) => show(options, session));
}

function show({ dir, output }: ShowOptions, { terminal, now }: Session): void {
  requireDirectory(dir);
  new KeyDirectory(dir).settle();
  const material = readMaterial(dir);
  requireReadable(material);
  const shown = allCertificates(material).map(({ cluster, file, certificate }) => ({
    cluster: certificate.isSelfSigned ? undefined : cluster?.name, file, certificate,
  }));
  if (output === 'json') {
    printJson(terminal, { directory: dir, certificates: shown.map(entry => described(entry, now)) });
    return;
  }
  const colors = colorsOf(terminal.stdout, terminal.env);
  printTable(terminal, ['CLUSTER', 'SUBJECT', 'ISSUER', 'KEY', 'SERIAL', 'NOT AFTER', 'DAYS LEFT'],
    shown.map(({ cluster, certificate }) => [
      cluster ?? '-',
      certificate.subject,
      certificate.isSelfSigned ? '(itself)' : certificate.issuer,
      certificate.key,
      certificate.serial,
      certificate.notAfter.toISOString().slice(0, 10),
      colored(certificate.daysLeft(now), colors),
    ]));
}

/** A list with gaps would pass for a whole one. */
function requireReadable({ directory, findings, root, clusters }: Material): void {
  const [unreadable] = findings.filter(({ id }) => id === 'CA-01');
  if (unreadable) {
    throw new Error(`${quoted(unreadable.subject)}: ${unreadable.message}`);
  }
  if (root.certificates.length === 0 && clusters.length === 0) {
    throw new Error(`there are no certificates in ${quoted(directory)}: run "istio-privatelink certs init" first, or give their directory with --dir`);
  }
}

function described({ cluster, file, certificate }: Shown, now: Date): object {
  return {
    cluster: cluster ?? null,
    file,
    subject: certificate.subject,
    issuer: certificate.issuer,
    key: certificate.key,
    serial: certificate.serial,
    sha256: certificate.fingerprint,
    dnsNames: certificate.dnsNames,
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    daysLeft: certificate.daysLeft(now),
  };
}

function colored(days: number, colors: Colors): string {
  const color = days < DAYS_ERROR ? colors.red : days < DAYS_WARNING ? colors.yellow : String;
  return color(String(days));
}
