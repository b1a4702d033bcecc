import { createHash } from 'crypto';
import { decoded } from './observed';
import { CACERTS } from '../../mesh/names';
import { Certificate, sameCertificates } from '../certificate';
import { CA_CERT, CERT_CHAIN, CLUSTER_FILES, ROOT_CERT } from '../certs-directory';
import { KubeSecret } from '../kubernetes/kube-api';
import { MANAGED_BY } from '../kubernetes/managed-by';

/** With this key, and where it is told to, istiod takes the authority for one of its own making, and renews it as such. */
const ISTIO_GENERATED = 'istio-generated';

/** The texts of a cluster's files, by name. */
export type ClusterFiles = ReadonlyMap<string, string>;

/**
 * The Secret `cacerts` as it is to be; what others put beside the four files, such as `ca-crl.pem`, stays.
 *
 * @returns undefined where it is so already
 */
export function cacertsSecret(namespace: string, existing: KubeSecret | undefined, files: ClusterFiles): KubeSecret | undefined {
  const data = secretData(existing, files);
  const { [ISTIO_GENERATED]: generated, ...others } = existing?.data ?? {};
  if (existing && generated === undefined && CLUSTER_FILES.every(file => existing.data?.[file] === data[file])) {
    return undefined;
  }
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    ...existing,
    metadata: { ...existing?.metadata, name: CACERTS, namespace, labels: { ...existing?.metadata.labels, ...MANAGED_BY } },
    type: existing?.type ?? 'Opaque',
    data: { ...others, ...data },
  };
}

/** A sum over the certificates of an authority: two are the same if theirs are. */
export function authoritySum(files: ClusterFiles): string {
  const fingerprints = [CA_CERT, CERT_CHAIN, ROOT_CERT].map(file => Certificate.fromPem(files.get(file)!).map(({ fingerprint }) => fingerprint));
  fingerprints[2].sort();
  return createHash('sha256').update(JSON.stringify(fingerprints)).digest('hex').slice(0, 32);
}

function secretData(existing: KubeSecret | undefined, files: ClusterFiles): { [file: string]: string } {
  const data = Object.fromEntries(CLUSTER_FILES.map(file => [file, Buffer.from(files.get(file)!).toString('base64')]));
  const trusted = existing && decoded(existing, ROOT_CERT);
  // istiod compares the files byte by byte, and takes no other roots while it runs.
  const keepsItsBytes = trusted !== undefined && isSame(trusted, files.get(ROOT_CERT)!);
  return keepsItsBytes ? { ...data, [ROOT_CERT]: existing!.data![ROOT_CERT] } : data;
}

function isSame(trusted: string, roots: string): boolean {
  try {
    return sameCertificates(Certificate.fromPem(trusted), Certificate.fromPem(roots));
  } catch {
    return false;
  }
}
