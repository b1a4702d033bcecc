import { CliFinding, error, warning } from '../finding';
import { allCertificates, chainOf, Material } from './material';
import { quoted } from '../../mesh/quoted';
import { Certificate } from '../certificate';
import { CA_CERT } from '../certs-directory';

/** Fewer days than this are too few to change certificates without haste. */
export const DAYS_ERROR = 14;
export const DAYS_WARNING = 60;

/** Whether all certificates are valid, and for how long. */
export function checkDates(material: Material, now: Date): CliFinding[] {
  return [
    ...allCertificates(material).flatMap(({ certificate, file, cluster }) => checkValidity(
      certificate, file, now, certificate.isSelfSigned || !cluster ? 'replace the root (docs/trust.md)' : `run "istio-privatelink certs renew ${cluster.name}"`)),
    ...material.clusters.flatMap(cluster => {
      const path = chainOf(cluster);
      const [certificate, root] = [path?.[0], path?.[path.length - 1]];
      return certificate && root && certificate.notAfter > root.notAfter
        ? [warning('CA-21', cluster.file(CA_CERT), `the certificate is valid until ${certificate.notAfter.toISOString()}, but its root ` +
          `only until ${root.notAfter.toISOString()}: from then on nobody accepts either`)]
        : [];
    }),
  ];
}

function checkValidity(certificate: Certificate, file: string, now: Date, advice: string): CliFinding[] {
  const who = quoted(certificate.subject);
  const days = certificate.daysLeft(now);
  if (certificate.notBefore > now) {
    return [error('CA-08', file, `${who} is not valid before ${certificate.notBefore.toISOString()}: set the clock, or ${advice}`)];
  }
  if (certificate.notAfter <= now) {
    return [error('CA-08', file, `${who} expired on ${day(certificate.notAfter)}: ${advice}`)];
  }
  const soon = `${who} expires on ${day(certificate.notAfter)}, in ${days} ${days === 1 ? 'day' : 'days'}: ${advice}`;
  return days < DAYS_ERROR ? [error('CA-08', file, soon)] : days < DAYS_WARNING ? [warning('CA-20', file, soon)] : [];
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
