import { quoted } from '../../mesh/quoted';
import { Certificate } from '../certificate';
import { CliFinding, error, warning } from '../finding';
import { hasUsage } from '../key-usage';
import { ExtendedKeyUsage, KeyUsageFlags } from '../x509';
import { allCertificates, Material } from './material';

/** Extensions that verifiers handle: a critical one that they do not makes them refuse the certificate (RFC 5280, 4.2). */
const HANDLED_EXTENSIONS = ['2.5.29.15', '2.5.29.17', '2.5.29.19', '2.5.29.30', '2.5.29.32', '2.5.29.37'];

/** What proxies use workloads' certificates for, as both sides of mutual TLS. */
const NEEDED_PURPOSES: string[] = [ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth];

/** The purpose that stands for all: RFC 5280, 4.2.1.12. */
const ANY_PURPOSE = '2.5.29.37.0';

/** Whether each certificate may do what an authority does. */
export function checkUsage(material: Material): CliFinding[] {
  return allCertificates(material).flatMap(({ certificate, file }) => [
    ...checkKeyUsage(certificate, file),
    ...checkExtensions(certificate, file),
  ]);
}

function checkKeyUsage({ subject, isCertificateAuthority, keyUsage }: Certificate, file: string): CliFinding[] {
  const findings: CliFinding[] = [];
  if (!isCertificateAuthority) {
    findings.push(error('CA-06', file, `${quoted(subject)} is no certificate authority (basic constraints without CA:TRUE): issue it again`));
  }
  if (keyUsage !== undefined && !hasUsage(keyUsage, KeyUsageFlags.keyCertSign)) {
    findings.push(error('CA-06', file, `${quoted(subject)} may not sign certificates (key usage without keyCertSign): issue it again`));
  }
  if (keyUsage !== undefined && !hasUsage(keyUsage, KeyUsageFlags.cRLSign)) {
    findings.push(warning('CA-23', file, `${quoted(subject)} may not sign revocation lists (key usage without cRLSign), so nothing it issued can be revoked: ` +
      'replace it before you need to'));
  }
  return findings;
}

function checkExtensions({ subject, isSelfSigned, extendedKeyUsage, criticalExtensions }: Certificate, file: string): CliFinding[] {
  const findings: CliFinding[] = [];
  const allows = (purpose: string) => extendedKeyUsage?.includes(ANY_PURPOSE) || extendedKeyUsage?.includes(purpose);
  // Nobody looks at the purposes of a root.
  if (extendedKeyUsage && !isSelfSigned && !NEEDED_PURPOSES.every(allows)) {
    findings.push(error('CA-12', file, `${quoted(subject)} limits what it signs to other purposes than TLS of servers and clients ` +
      `(extended key usage ${extendedKeyUsage.join(', ')}): issue it without extended key usage`));
  }
  const unknown = criticalExtensions.filter(type => !HANDLED_EXTENSIONS.includes(type));
  if (unknown.length > 0) {
    findings.push(error('CA-12', file, `${quoted(subject)} has critical extensions that verifiers do not know (${unknown.join(', ')}): issue it without them`));
  }
  return findings;
}
