import { existsSync } from 'fs';
import { join } from 'path';
import { Command } from 'commander';
import { createRoot } from './certificate-authority';
import { clusterDirectories, isIgnoredByGit, refuseBundles, ROOT_CERT, ROOT_KEY } from './certs-directory';
import { addDirectoryOption, addMeshOption, keyOption, parseDays } from './certs-options';
import { DEFAULT_KEY_ALGORITHM, generateKey, KeyAlgorithm } from './key-algorithm';
import { KeyDirectory } from './key-directory';
import { readMesh } from './mesh-file';
import { addPassphraseOptions, newPassphrase, PassphraseOptions } from './passphrase';
import { privateKeyPem } from './private-key';
import { allWithProgress } from './progress';
import { Session } from './session';
import { printLine, printNote } from './terminal';
import { quoted } from '../mesh/quoted';

const DEFAULT_ROOT_DAYS = 3650;

interface InitOptions extends PassphraseOptions {
  readonly mesh: string;
  readonly dir: string;
  readonly key: KeyAlgorithm;
  readonly days: number;
  readonly force?: boolean;
}

/** `certs init`: makes the root of trust. */
export function addCertsInit(certs: Command, session: Session): void {
  const command = certs.command('init')
    .summary('make the root of trust of the mesh')
    .description('Makes the root of trust of the mesh: root-cert.pem and root-key.pem.');
  addMeshOption(addDirectoryOption(command))
    .addOption(keyOption('the kind of the root\'s key').default(DEFAULT_KEY_ALGORITHM))
    .option('--days <number>', 'how long the root is valid', parseDays, DEFAULT_ROOT_DAYS);
  addPassphraseOptions(command, 'encrypt the key with a passphrase')
    .option('--force', 'make a new root although there is one; the files of the old one are kept in .previous')
    .addHelpText('after', `
Examples:
  $ istio-privatelink certs init
  $ istio-privatelink certs init --key rsa-4096 --passphrase-prompt
  $ ROOT_PASSPHRASE=... istio-privatelink certs init --passphrase-env ROOT_PASSPHRASE`)
    .action((options: InitOptions) => init(options, session));
}

async function init(options: InitOptions, { terminal, now }: Session): Promise<void> {
  const mesh = readMesh(options.mesh);
  refuseBundles(options.dir, mesh.bundles);
  const directory = new KeyDirectory(options.dir);
  directory.settle();
  directory.requirePrivate();
  const refuseExisting = () => {
    const existing = [ROOT_CERT, ROOT_KEY].map(name => join(options.dir, name)).find(path => existsSync(path));
    if (existing !== undefined && !options.force) {
      throw new Error(`${quoted(existing)} exists, and clusters that trust it will not trust another root: go on with "istio-privatelink certs issue", ` +
        'or make another root all the same with --force');
    }
  };
  refuseExisting();
  const passphrase = await newPassphrase(options, terminal);
  const [key] = await allWithProgress(terminal, 'keys', [generateKey(options.key)]);
  const root = await createRoot({ meshId: mesh.meshId, key, days: options.days, now });
  const previous = directory.put([
    { path: ROOT_CERT, text: root.pem, secret: false },
    { path: ROOT_KEY, text: privateKeyPem(key, passphrase), secret: true },
  ], now, refuseExisting);

  printLine(terminal, `${join(options.dir, ROOT_CERT)}: ${root.subject}, ${root.key}, valid until ${root.notAfter.toISOString()}`);
  printLine(terminal, `${join(options.dir, ROOT_KEY)}: ${passphrase === undefined ? 'not encrypted' : 'encrypted'}`);
  if (passphrase === undefined) {
    printNote(terminal, 'whoever has the root\'s key can pose as any workload of the mesh: take it offline once the intermediates are issued');
  }
  if (!isIgnoredByGit(options.dir)) {
    printNote(terminal, `${join(options.dir, '.gitignore')} was there already, and does not keep everything out of Git: see that it names the keys`);
  }
  if (previous !== undefined) {
    printNote(terminal, `the replaced files are in ${previous}`);
    const clusters = clusterDirectories(options.dir);
    if (clusters.length > 0) {
      printNote(terminal, `${clusters.join(', ')}: the intermediates there still come from the previous root`);
    }
  }
}
