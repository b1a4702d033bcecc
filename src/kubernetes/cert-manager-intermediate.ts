import { Construct } from 'constructs';
import {
  Certificate, CertificateSpecPrivateKeyAlgorithm, CertificateSpecPrivateKeyEncoding, CertificateSpecPrivateKeyRotationPolicy, CertificateSpecUsages,
} from '../../imports/cert-manager.io';
import { CaKeyAlgorithm, CertificateAuthority } from '../mesh/certificate-authority';
import { dnsLabel } from '../mesh/dns-name';
import { CACERTS, ISTIO_NAMESPACE } from '../mesh/names';
import { qualifiableName } from '../mesh/qualifiable-name';

/** The intermediate of one cluster. */
export interface CertManagerIntermediateProps {
  /** The id of the mesh. The certificate names it as its organization. */
  readonly meshId: string;

  /** The name of the cluster. The certificate names it as its locality. */
  readonly cluster: string;

  /** `CertificateAuthority.certManager()` or `.awsPrivateCa()`. */
  readonly certificateAuthority: CertificateAuthority;

  /**
   * The revision of istiod.
   *
   * @default - the default revision
   */
  readonly revision?: string;
}

const KEYS: { readonly [algorithm in CaKeyAlgorithm]: { readonly algorithm: CertificateSpecPrivateKeyAlgorithm; readonly size: number } } = {
  [CaKeyAlgorithm.EC_P256]: { algorithm: CertificateSpecPrivateKeyAlgorithm.ECDSA, size: 256 },
  [CaKeyAlgorithm.EC_P384]: { algorithm: CertificateSpecPrivateKeyAlgorithm.ECDSA, size: 384 },
  [CaKeyAlgorithm.RSA_2048]: { algorithm: CertificateSpecPrivateKeyAlgorithm.RSA, size: 2048 },
  [CaKeyAlgorithm.RSA_3072]: { algorithm: CertificateSpecPrivateKeyAlgorithm.RSA, size: 3072 },
  [CaKeyAlgorithm.RSA_4096]: { algorithm: CertificateSpecPrivateKeyAlgorithm.RSA, size: 4096 },
};

/**
 * Has cert-manager make and renew the Secret `cacerts`, with the key that signs the certificates of the cluster's workloads.
 *
 * istiod takes cert-manager's own keys: `tls.crt`, `tls.key` and `ca.crt`. The issuer decides whether the intermediate has a path length of
 * 0, as AWS Private CA gives it: a Certificate cannot ask for one.
 *
 * @see https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.Certificate
 *
 * @example
 * new CertManagerIntermediate(chart, 'Intermediate', {
 *   meshId: 'demo',
 *   cluster: 'cluster1',
 *   certificateAuthority: CertificateAuthority.certManager({ issuerName: 'mesh-root' }),
 * });
 */
export class CertManagerIntermediate extends Construct {
  /**
   * @throws when a name is not valid, or cert-manager does not make the certificate authority
   */
  constructor(scope: Construct, id: string, props: CertManagerIntermediateProps) {
    super(scope, id);
    const meshId = qualifiableName(props.meshId, 'mesh id');
    const cluster = qualifiableName(props.cluster, 'cluster name');
    const certManager = props.certificateAuthority._certManager;
    if (!certManager) {
      throw new Error(`the certificate authority of cluster "${cluster}" is of kind "${props.certificateAuthority.kind}", which cert-manager does not make: ` +
        'use CertificateAuthority.certManager() or .awsPrivateCa()');
    }
    const { issuerName, issuerKind, issuerGroup, keyAlgorithm, validityDays, renewBeforeDays } = certManager;
    new Certificate(this, 'Resource', {
      metadata: { name: CACERTS, namespace: ISTIO_NAMESPACE },
      spec: {
        secretName: CACERTS,
        isCa: true,
        // The same name as the command line tool gives: another in each cluster, so that nobody takes one intermediate for another.
        commonName: 'Intermediate CA',
        subject: { organizations: [meshId], localities: [cluster] },
        dnsNames: istiodDnsNames(props.revision),
        duration: hours(validityDays),
        renewBefore: hours(renewBeforeDays),
        privateKey: {
          ...KEYS[keyAlgorithm],
          encoding: CertificateSpecPrivateKeyEncoding.PKCS8,
          // Before cert-manager 1.18 a renewal keeps the key, and with it a leak.
          rotationPolicy: CertificateSpecPrivateKeyRotationPolicy.ALWAYS,
        },
        // An authority signs certificates and revocation lists, nothing else. AWS Private CA's template adds "digital signature".
        usages: [CertificateSpecUsages.CERT_SIGN, CertificateSpecUsages.CRL_SIGN],
        issuerRef: { name: issuerName, kind: issuerKind, group: issuerGroup },
        // Before cert-manager 1.18 every CertificateRequest stays.
        revisionHistoryLimit: 1,
      },
    });
  }
}

function istiodDnsNames(revision?: string): string[] {
  const names = [`istiod.${ISTIO_NAMESPACE}.svc`];
  return revision === undefined ? names : [...names, `istiod-${dnsLabel(revision, 'revision')}.${ISTIO_NAMESPACE}.svc`];
}

/** cert-manager reads Go's durations, which know no days. */
function hours(days: number): string {
  return `${days * 24}h`;
}
