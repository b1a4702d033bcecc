import { createPublicKey, generateKeyPairSync, KeyObject, webcrypto } from 'crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { privateKeyPem } from '../../src/cli/private-key';
import {
  BasicConstraintsExtension, Extension, KeyUsageFlags, KeyUsagesExtension, PublicKey, SubjectAlternativeNameExtension, SubjectKeyIdentifierExtension,
  X509Certificate, X509CertificateGenerator,
} from '../../src/cli/x509';

/** An authority as nobody should make one. */
export interface CustomAuthority {
  readonly key: KeyObject;
  readonly pem: string;
}

export interface CustomRequest {
  readonly issuer?: CustomAuthority;
  readonly subject?: string;
  readonly key?: KeyObject;
  readonly extensions?: Extension[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly serialNumber?: string;
  readonly hash?: string;
}

export const CA = new BasicConstraintsExtension(true, undefined, true);
export const CA_PATHLEN_0 = new BasicConstraintsExtension(true, 0, true);
export const SIGNS = new KeyUsagesExtension(KeyUsageFlags.keyCertSign + KeyUsageFlags.cRLSign, true);
export const ISTIOD = new SubjectAlternativeNameExtension([{ type: 'dns', value: 'istiod.istio-system.svc' }]);

/** The validity of what is made, and a day within it. */
export const FROM = new Date('2026-01-01T00:00:00Z');
export const UNTIL = new Date('2030-01-01T00:00:00Z');
export const TODAY = new Date('2026-06-01T00:00:00Z');

export function ecKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

export function rsaKey(modulusLength: number): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength }).privateKey;
}

/** Makes a certificate; a root unless an issuer is given. */
export async function authority(request: CustomRequest = {}): Promise<CustomAuthority> {
  const { issuer, key = ecKey(), extensions = issuer ? [CA_PATHLEN_0, SIGNS, ISTIOD] : [CA, SIGNS], hash = 'SHA-256' } = request;
  const { subject = issuer ? 'O=demo, CN=Intermediate CA' : 'O=demo, CN=Root CA', notBefore = FROM, notAfter = UNTIL, serialNumber } = request;
  const signer = issuer?.key ?? key;
  const algorithm = signer.asymmetricKeyType === 'rsa' ? { name: 'RSASSA-PKCS1-v1_5', hash } : { name: 'ECDSA', namedCurve: 'P-256', hash };
  const info = new Uint8Array(createPublicKey(key).export({ type: 'spki', format: 'der' }));
  const certificate = await X509CertificateGenerator.create({
    subject,
    issuer: issuer ? new X509Certificate(issuer.pem).subjectName : subject,
    notBefore,
    notAfter,
    serialNumber,
    publicKey: info,
    signingKey: await webcrypto.subtle.importKey('pkcs8', signer.export({ type: 'pkcs8', format: 'der' }), algorithm, false, ['sign']),
    signingAlgorithm: algorithm,
    extensions: [...extensions, await SubjectKeyIdentifierExtension.create(new PublicKey(info))],
  });
  return { key, pem: `${certificate.toString('pem')}\n` };
}

/** Writes a cluster's directory: the certificate, its key, its issuers and the root. */
export function writeCluster(directory: string, name: string, certificate: CustomAuthority, issuers: CustomAuthority[]): void {
  mkdirSync(join(directory, name), { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const write = (file: string, text: string) => writeFileSync(join(directory, name, file), text, { mode: 0o600 });
  write('ca-cert.pem', certificate.pem);
  write('ca-key.pem', privateKeyPem(certificate.key));
  write('cert-chain.pem', [certificate, ...issuers].map(({ pem }) => pem).join(''));
  write('root-cert.pem', issuers.length > 0 ? issuers[issuers.length - 1].pem : certificate.pem);
}
