import { readdirSync } from 'fs';
import { join } from 'path';
import { Certificate } from './certificate';
import { createIntermediate, daysAfter } from './certificate-authority';
import { CA_CERT, CA_KEY, CERT_CHAIN, CLUSTER_FILES, ROOT_CERT } from './certs-directory';
import { generateKey, KeyAlgorithm } from './key-algorithm';
import { KeyFile } from './key-directory';
import { MeshFile, MeshFileCluster } from './mesh-file';
import { privateKeyPem } from './private-key';
import { allWithProgress } from './progress';
import { RootAuthority } from './root-authority';
import { printLine, printNote, Terminal } from './terminal';

/** How long an intermediate is valid when nothing else is said. */
export const DEFAULT_INTERMEDIATE_DAYS = 365;

/** A cluster with what its directory is to hold. */
export interface IntermediatePlan {
  readonly cluster: MeshFileCluster;
  readonly key: KeyAlgorithm;
  /** The file of what it trusts. */
  readonly rootCert: string;
}

export interface Intermediate {
  readonly cluster: MeshFileCluster;
  readonly certificate: Certificate;
  readonly files: KeyFile[];
}

/** Makes an intermediate with a new key for each cluster, in memory. */
export async function makeIntermediates(
  mesh: MeshFile, root: RootAuthority, plans: readonly IntermediatePlan[], notAfter: Date, now: Date, terminal: Terminal,
): Promise<Intermediate[]> {
  return allWithProgress(terminal, 'intermediates', plans.map(async ({ cluster, key: algorithm, rootCert }) => {
    const key = await generateKey(algorithm);
    const dnsNames = istiodDnsNames(cluster);
    const certificate = await createIntermediate(root, { meshId: mesh.meshId, cluster: cluster.name, dnsNames, key, notAfter, now });
    const file = (name: string, text: string, secret = false) => ({ path: `${cluster.name}/${name}`, text, secret });
    return {
      cluster,
      certificate,
      files: [
        file(CA_CERT, certificate.pem),
        file(CA_KEY, privateKeyPem(key), true),
        // In this order: proxies send the chain as it is, and istiod takes the lifetime of the first for that of the CA.
        file(CERT_CHAIN, certificate.pem + root.certificate.pem),
        file(ROOT_CERT, rootCert),
      ],
    };
  }));
}

/** The names under which the proxies of a cluster call its istiod. */
export function istiodDnsNames({ revision, istioNamespace }: Pick<MeshFileCluster, 'revision' | 'istioNamespace'>): string[] {
  return [`istiod.${istioNamespace}.svc`, ...(revision === undefined ? [] : [`istiod-${revision}.${istioNamespace}.svc`])];
}

/**
 * The end of the intermediates' validity, never after the root's own.
 *
 * @throws when a number of days was asked for by which they would outlive the root
 */
export function intermediateEnd(days: number | undefined, root: Certificate, now: Date, terminal: Terminal): Date {
  const end = daysAfter(now, days ?? DEFAULT_INTERMEDIATE_DAYS);
  if (end <= root.notAfter) {
    return end;
  }
  if (days !== undefined) {
    throw new Error(`--days ${days} ends after the root's certificate, which is valid for ${root.daysLeft(now)} more days: ` +
      'ask for no more, or make another root');
  }
  printNote(terminal, `the root's certificate ends ${root.notAfter.toISOString()}, and so do the intermediates: plan another root`);
  return root.notAfter;
}

/** Says what was written. */
export function printIntermediates(terminal: Terminal, directory: string, intermediates: readonly Intermediate[]): void {
  for (const { cluster, certificate } of intermediates) {
    printLine(terminal, `${join(directory, cluster.name)}: ${certificate.subject}, ${certificate.key}, valid until ${certificate.notAfter.toISOString()}`);
  }
}

/** Says where the replaced files are, and names those that were not ours: nothing makes them anew. */
export function printReplaced(terminal: Terminal, previous: string | undefined, clusters: readonly MeshFileCluster[]): void {
  if (previous === undefined) {
    return;
  }
  const others = clusters.flatMap(({ name }) => filesOf(join(previous, name))
    .filter(file => !CLUSTER_FILES.includes(file))
    .map(file => join(name, file)));
  printNote(terminal, `the replaced files are in ${previous}: delete them once the new ones are in use everywhere` +
    (others.length > 0 ? `; these were no part of the certificates and have no successor: ${others.join(', ')}` : ''));
}

function filesOf(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
