/** Who makes the remote secret of a discovery link. */
export enum RemoteSecretKind {
  /** The command line tool: `istio-privatelink remote-secret create`. */
  CLI = 'cli',
  /** External Secrets, through AWS Secrets Manager. */
  EXTERNAL_SECRETS = 'external-secrets',
}
