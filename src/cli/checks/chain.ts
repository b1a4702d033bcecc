import { CliFinding, error, warning } from '../finding';
import { chainOf, ClusterMaterial } from './material';
import { quoted } from '../../mesh/quoted';
import { Certificate } from '../certificate';
import { CA_CERT, CERT_CHAIN, ROOT_CERT } from '../certs-directory';

/** Whether workloads' certificates that a cluster's istiod signs lead to its root, for every verifier that follows RFC 5280. */
export function checkChain(cluster: ClusterMaterial): CliFinding[] {
  const { certificate, chain, roots } = cluster;
  if (!certificate || !chain || !roots) {
    return [];
  }
  const path = chainOf(cluster);
  return [
    ...checkOrder(cluster, certificate, chain),
    ...(path
      ? path.flatMap((link, index) => checkLink(cluster, path, link, index))
      : [error('CA-04', cluster.file(CA_CERT), `no root in ${quoted(cluster.file(ROOT_CERT))} signed the certificate (issuer ${quoted(certificate.issuer)}), ` +
        `nor a certificate in ${quoted(cluster.file(CERT_CHAIN))} that one of them signed: issue it again`)]),
    ...(path?.length === 1
      ? [warning('CA-31', cluster.file(CA_CERT), 'the cluster signs with the root itself, so the root\'s key is in the cluster: issue an intermediate')]
      : checkPathLength(cluster, certificate)),
    ...roots.filter(root => !root.isSelfSigned).map(root => warning('CA-31', cluster.file(ROOT_CERT),
      `${quoted(root.subject)} is not self-signed: keep the root itself there, which every verifier accepts as one`)),
  ];
}

/** Proxies send what istiod gives them in its order, and istiod takes the lifetime of the first certificate for that of its CA. */
function checkOrder(cluster: ClusterMaterial, certificate: Certificate, chain: Certificate[]): CliFinding[] {
  return chain[0].fingerprint === certificate.fingerprint ? [] : [error('CA-05', cluster.file(CERT_CHAIN),
    `the chain begins with ${quoted(chain[0].subject)}, serial ${chain[0].serial}, not with the certificate in ${quoted(cluster.file(CA_CERT))}: ` +
    'put that first, then its issuer, then the root')];
}

function checkLink(cluster: ClusterMaterial, path: Certificate[], link: Certificate, index: number): CliFinding[] {
  const file = cluster.file(index === 0 ? CA_CERT : index === path.length - 1 ? ROOT_CERT : CERT_CHAIN);
  const who = quoted(link.subject);
  const findings: CliFinding[] = [];
  // Self-issued certificates do not count: RFC 5280, 4.2.1.9.
  const below = path.slice(0, index).filter(certificate => !certificate.isSelfIssued).length;
  if (link.pathLength !== undefined && link.pathLength < below) {
    findings.push(error('CA-06', file, `${who} allows ${link.pathLength} intermediates (pathlen), and ${below} follow: use a root that allows more`));
  }
  const issuer = path[index + 1] as Certificate | undefined;
  if (issuer?.subjectKeyId !== undefined && link.authorityKeyId !== undefined && issuer.subjectKeyId !== link.authorityKeyId) {
    findings.push(error('CA-12', file, `${who} names another key of its issuer (authority key identifier ${link.authorityKeyId}) than the one that signed it ` +
      `(${issuer.subjectKeyId}): issue it again`));
  }
  return findings;
}

function checkPathLength(cluster: ClusterMaterial, certificate: Certificate): CliFinding[] {
  return !certificate.isCertificateAuthority || certificate.pathLength === 0 ? [] : [warning('CA-22', cluster.file(CA_CERT),
    `whoever has the key can make further certificate authorities (pathlen ${certificate.pathLength ?? 'not limited'}): renew it, with pathlen 0`)];
}
