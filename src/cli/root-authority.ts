import { readFileSync, statSync } from 'fs';
import { join } from 'path';
import { Certificate } from './certificate';
import { Authority } from './certificate-authority';
import { ROOT_CERT, ROOT_KEY } from './certs-directory';
import { errorText, inFile, isSystemError } from './error-text';
import { isOpenToOthers } from './file-mode';
import { hasUsage } from './key-usage';
import { existingPassphrase, PassphraseOptions } from './passphrase';
import { pemBlocks } from './pem';
import { isEncrypted, readPrivateKey } from './private-key';
import { printNote, Terminal } from './terminal';
import { KeyUsageFlags } from './x509';
import { quoted } from '../mesh/quoted';

/** The root with which intermediates are signed. */
export interface RootAuthority extends Authority {
  /** All that clusters are to trust: several certificates while one root replaces another. */
  readonly roots: Certificate[];
  /** The file of these certificates, as it is. */
  readonly rootCert: string;
  /** Throws when the file of the root's certificate is no longer what was read. */
  readonly requireUnchanged: () => void;
}

export interface RootOptions extends PassphraseOptions {
  readonly dir: string;
  readonly rootKey?: string;
}

/**
 * Reads the root's certificate and key.
 *
 * @throws when one is missing, they do not belong together, or the root may not sign an intermediate that is valid today
 */
export async function readRoot(options: RootOptions, terminal: Terminal, now: Date): Promise<RootAuthority> {
  const certFile = join(options.dir, ROOT_CERT);
  const keyFile = options.rootKey ?? join(options.dir, ROOT_KEY);
  const readCerts = () => readText(certFile, 'run "istio-privatelink certs init" first, or give the directory with --dir');
  const certText = readCerts();
  const roots = inFile(certFile, () => Certificate.fromPem(certText));
  if (pemBlocks(certText).some(({ type }) => type.endsWith('PRIVATE KEY'))) {
    throw new Error(`${quoted(certFile)} holds a private key too, and every cluster gets a copy of this file: move the key to a file of its own`);
  }
  const keyText = readText(keyFile, 'give the place of the root\'s key with --root-key');
  if (isOpenToOthers(statSync(keyFile).mode)) {
    printNote(terminal, `others may read the root's key: run chmod 600 ${quoted(keyFile)}`);
  }
  const passphrase = isEncrypted(keyText) ? await existingPassphrase(options, terminal, keyFile) : undefined;
  const key = inFile(keyFile, () => readPrivateKey(keyText, passphrase));
  const certificate = roots.find(candidate => candidate.belongsTo(key));
  if (!certificate) {
    throw new Error(`the private key in ${quoted(keyFile)} does not belong to ${roots.length > 1 ? 'a' : 'the'} certificate in ${quoted(certFile)}: ` +
      'restore the files that were made together');
  }
  requireSigning(certificate, certFile, now);
  return {
    certificate,
    key,
    roots,
    rootCert: certText,
    requireUnchanged: () => {
      if (readCerts() !== certText) {
        throw new Error(`${quoted(certFile)} was replaced during this run: run the command again`);
      }
    },
  };
}

function requireSigning(root: Certificate, file: string, now: Date): void {
  const may = root.keyUsage === undefined || hasUsage(root.keyUsage, KeyUsageFlags.keyCertSign);
  if (!root.isCertificateAuthority || !may || root.pathLength === 0) {
    throw new Error(`the certificate in ${quoted(file)} may not sign intermediates (CA:${String(root.isCertificateAuthority).toUpperCase()}, ` +
      `keyCertSign ${may ? 'yes' : 'no'}, pathlen ${root.pathLength ?? 'any'}): use a root that may`);
  }
  if (root.notAfter <= now || root.notBefore > now) {
    throw new Error(`the root certificate in ${quoted(file)} is valid from ${root.notBefore.toISOString()} to ${root.notAfter.toISOString()}, not now: ` +
      'make another root');
  }
}

function readText(file: string, advice: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`${quoted(file)} ${isSystemError(error, 'ENOENT') ? 'not found' : `cannot be read (${errorText(error)})`}: ${advice}`);
  }
}
