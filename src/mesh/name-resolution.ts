/** How callers in a cluster resolve the names of services that only other clusters run. */
export enum NameResolution {
  /**
   * Istio's DNS proxy in every sidecar answers for them.
   * @see https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/
   */
  DNS_CAPTURE = 'dns-capture',
  /** A Service without endpoints of the same name in the caller's cluster. Only for discovery links: it would hide a ServiceEntry. */
  STUB_SERVICES = 'stub-services',
}
