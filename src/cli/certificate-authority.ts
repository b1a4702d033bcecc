import { createPublicKey, KeyObject, randomBytes, webcrypto } from 'crypto';
import { Certificate, MS_PER_DAY } from './certificate';
import { curveOf, keyText } from './key-algorithm';
import {
  AuthorityKeyIdentifierExtension, BasicConstraintsExtension, cryptoProvider, Extension, KeyUsageFlags, KeyUsagesExtension, Name,
  PublicKey, SubjectAlternativeNameExtension, SubjectKeyIdentifierExtension, X509CertificateGenerator,
} from './x509';
import { quoted } from '../mesh/quoted';

cryptoProvider.set(webcrypto);

/** So that a machine whose clock is a little behind accepts the certificate at once. */
const CLOCK_SKEW_MS = 5 * 60 * 1000;

/** Sixteen octets: random enough never to be drawn twice, and within the twenty that RFC 5280 allows. */
const SERIAL_OCTETS = 16;

/** A private key whose certificate may sign others. */
export interface Authority {
  readonly certificate: Certificate;
  readonly key: KeyObject;
}

export interface RootRequest {
  readonly meshId: string;
  readonly key: KeyObject;
  readonly days: number;
  readonly now: Date;
}

/** Makes the certificate of the mesh's root. */
export async function createRoot({ meshId, key, days, now }: RootRequest): Promise<Certificate> {
  const name = new Name([{ O: [meshId] }, { CN: ['Root CA'] }]);
  return sign(key, key, name, name, {
    notBefore: new Date(now.getTime() - CLOCK_SKEW_MS),
    notAfter: daysAfter(now, days),
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign + KeyUsageFlags.cRLSign, true),
      await subjectKeyIdentifier(key),
    ],
  });
}

export interface IntermediateRequest {
  readonly meshId: string;
  readonly cluster: string;
  readonly dnsNames: string[];
  readonly key: KeyObject;
  readonly notAfter: Date;
  readonly now: Date;
}

/**
 * Makes the certificate with which a cluster's istiod signs its workloads' certificates, and none but those: `pathlen:0`.
 *
 * @throws when the root's key is of a kind that cannot sign
 */
export async function createIntermediate(root: Authority, request: IntermediateRequest): Promise<Certificate> {
  const { meshId, cluster, dnsNames, key, notAfter, now } = request;
  // The names that Istio's own Makefile gives.
  const subject = new Name([{ O: [meshId] }, { CN: ['Intermediate CA'] }, { L: [cluster] }]);
  const backdated = new Date(now.getTime() - CLOCK_SKEW_MS);
  const certificate = await sign(root.key, key, subject, new Name(root.certificate.subjectBytes), {
    notBefore: backdated > root.certificate.notBefore ? backdated : root.certificate.notBefore,
    notAfter,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign + KeyUsageFlags.cRLSign, true),
      new SubjectAlternativeNameExtension(dnsNames.map(value => ({ type: 'dns', value }))),
      await subjectKeyIdentifier(key),
      // The root's own identifier, where it has one: others than we compute it differently.
      new AuthorityKeyIdentifierExtension(root.certificate.subjectKeyId ?? (await subjectKeyIdentifier(root.key)).keyId),
    ],
  });
  if (!certificate.isIssuedBy(root.certificate) || !certificate.belongsTo(key)) {
    throw new Error(`the root certificate ${quoted(root.certificate.subject)} names itself in an encoding that cannot be repeated: make another root`);
  }
  return certificate;
}

/** The end of a validity of `days` days; X.509 knows no fractions of a second. */
export function daysAfter(now: Date, days: number): Date {
  return new Date(Math.floor(now.getTime() / 1000) * 1000 + days * MS_PER_DAY);
}

interface Contents {
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: Extension[];
}

async function sign(signingKey: KeyObject, key: KeyObject, subject: Name, issuer: Name, contents: Contents): Promise<Certificate> {
  const algorithm = signingAlgorithm(signingKey);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject,
    issuer,
    publicKey: publicKeyInfo(key),
    signingKey: await webcrypto.subtle.importKey('pkcs8', signingKey.export({ type: 'pkcs8', format: 'der' }), algorithm, false, ['sign']),
    signingAlgorithm: algorithm,
    ...contents,
  });
  return new Certificate(new Uint8Array(certificate.rawData));
}

interface SigningAlgorithm {
  readonly name: string;
  readonly hash: string;
  readonly namedCurve?: string;
}

function signingAlgorithm(key: KeyObject): SigningAlgorithm {
  const curve = curveOf(key);
  if (key.asymmetricKeyType === 'rsa') {
    return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  }
  if (key.asymmetricKeyType === 'ec' && curve !== undefined) {
    // A hash as strong as the curve.
    return { name: 'ECDSA', namedCurve: curve, hash: { 'P-256': 'SHA-256', 'P-384': 'SHA-384' }[curve] ?? 'SHA-512' };
  }
  throw new Error(`the root's key is ${keyText(key)}: expected an RSA key, or an EC key on P-256, P-384 or P-521`);
}

async function subjectKeyIdentifier(key: KeyObject): Promise<SubjectKeyIdentifierExtension> {
  return SubjectKeyIdentifierExtension.create(new PublicKey(publicKeyInfo(key)));
}

function publicKeyInfo(key: KeyObject): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createPublicKey(key).export({ type: 'spki', format: 'der' }));
}

/** Hexadecimal; the first octet is between 40 and 7f, so that the number is positive and never shorter. */
function serialNumber(): string {
  const octets = randomBytes(SERIAL_OCTETS);
  octets[0] = 0x40 + octets[0] % 0x40;
  return octets.toString('hex');
}
