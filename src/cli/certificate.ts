import { KeyObject, X509Certificate } from 'crypto';
import { errorText } from './error-text';
import { keyText } from './key-algorithm';
import { pemBlocks } from './pem';
import {
  AuthorityKeyIdentifierExtension, BasicConstraintsExtension, ExtendedKeyUsageExtension, KeyUsagesExtension,
  SubjectAlternativeNameExtension, SubjectKeyIdentifierExtension, X509Certificate as ParsedCertificate,
} from './x509';

/** An X.509 certificate, read. */
export class Certificate {
  /**
   * The certificates of a PEM file, in their order.
   *
   * @throws when there is none, or one that cannot be read; the message goes on after the name of the file
   */
  public static fromPem(text: string): Certificate[] {
    const blocks = pemBlocks(text).filter(({ type }) => type === 'CERTIFICATE');
    if (blocks.length === 0) {
      throw new Error('holds no certificate: expected PEM, that is lines from "-----BEGIN CERTIFICATE-----" to "-----END CERTIFICATE-----"');
    }
    return blocks.map(({ der }, index) => {
      try {
        return new Certificate(der);
      } catch (error) {
        throw new Error(`holds a certificate${blocks.length > 1 ? ` (number ${index + 1})` : ''} that cannot be read (${errorText(error)}): write the file again`);
      }
    });
  }

  /** The subject and the issuer as text, for instance `O=demo, CN=Root CA`. */
  public readonly subject: string;
  public readonly issuer: string;
  /** The serial number in hexadecimal, lower case. */
  public readonly serial: string;
  public readonly notBefore: Date;
  public readonly notAfter: Date;
  public readonly publicKey: KeyObject;
  /** The public key for people to read, for instance `EC P-256`. */
  public readonly key: string;
  /** The SHA-256 sum of the certificate in hexadecimal, lower case: two certificates are the same if theirs are. */
  public readonly fingerprint: string;
  /** The PEM block, with a newline at its end. */
  public readonly pem: string;

  private readonly x509: X509Certificate;
  private readonly parsed: ParsedCertificate;

  /**
   * @throws when the bytes are not a certificate
   */
  constructor(der: Uint8Array) {
    this.x509 = new X509Certificate(der);
    this.parsed = new ParsedCertificate(new Uint8Array(der));
    this.subject = this.parsed.subject;
    this.issuer = this.parsed.issuer;
    this.serial = this.x509.serialNumber.toLowerCase();
    this.notBefore = this.parsed.notBefore;
    this.notAfter = this.parsed.notAfter;
    this.publicKey = this.x509.publicKey;
    this.key = keyText(this.publicKey);
    this.fingerprint = this.x509.fingerprint256.replace(/:/g, '').toLowerCase();
    this.pem = `${this.x509.toString().trim()}\n`;
  }

  /** The bytes of the subject's name: an issuer's name has to be the same, byte by byte. */
  public get subjectBytes(): Buffer {
    return Buffer.from(this.parsed.subjectName.toArrayBuffer());
  }

  public get issuerBytes(): Buffer {
    return Buffer.from(this.parsed.issuerName.toArrayBuffer());
  }

  public get isCertificateAuthority(): boolean {
    return this.parsed.getExtension(BasicConstraintsExtension)?.ca === true;
  }

  /** How many intermediates may follow this one on the way to a workload's certificate; undefined for any number. */
  public get pathLength(): number | undefined {
    return this.parsed.getExtension(BasicConstraintsExtension)?.pathLength;
  }

  /** The bits of the key usage; undefined where the extension is absent, which allows everything. */
  public get keyUsage(): number | undefined {
    return this.parsed.getExtension(KeyUsagesExtension)?.usages;
  }

  /** The object identifiers of the extended key usage; undefined where the extension is absent, which allows everything. */
  public get extendedKeyUsage(): string[] | undefined {
    return this.parsed.getExtension(ExtendedKeyUsageExtension)?.usages.map(String);
  }

  public get dnsNames(): string[] {
    const names = this.parsed.getExtension(SubjectAlternativeNameExtension)?.names.items ?? [];
    return Array.from(names).filter(({ type }) => type === 'dns').map(({ value }) => value);
  }

  public get subjectKeyId(): string | undefined {
    return this.parsed.getExtension(SubjectKeyIdentifierExtension)?.keyId.toLowerCase();
  }

  public get authorityKeyId(): string | undefined {
    return this.parsed.getExtension(AuthorityKeyIdentifierExtension)?.keyId?.toLowerCase();
  }

  /** The object identifiers of the critical extensions. */
  public get criticalExtensions(): string[] {
    return this.parsed.extensions.filter(({ critical }) => critical).map(({ type }) => type);
  }

  /** The hash that was signed, for instance `SHA-256`, where the signature names one that is known. */
  public get signatureHash(): string | undefined {
    return this.signatureFields.hash?.name;
  }

  /** The algorithm of the signature, or its object identifier. */
  public get signatureAlgorithm(): string {
    return this.signatureFields.name;
  }

  /** Whether the certificate's issuer is its own subject. */
  public get isSelfIssued(): boolean {
    return this.subjectBytes.equals(this.issuerBytes);
  }

  /** Whether the certificate is signed with its own key. */
  public get isSelfSigned(): boolean {
    return this.isIssuedBy(this);
  }

  /** Whether `issuer` signed this certificate: names and signature are checked, nothing else. */
  public isIssuedBy(issuer: Certificate): boolean {
    return this.issuerBytes.equals(issuer.subjectBytes) && this.isSignedWith(issuer.publicKey);
  }

  public isSignedWith(publicKey: KeyObject): boolean {
    try {
      return this.x509.verify(publicKey);
    } catch {
      // OpenSSL throws where the signature's algorithm and the key are of different kinds.
      return false;
    }
  }

  public belongsTo(privateKey: KeyObject): boolean {
    return this.x509.checkPrivateKey(privateKey);
  }

  /** The whole days until the certificate expires; negative once it has expired. */
  public daysLeft(now: Date): number {
    return Math.floor((this.notAfter.getTime() - now.getTime()) / MS_PER_DAY);
  }

  /** The library describes algorithms in the browser's types, which are not those of Node. */
  private get signatureFields(): { readonly name: string; readonly hash?: { readonly name: string } } {
    return this.parsed.signatureAlgorithm as unknown as { name: string; hash?: { name: string } };
  }
}

/** Whether two lists hold the same certificates, in whatever order. */
export function sameCertificates(some: readonly Certificate[], others: readonly Certificate[]): boolean {
  const set = (certificates: readonly Certificate[]) => [...new Set(certificates.map(({ fingerprint }) => fingerprint))].sort().join(' ');
  return set(some) === set(others);
}

export const MS_PER_DAY = 24 * 60 * 60 * 1000;
