import { createPrivateKey, createPublicKey, X509Certificate } from 'crypto';
import { existsSync, readFileSync } from 'fs';
import { join } from 'path';

/**
 * Loads a directory as istiod loads the Secret `cacerts`, and throws where istiod would not start.
 *
 * After istio/istio: pilot/pkg/bootstrap/istio_ca.go (detectSigningCABundleAndCRL, checkCABundleCompleteness),
 * security/pkg/pki/util/keycertbundle.go (Verify), crypto.go (ParsePemEncodedKey, ParsePemEncodedCertificate) and
 * security/pkg/pki/ca/ca.go (NewPluggedCertIstioCAOptions, minTTL). Written with Node's own functions only.
 *
 * @returns the end of the validity to which istiod limits what it signs
 */
export function istiodLoads(directory: string, now: Date): Date {
  const names = existsSync(join(directory, 'tls.crt'))
    ? { root: 'ca.crt', chain: ['tls.crt', 'ca.crt'], certificate: 'tls.crt', key: 'tls.key' }
    : { root: 'root-cert.pem', chain: ['cert-chain.pem'], certificate: 'ca-cert.pem', key: 'ca-key.pem' };
  if (![names.root, names.certificate, names.key, names.chain[0]].every(name => existsSync(join(directory, name)))) {
    throw new Error('incomplete signing CA bundle detected');
  }
  const read = (name: string) => readFileSync(join(directory, name), 'utf8');
  const chainText = names.chain.map(read).join('');

  const certificate = firstCertificate(read(names.certificate));
  const roots = allCertificates(read(names.root));
  const intermediates = allCertificates(chainText);
  if (!chains(certificate, intermediates, roots, now, new Set())) {
    throw new Error('cannot verify the cert with the provided root chain and cert pool');
  }
  const [block] = blocks(read(names.key));
  if (!block) {
    throw new Error('invalid PEM-encoded key');
  }
  if (!['EC PRIVATE KEY', 'RSA PRIVATE KEY', 'PRIVATE KEY'].includes(block.type)) {
    throw new Error(`unsupported PEM block type for a private key: ${block.type}`);
  }
  const key = createPublicKey(createPrivateKey(block.text));
  if (!key.equals(certificate.publicKey)) {
    throw new Error('the cert does not match the key');
  }
  if (!certificate.ca) {
    throw new Error('certificate is not authorized to sign other certificates');
  }
  const end = new Date(firstCertificate(chainText).validTo);
  if (end <= now) {
    throw new Error('cert chain has expired');
  }
  return end;
}

function chains(certificate: X509Certificate, intermediates: X509Certificate[], roots: X509Certificate[], now: Date, seen: Set<string>): boolean {
  if (new Date(certificate.validFrom) > now || new Date(certificate.validTo) < now) {
    return false;
  }
  seen.add(certificate.fingerprint256);
  const signedBy = (issuer: X509Certificate) => certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  return roots.some(root => root.fingerprint256 === certificate.fingerprint256 || (root.ca && signedBy(root) && new Date(root.validTo) >= now)) ||
    intermediates.some(next => !seen.has(next.fingerprint256) && next.ca && signedBy(next) && chains(next, intermediates, roots, now, seen));
}

interface Block { readonly type: string; readonly text: string }

function blocks(text: string): Block[] {
  return [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----\r?\n[^-]*-----END \1-----/g)].map(([block, type]) => ({ type, text: block }));
}

function firstCertificate(text: string): X509Certificate {
  const [block] = blocks(text);
  if (!block) {
    throw new Error('invalid PEM encoded certificate');
  }
  return new X509Certificate(block.text.replaceAll(block.type, 'CERTIFICATE'));
}

function allCertificates(text: string): X509Certificate[] {
  return blocks(text).filter(({ type }) => type === 'CERTIFICATE').map(block => new X509Certificate(block.text));
}
