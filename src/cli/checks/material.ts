import { KeyObject } from 'crypto';
import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { Certificate } from '../certificate';
import { CA_CERT, CERT_CHAIN, CLUSTER_FILES, clusterDirectories, ROOT_CERT, ROOT_KEY } from '../certs-directory';
import { errorText } from '../error-text';
import { CliFinding, error } from '../finding';
import { pemBlocks } from '../pem';
import { isEncrypted, readPrivateKey } from '../private-key';

/** What a cluster's directory holds, as far as it can be read. */
export interface ClusterMaterial {
  readonly name: string;
  /** The paths of its files, by name. */
  readonly file: (name: string) => string;
  readonly certificate?: Certificate;
  readonly key?: KeyObject;
  readonly chain?: Certificate[];
  readonly roots?: Certificate[];
}

/** What there is of the root beside the clusters' directories, as far as it can be read. */
export interface RootMaterial {
  readonly certFile: string;
  readonly keyFile: string;
  readonly certificates: Certificate[];
  readonly hasKey: boolean;
  readonly hasEncryptedKey: boolean;
  readonly key?: KeyObject;
}

/** All certificates and keys of a directory. */
export interface Material {
  readonly directory: string;
  readonly root: RootMaterial;
  readonly clusters: ClusterMaterial[];
  /** What could not be read. */
  readonly findings: CliFinding[];
}

/** The blocks of a key file with which istiod can begin: it reads no other than the first. */
const ISTIOD_KEY_BLOCKS = ['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY'];

/** Reads all there is; what is missing or broken becomes a finding. */
export function readMaterial(directory: string): Material {
  const findings: CliFinding[] = [];
  const root = readRootMaterial(directory, findings);
  const clusters = clusterDirectories(directory).map(name => readCluster(directory, name, findings));
  return { directory, root, clusters, findings };
}

function readRootMaterial(directory: string, findings: CliFinding[]): RootMaterial {
  const certFile = join(directory, ROOT_CERT);
  const keyFile = join(directory, ROOT_KEY);
  const hasKey = existsSync(keyFile);
  const keyText = hasKey ? attempt(keyFile, findings, () => readFileSync(keyFile, 'utf8')) : undefined;
  const hasEncryptedKey = keyText !== undefined && isEncrypted(keyText);
  return {
    certFile,
    keyFile,
    hasKey,
    hasEncryptedKey,
    certificates: (hasKey || existsSync(certFile) ? readCertificates(certFile, findings) : undefined) ?? [],
    key: keyText !== undefined && !hasEncryptedKey ? attempt(keyFile, findings, () => readPrivateKey(keyText)) : undefined,
  };
}

function readCluster(directory: string, name: string, findings: CliFinding[]): ClusterMaterial {
  const [certFile, keyFile, chainFile, rootFile] = CLUSTER_FILES.map(file => join(directory, name, file));
  return {
    name,
    file: file => join(directory, name, file),
    certificate: readCertificates(certFile, findings)?.[0],
    key: readClusterKey(keyFile, findings),
    chain: readCertificates(chainFile, findings),
    roots: readCertificates(rootFile, findings),
  };
}

function readClusterKey(file: string, findings: CliFinding[]): KeyObject | undefined {
  return attempt(file, findings, () => {
    const text = readFileSync(file, 'utf8');
    const [first] = pemBlocks(text);
    const rewrite = 'write it as PKCS#8 without encryption: openssl pkcs8 -topk8 -nocrypt';
    if (isEncrypted(text)) {
      findings.push(error('CA-02', file, `the key is encrypted, and istiod has no passphrase: ${rewrite}`));
      return undefined;
    }
    if (first && !ISTIOD_KEY_BLOCKS.includes(first.type)) {
      findings.push(error('CA-02', file, `the file begins with a block "${first.type}", and istiod reads no other than the first as the key: ${rewrite}`));
    }
    return readPrivateKey(text);
  });
}

function readCertificates(file: string, findings: CliFinding[]): Certificate[] | undefined {
  return attempt(file, findings, () => {
    const text = readFileSync(file, 'utf8');
    const blocks = pemBlocks(text);
    if (blocks.some(({ type }) => type.endsWith('PRIVATE KEY'))) {
      findings.push(error('CA-15', file, 'the file holds a private key beside certificates, which are handed to everyone: move the key to a file of its own'));
    }
    const certificates = Certificate.fromPem(text);
    const [first] = blocks;
    if (first.type !== 'CERTIFICATE') {
      findings.push(error('CA-02', file, `the file begins with a block "${first.type}", and istiod reads no other than the first as the certificate: remove it`));
    }
    return certificates;
  });
}

function attempt<T>(file: string, findings: CliFinding[], read: () => T): T | undefined {
  try {
    return read();
  } catch (reason) {
    findings.push(error('CA-01', file, existsSync(file) ? errorText(reason) : 'the file is missing: restore it, or make the certificates again'));
    return undefined;
  }
}

/** The way from a cluster's certificate to a root that its own `root-cert.pem` holds: the certificate first, the root last. */
export function chainOf({ certificate, chain = [], roots = [] }: ClusterMaterial): Certificate[] | undefined {
  const extend = (path: Certificate[]): Certificate[] | undefined => {
    const last = path[path.length - 1];
    if (roots.some(root => root.fingerprint === last.fingerprint)) {
      return path;
    }
    const root = roots.find(candidate => last.isIssuedBy(candidate));
    if (root) {
      return [...path, root];
    }
    for (const next of chain) {
      if (!path.some(({ fingerprint }) => fingerprint === next.fingerprint) && last.isIssuedBy(next)) {
        const found = extend([...path, next]);
        if (found) {
          return found;
        }
      }
    }
    return undefined;
  };
  return certificate && extend([certificate]);
}

/** A certificate with the file in which it was found, and the cluster whose file that is. */
export interface FoundCertificate {
  readonly certificate: Certificate;
  readonly file: string;
  readonly cluster?: ClusterMaterial;
}

/** Every certificate of the directory once, where it was found first. */
export function allCertificates({ root, clusters }: Material): FoundCertificate[] {
  const found: FoundCertificate[] = [
    ...root.certificates.map(certificate => ({ certificate, file: root.certFile })),
    ...clusters.flatMap(cluster => [
      ...(cluster.certificate ? [{ certificate: cluster.certificate, file: cluster.file(CA_CERT), cluster }] : []),
      ...(cluster.chain ?? []).map(certificate => ({ certificate, file: cluster.file(CERT_CHAIN), cluster })),
      ...(cluster.roots ?? []).map(certificate => ({ certificate, file: cluster.file(ROOT_CERT), cluster })),
    ]),
  ];
  const first = new Map<string, FoundCertificate>();
  for (const entry of found) {
    if (!first.has(entry.certificate.fingerprint)) {
      first.set(entry.certificate.fingerprint, entry);
    }
  }
  return [...first.values()];
}
