import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { Command } from 'commander';
import { Certificate, sameCertificates } from './certificate';
import { CA_CERT, ROOT_CERT } from './certs-directory';
import { addDirectoryOption, addMeshOption, addRootKeyOption, keyOption, parseDays } from './certs-options';
import { errorText, inFile } from './error-text';
import { DEFAULT_INTERMEDIATE_DAYS, intermediateEnd, makeIntermediates, printIntermediates, printReplaced } from './intermediates';
import { algorithmLike, DEFAULT_KEY_ALGORITHM, KeyAlgorithm } from './key-algorithm';
import { MeshFile, MeshFileCluster } from './mesh-file';
import { openCerts } from './open-certs';
import { addPassphraseOptions } from './passphrase';
import { readRoot, RootAuthority, RootOptions } from './root-authority';
import { Session } from './session';
import { printNote } from './terminal';
import { quoted } from '../mesh/quoted';

interface RenewOptions extends RootOptions {
  readonly mesh: string;
  readonly key?: KeyAlgorithm;
  readonly days?: number;
}

/** `certs renew`: replaces intermediates under the same root. */
export function addCertsRenew(certs: Command, session: Session): void {
  const command = certs.command('renew')
    .summary('replace intermediates under the same root')
    .description('Makes a new intermediate, with a new key, under the root that the cluster trusts already. The replaced files are kept in .previous.')
    .argument('[cluster...]', 'the clusters (default: all of the mesh that have an intermediate)');
  addRootKeyOption(addMeshOption(addDirectoryOption(command)))
    .addOption(keyOption('the kind of the new keys (default: that of the old ones)'))
    .option('--days <number>', `how long the new ones are valid (default: ${DEFAULT_INTERMEDIATE_DAYS}, or as long as the root)`, parseDays);
  addPassphraseOptions(command, 'the passphrase of the root\'s key')
    .addHelpText('after', `
Examples:
  $ istio-privatelink certs renew
  $ istio-privatelink certs renew cluster1 --key ec-p384 --days 180`)
    .action((names: string[], options: RenewOptions) => renew(names, options, session));
}

async function renew(names: string[], options: RenewOptions, { terminal, now }: Session): Promise<void> {
  const { mesh, selected, directory } = openCerts(options, names);

  const clusters = issued(options.dir, mesh, selected, names, note => printNote(terminal, note));
  const root = await readRoot(options, terminal, now);
  const notAfter = intermediateEnd(options.days, root.certificate, now, terminal);
  const plans = clusters.map(cluster => {
    const current = currentIntermediate(options.dir, cluster, root);
    return { cluster, key: options.key ?? algorithmLike(current.certificate.publicKey) ?? DEFAULT_KEY_ALGORITHM, rootCert: current.rootCert };
  });
  const intermediates = await makeIntermediates(mesh, root, plans, notAfter, now, terminal);
  const previous = directory.put(intermediates.flatMap(({ files }) => files), now, root.requireUnchanged);
  printIntermediates(terminal, options.dir, intermediates);
  printReplaced(terminal, previous, clusters);
}

/** Those of the selected clusters that have an intermediate; one that is named must. */
function issued(
  directory: string, mesh: MeshFile, selected: MeshFileCluster[], names: string[], note: (text: string) => void,
): MeshFileCluster[] {
  const clusters = selected.filter(({ name }) => existsSync(join(directory, name, CA_CERT)));
  const missing = selected.filter(cluster => !clusters.includes(cluster)).map(({ name }) => name);
  if (missing.length > 0 && (names.length > 0 || clusters.length === 0)) {
    throw new Error(`no intermediate to renew for ${missing.map(quoted).join(', ')}: run "istio-privatelink certs issue" first`);
  }
  if (clusters.length === 0) {
    throw new Error(`mesh ${quoted(mesh.meshId)} has no clusters: nothing to renew`);
  }
  if (missing.length > 0) {
    note(`${missing.join(', ')}: no intermediate yet, run "istio-privatelink certs issue"`);
  }
  return clusters;
}

/**
 * The intermediate that is to be replaced, and the file of what its cluster is to trust.
 *
 * @throws when the cluster trusts another root: then this is no renewal, and needs the steps of a change of roots
 */
function currentIntermediate(directory: string, { name }: MeshFileCluster, root: RootAuthority): { certificate: Certificate; rootCert: string } {
  const read = (file: string) => {
    const path = join(directory, name, file);
    try {
      const text = readFileSync(path, 'utf8');
      return { text, certificates: inFile(path, () => Certificate.fromPem(text)) };
    } catch (error) {
      throw new Error(`${errorText(error)}; the intermediate of ${quoted(name)} is not whole: make another with "istio-privatelink certs issue ${name} --force"`);
    }
  };
  const trusted = read(ROOT_CERT);
  if (!trusted.certificates.some(({ fingerprint }) => fingerprint === root.certificate.fingerprint)) {
    throw new Error(`cluster ${quoted(name)} trusts another root than ${quoted(join(directory, ROOT_CERT))}: this would not be a renewal; ` +
      `to move it to this root, use "istio-privatelink certs issue ${name} --force"`);
  }
  return {
    certificate: read(CA_CERT).certificates[0],
    // istiod compares the files byte by byte, and takes no other roots while it runs.
    rootCert: sameCertificates(trusted.certificates, root.roots) ? trusted.text : root.rootCert,
  };
}
