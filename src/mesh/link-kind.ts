/** How a consumer learns of a provider's services. */
export enum LinkKind {
  /** The consumer's istiod watches the provider's API server. */
  DISCOVERY = 'discovery',
  /** The consumer is told by ServiceEntries, and has no access to the provider's API server. */
  SERVICE_ENTRY = 'service-entry',
}
