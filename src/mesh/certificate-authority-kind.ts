/** Who makes the Secret `cacerts`, with the key that signs a cluster's workload certificates. */
export enum CertificateAuthorityKind {
  /** The command line tool: `istio-privatelink certs apply`. */
  FILES = 'files',
  /** cert-manager, from an issuer. */
  CERT_MANAGER = 'cert-manager',
  /** External Secrets, from AWS Secrets Manager. */
  EXTERNAL_SECRETS = 'external-secrets',
}
