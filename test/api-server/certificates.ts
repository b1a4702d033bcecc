import { createPublicKey, generateKeyPairSync, KeyObject, randomBytes, webcrypto } from 'crypto';
import {
  BasicConstraintsExtension, cryptoProvider, ExtendedKeyUsage, ExtendedKeyUsageExtension, Extension, KeyUsageFlags, KeyUsagesExtension, Name,
  SubjectAlternativeNameExtension, X509CertificateGenerator,
} from '../../src/cli/x509';

cryptoProvider.set(webcrypto);

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** So that a server whose clock is a little behind accepts the certificate at once. */
const CLOCK_SKEW_MS = 5 * 60 * 1000;

/** Longer than any run of the tests, and than anybody keeps a lab. */
const VALIDITY_MS = 30 * 24 * 60 * 60 * 1000;

/** A certificate and its private key, both PEM. */
export interface Credentials {
  readonly certificate: string;
  readonly key: string;
}

/** Who presents a certificate; Kubernetes takes the common name for the user, and the organization for the group. */
export interface Holder {
  readonly commonName: string;
  readonly organization?: string;
  /** The names and addresses of a server. */
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
}

/** The certificate authority of one cluster. Its own key is never written anywhere. */
export class ClusterAuthority {
  public static async create(cluster: string): Promise<ClusterAuthority> {
    const key = newKey();
    const name = new Name([{ CN: [`${cluster} API server CA`] }]);
    const certificate = await sign(key, key, name, name, [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign + KeyUsageFlags.cRLSign, true),
    ]);
    return new ClusterAuthority(certificate, name, key);
  }

  private constructor(
    /** PEM. */
    public readonly certificate: string,
    private readonly name: Name,
    private readonly key: KeyObject,
  ) {}

  public async issue({ commonName, organization, dnsNames = [], ipAddresses = [] }: Holder): Promise<Credentials> {
    const key = newKey();
    const subject = new Name([...(organization ? [{ O: [organization] }] : []), { CN: [commonName] }]);
    const certificate = await sign(this.key, key, subject, this.name, [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      // A server of etcd is also its own client.
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      ...(dnsNames.length + ipAddresses.length > 0 ? [new SubjectAlternativeNameExtension([
        ...dnsNames.map(value => ({ type: 'dns' as const, value })),
        ...ipAddresses.map(value => ({ type: 'ip' as const, value })),
      ])] : []),
    ]);
    return { certificate, key: privatePem(key) };
  }
}

/** A key pair, each half PEM; for what signs tokens rather than certificates. */
export function newKeyPair(): { readonly privateKey: string; readonly publicKey: string } {
  const key = newKey();
  return { privateKey: privatePem(key), publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }) as string };
}

async function sign(signingKey: KeyObject, key: KeyObject, subject: Name, issuer: Name, extensions: Extension[]): Promise<string> {
  const now = Date.now();
  const certificate = await X509CertificateGenerator.create({
    serialNumber: `40${randomBytes(15).toString('hex')}`,
    subject,
    issuer,
    publicKey: new Uint8Array(createPublicKey(key).export({ type: 'spki', format: 'der' })),
    signingKey: await webcrypto.subtle.importKey('pkcs8', signingKey.export({ type: 'pkcs8', format: 'der' }), ALGORITHM, false, ['sign']),
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(now - CLOCK_SKEW_MS),
    notAfter: new Date(now + VALIDITY_MS),
    extensions,
  });
  return `${certificate.toString('pem')}\n`;
}

function newKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

/** SEC 1, which Kubernetes reads everywhere, also where it signs tokens. */
function privatePem(key: KeyObject): string {
  return key.export({ type: 'sec1', format: 'pem' }) as string;
}
