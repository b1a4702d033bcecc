import { CertificateAuthorityKind } from './certificate-authority-kind';
import { dnsName, noToken } from './dns-name';
import { quoted } from './quoted';

/** The kind of a certificate authority's key. */
export enum CaKeyAlgorithm {
  /** Elliptic curve P-256. */
  EC_P256 = 'ec-p256',
  /** Elliptic curve P-384. */
  EC_P384 = 'ec-p384',
  /** RSA with 2048 bits. */
  RSA_2048 = 'rsa-2048',
  /** RSA with 3072 bits. */
  RSA_3072 = 'rsa-3072',
  /** RSA with 4096 bits. */
  RSA_4096 = 'rsa-4096',
}

/** Options of an intermediate that cert-manager makes. */
export interface CertManagerCaOptions {
  /**
   * The kind of the intermediate's key.
   *
   * @default CaKeyAlgorithm.EC_P256
   */
  readonly keyAlgorithm?: CaKeyAlgorithm;

  /**
   * How many days the intermediate is valid: 2 to 3650.
   *
   * @default 365
   */
  readonly validityDays?: number;

  /**
   * How many days before its end it is replaced, by one with a new key. Workload certificates live one day by default.
   *
   * @default 60, or a third of the validity where that is less
   */
  readonly renewBeforeDays?: number;
}

/** The issuer of an intermediate that cert-manager makes. */
export interface CertManagerCaProps extends CertManagerCaOptions {
  /** The name of the issuer. The issuers of all clusters must lead to one root. */
  readonly issuerName: string;

  /**
   * The kind of the issuer.
   *
   * @default 'ClusterIssuer'
   */
  readonly issuerKind?: string;

  /**
   * The API group of the issuer.
   *
   * @default 'cert-manager.io'
   */
  readonly issuerGroup?: string;
}

/** The issuer of an intermediate that AWS Private CA signs. */
export interface AwsPrivateCaProps extends CertManagerCaOptions {
  /** The name of the `AWSPCAClusterIssuer` or `AWSPCAIssuer`. The issuers of all clusters must lead to one root. */
  readonly issuerName: string;

  /**
   * Whether the issuer is an `AWSPCAIssuer` in Istio's namespace, and not an `AWSPCAClusterIssuer`.
   *
   * @default false
   */
  readonly namespaced?: boolean;
}

/**
 * Who makes a cluster's certificate authority: the Secret `cacerts`, with the key that signs the certificates of its workloads.
 *
 * @example
 * const orders = mesh.addCluster('orders', {
 *   account: '111111111111',
 *   region: 'eu-west-1',
 *   vpc: ClusterVpc.fromLookup('vpc-0a333333333333333'),
 *   certificateAuthority: CertificateAuthority.certManager({ issuerName: 'mesh-root', validityDays: 180 }),
 * });
 * orders.consume(cluster1);
 */
export class CertificateAuthority {
  /** The command line tool makes and applies it: `istio-privatelink certs`. Nothing of it is in the bundle. */
  public static fromFiles(): CertificateAuthority {
    return new CertificateAuthority(CertificateAuthorityKind.FILES);
  }

  /**
   * cert-manager makes it and renews it. Its key never leaves the cluster.
   *
   * @see https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.Certificate
   * @throws when the issuer or a number is not valid
   */
  public static certManager(props: CertManagerCaProps): CertificateAuthority {
    return new CertificateAuthority(CertificateAuthorityKind.CERT_MANAGER, props);
  }

  /**
   * cert-manager makes it, and AWS Private CA signs it: the root's key is in no cluster.
   *
   * It needs the issuer of AWS in the cluster, and a CA that may sign an intermediate with a path length of 0.
   * @see https://github.com/cert-manager/aws-privateca-issuer
   * @throws when the issuer or a number is not valid
   */
  public static awsPrivateCa(props: AwsPrivateCaProps): CertificateAuthority {
    return new CertificateAuthority(CertificateAuthorityKind.CERT_MANAGER, {
      ...props,
      issuerKind: props.namespaced ? 'AWSPCAIssuer' : 'AWSPCAClusterIssuer',
      issuerGroup: 'awspca.cert-manager.io',
    });
  }

  /**
   * External Secrets takes it from a secret in AWS Secrets Manager, which the stacks make and you fill. The cluster needs `externalSecrets`.
   *
   * @see https://external-secrets.io/latest/provider/aws-secrets-manager/
   */
  public static externalSecrets(): CertificateAuthority {
    return new CertificateAuthority(CertificateAuthorityKind.EXTERNAL_SECRETS);
  }

  /**
   * What cert-manager makes, where it does.
   *
   * @internal
   */
  public readonly _certManager?: Required<CertManagerCaProps>;

  private constructor(
    /** Who makes it. */
    public readonly kind: CertificateAuthorityKind,
    props?: CertManagerCaProps,
  ) {
    if (!props) {
      return;
    }
    const issuerKind = noToken(props.issuerKind ?? 'ClusterIssuer', 'issuer kind');
    if (!/^[A-Z][A-Za-z0-9]{0,62}$/.test(issuerKind)) {
      throw new Error(`issuer kind ${quoted(issuerKind)} is not a kind of Kubernetes objects: expected one such as "ClusterIssuer" or "Issuer"`);
    }
    const validityDays = wholeDays(props.validityDays ?? 365, 'validity', 2, 3650);
    this._certManager = {
      issuerName: dnsName(props.issuerName, 'issuer name', 1),
      issuerKind,
      issuerGroup: dnsName(props.issuerGroup ?? 'cert-manager.io', 'issuer group'),
      keyAlgorithm: props.keyAlgorithm ?? CaKeyAlgorithm.EC_P256,
      validityDays,
      renewBeforeDays: wholeDays(props.renewBeforeDays ?? Math.max(1, Math.min(60, Math.floor(validityDays / 3))), 'renewal', 1, validityDays - 1),
    };
  }
}

function wholeDays(days: number, what: string, min: number, max: number): number {
  noToken(days, `${what} of the certificate authority`);
  if (!Number.isInteger(days) || days < min || days > max) {
    throw new Error(`${what} of the certificate authority ${quoted(days)} is not a number of days: expected a whole number from ${min} to ${max}`);
  }
  return days;
}
