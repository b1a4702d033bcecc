/** What the consumer's istiod may read in the provider's cluster over a discovery link. */
export enum ReaderAccess {
  /**
   * Everything that istiod needs for traffic, and no Secret.
   *
   * istiod works, but waits 30 seconds for the peer at each start, `istioctl remote-clusters` reports `timeout`, and it logs that listing Secrets is forbidden.
   */
  WITHOUT_SECRETS = 'without-secrets',

  /**
   * Istio's own role, which can list every Secret of the peer, its CA key included. Status is `synced`.
   */
  WITH_SECRETS = 'with-secrets',
}
