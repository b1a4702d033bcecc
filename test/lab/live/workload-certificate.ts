import { createPublicKey, KeyObject, randomBytes, webcrypto } from 'crypto';
import { readFileSync } from 'fs';
import { Certificate } from '../../../src/cli/certificate';
import { Authority, createIntermediate, createRoot } from '../../../src/cli/certificate-authority';
import { generateKey } from '../../../src/cli/key-algorithm';
import { privateKeyPem, readPrivateKey } from '../../../src/cli/private-key';
import {
  BasicConstraintsExtension, cryptoProvider, ExtendedKeyUsage, ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension, Name,
  SubjectAlternativeNameExtension, X509CertificateGenerator,
} from '../../../src/cli/x509';
import { Credentials } from '../../api-server/certificates';
import { labPath } from '../lab-directory';

cryptoProvider.set(webcrypto);

/** Both the project's default and what istiod signs with it. */
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

const MINUTE_MS = 60_000;

/** The certificates that the guide made in the lab. */
const CERTS = labPath('app', 'certs');

/** An identity of Istio. */
export function spiffeId(namespace: string, serviceAccount: string): string {
  return `spiffe://cluster.local/ns/${namespace}/sa/${serviceAccount}`;
}

/** The root that the lab's clusters trust. */
export function meshRoot(): Authority {
  return authority('root-cert.pem', 'root-key.pem');
}

/** The intermediate of a cluster, with which its istiod signs. */
export function intermediateOf(cluster: string): Authority {
  return authority(`${cluster}/ca-cert.pem`, `${cluster}/ca-key.pem`);
}

/** A root of somebody else, of the same name. */
export async function foreignRoot(): Promise<Authority> {
  const key = await generateKey('ec-p256');
  return { key, certificate: await createRoot({ meshId: 'demo', key, days: 1, now: new Date() }) };
}

/** One more intermediate for a cluster, made as `certs issue` does. */
export async function newIntermediate(root: Authority, cluster: string, notAfter = new Date(Date.now() + 60 * MINUTE_MS)): Promise<Authority> {
  const key = await generateKey('ec-p256');
  const dnsNames = ['istiod.istio-system.svc'];
  return { key, certificate: await createIntermediate(root, { meshId: 'demo', cluster, dnsNames, key, notAfter, now: new Date() }) };
}

/** When an intermediate of a root was valid for the last time, and is not any more. */
export function past({ certificate }: Authority): Date {
  return new Date(certificate.notBefore.getTime() + MINUTE_MS);
}

/**
 * What a workload shows, as istiod signs it.
 *
 * @param issuer the intermediate; undefined for a certificate that is signed with its own key
 */
export async function workloadCredentials(issuer: Authority | undefined, identity: string): Promise<Credentials> {
  const key = await generateKey('ec-p256');
  const signingKey = (issuer?.key ?? key).export({ type: 'pkcs8', format: 'der' });
  const certificate = await X509CertificateGenerator.create({
    serialNumber: `40${randomBytes(15).toString('hex')}`,
    subject: new Name([]),
    issuer: issuer === undefined ? new Name([{ O: ['nobody'] }]) : new Name(issuer.certificate.subjectBytes),
    publicKey: publicKeyInfo(key),
    signingKey: await webcrypto.subtle.importKey('pkcs8', signingKey, ALGORITHM, false, ['sign']),
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(Date.now() - 2 * MINUTE_MS),
    notAfter: new Date(Date.now() + 60 * MINUTE_MS),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature + KeyUsageFlags.keyEncipherment, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      new SubjectAlternativeNameExtension([{ type: 'url', value: identity }], true),
    ],
  });
  return { certificate: `${certificate.toString('pem')}\n${issuer?.certificate.pem ?? ''}`, key: privateKeyPem(key) };
}

function authority(certificate: string, key: string): Authority {
  const read = (name: string) => readFileSync(`${CERTS}/${name}`, 'utf8');
  return { certificate: Certificate.fromPem(read(certificate))[0]!, key: readPrivateKey(read(key)) };
}

function publicKeyInfo(key: KeyObject): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createPublicKey(key).export({ type: 'spki', format: 'der' }));
}
