import { existsSync, lstatSync } from 'fs';
import { join } from 'path';
import { Command } from 'commander';
import { CA_CERT } from './certs-directory';
import { addDirectoryOption, addMeshOption, addRootKeyOption, keyOption, parseDays } from './certs-options';
import { DEFAULT_INTERMEDIATE_DAYS, intermediateEnd, makeIntermediates, printIntermediates, printReplaced } from './intermediates';
import { DEFAULT_KEY_ALGORITHM, KeyAlgorithm } from './key-algorithm';
import { MeshFileCluster } from './mesh-file';
import { openCerts } from './open-certs';
import { addPassphraseOptions } from './passphrase';
import { readRoot, RootOptions } from './root-authority';
import { Session } from './session';
import { printLine } from './terminal';
import { quoted } from '../mesh/quoted';

interface IssueOptions extends RootOptions {
  readonly mesh: string;
  readonly key: KeyAlgorithm;
  readonly days?: number;
  readonly force?: boolean;
}

/** `certs issue`: makes the clusters' intermediates. */
export function addCertsIssue(certs: Command, session: Session): void {
  const command = certs.command('issue')
    .summary('make the intermediates of clusters that have none')
    .description('Makes the intermediate with which each cluster signs its workloads\' certificates: a directory a cluster with ca-cert.pem, ' +
      'ca-key.pem, cert-chain.pem and root-cert.pem, the keys of the Secret cacerts.')
    .argument('[cluster...]', 'the clusters (default: all of the mesh that have no intermediate yet)');
  addRootKeyOption(addMeshOption(addDirectoryOption(command)))
    .addOption(keyOption('the kind of the intermediates\' keys').default(DEFAULT_KEY_ALGORITHM))
    .option('--days <number>', `how long they are valid (default: ${DEFAULT_INTERMEDIATE_DAYS}, or as long as the root)`, parseDays);
  addPassphraseOptions(command, 'the passphrase of the root\'s key')
    .option('--force', 'also where there is one; the files of the old one are kept in .previous')
    .addHelpText('after', `
Examples:
  $ istio-privatelink certs issue
  $ istio-privatelink certs issue cluster3 --root-key /media/offline/root-key.pem --passphrase-prompt`)
    .action((names: string[], options: IssueOptions) => issue(names, options, session));
}

async function issue(names: string[], options: IssueOptions, { terminal, now }: Session): Promise<void> {
  const { mesh, selected, directory } = openCerts(options, names);

  const isTaken = ({ name }: MeshFileCluster) => lstatSync(join(options.dir, name), { throwIfNoEntry: false }) !== undefined;
  const kept = names.length === 0 && !options.force ? selected.filter(isTaken) : [];
  for (const { name } of kept) {
    if (!existsSync(join(options.dir, name, CA_CERT))) {
      throw new Error(`${quoted(join(options.dir, name))} exists, but holds no ${CA_CERT}: move it away, or issue ${quoted(name)} with --force`);
    }
  }
  const clusters = selected.filter(cluster => !kept.includes(cluster));
  const refuseExisting = () => {
    const taken = clusters.find(isTaken);
    if (taken && !options.force) {
      throw new Error(`${quoted(join(options.dir, taken.name))} exists: use "istio-privatelink certs renew ${taken.name}" for a new intermediate ` +
        'under the same root, or --force');
    }
  };
  refuseExisting();

  if (clusters.length > 0) {
    const root = await readRoot(options, terminal, now);
    const notAfter = intermediateEnd(options.days, root.certificate, now, terminal);
    const plans = clusters.map(cluster => ({ cluster, key: options.key, rootCert: root.rootCert }));
    const intermediates = await makeIntermediates(mesh, root, plans, notAfter, now, terminal);
    const previous = directory.put(intermediates.flatMap(({ files }) => files), now, () => {
      root.requireUnchanged();
      refuseExisting();
    });
    printIntermediates(terminal, options.dir, intermediates);
    printReplaced(terminal, previous, clusters);
  }
  for (const { name } of kept) {
    printLine(terminal, `${join(options.dir, name)}: has an intermediate already, kept`);
  }
}
