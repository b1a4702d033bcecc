import { CliFinding, error, warning } from '../finding';
import { allCertificates, ClusterMaterial, Material } from './material';
import { quoted } from '../../mesh/quoted';
import { Certificate } from '../certificate';
import { CA_CERT, CA_KEY } from '../certs-directory';
import { curveOf } from '../key-algorithm';

/** Go, in which istiod is written, verifies no others: https://go.dev/doc/go1.18#sha1 */
const ACCEPTED_HASHES = ['SHA-256', 'SHA-384', 'SHA-512'];

const MIN_RSA_BITS = 2048;

/** Whether keys belong to their certificates, are strong enough, and are each the key of one certificate only. */
export function checkKeys(material: Material): CliFinding[] {
  return [
    ...checkRootKey(material),
    ...material.clusters.flatMap(({ certificate, key, file }) => (certificate && key && !certificate.belongsTo(key)
      ? [error('CA-03', file(CA_KEY), `the key does not belong to the certificate in ${quoted(file(CA_CERT))}: restore the files that were made together`)]
      : [])),
    ...allCertificates(material).flatMap(({ certificate, file }) => checkStrength(certificate, file)),
    ...checkShared(material.clusters),
  ];
}

function checkRootKey({ root, clusters }: Material): CliFinding[] {
  const { certFile, keyFile, key, certificates } = root;
  if (!key) {
    return [];
  }
  return [
    ...(certificates.length > 0 && !certificates.some(certificate => certificate.belongsTo(key))
      ? [error('CA-13', keyFile, `the key does not belong to a certificate in ${quoted(certFile)}: restore the files that were made together`)]
      : []),
    ...(clusters.length > 0
      ? [warning('CA-26', keyFile, 'the root\'s key is not encrypted, and beside the intermediates, where it is not needed: take it offline (docs/trust.md)')]
      : []),
  ];
}

function checkStrength(certificate: Certificate, file: string): CliFinding[] {
  const { publicKey, signatureHash, signatureAlgorithm } = certificate;
  const who = quoted(certificate.subject);
  const findings: CliFinding[] = [];
  const strong = publicKey.asymmetricKeyType === 'rsa'
    ? (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_RSA_BITS
    : publicKey.asymmetricKeyType === 'ec' && curveOf(publicKey) !== undefined;
  if (!strong) {
    findings.push(error('CA-11', file, `${who} has a key of ${certificate.key}: expected RSA of at least ${MIN_RSA_BITS} bits, or EC on P-256, P-384 or P-521`));
  }
  // Nobody verifies the signature of a root.
  if (!certificate.isSelfIssued && !ACCEPTED_HASHES.includes(signatureHash ?? '')) {
    findings.push(error('CA-11', file, `${who} is signed with ${[signatureAlgorithm, signatureHash].filter(Boolean).join(' and ')}, which verifiers refuse: ` +
      `expected ${ACCEPTED_HASHES.join(', ')}`));
  }
  if (certificate.serial.startsWith('-')) {
    findings.push(error('CA-12', file, `${who} has a negative serial number, with which istiod cannot read it: issue it again`));
  }
  return findings;
}

/** A cluster can only be revoked, and its key only be replaced, by itself where it has a key and a serial number of its own. */
function checkShared(clusters: readonly ClusterMaterial[]): CliFinding[] {
  const firstWith = new Map<string, string>();
  return clusters.flatMap(({ name, certificate, file }) => {
    if (!certificate) {
      return [];
    }
    const key = `key ${certificate.publicKey.export({ type: 'spki', format: 'der' }).toString('hex')}`;
    const serial = `serial number ${certificate.serial} of issuer ${certificate.issuer}`;
    const shared = [key, serial].find(feature => firstWith.has(feature));
    const other = shared === undefined ? undefined : firstWith.get(shared);
    for (const feature of [key, serial].filter(each => !firstWith.has(each))) {
      firstWith.set(feature, name);
    }
    return other === undefined ? [] : [warning('CA-29', file(CA_CERT),
      `the certificate has the ${shared === key ? 'key' : 'serial number'} of that of ${quoted(other)}: neither can be revoked without the other, renew one of them`)];
  });
}
