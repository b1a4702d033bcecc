import { IstioVersion } from '../mesh/istio-version';

/** What istiod of a cluster in the mesh needs to know, whichever tool installs it. */
export interface IstiodSettings {
  /** The id of the mesh, the same in every cluster. */
  readonly meshId: string;

  /** The name of the cluster. The remote secrets in the other clusters carry the same. */
  readonly clusterName: string;

  /** The network of the cluster. No other cluster has it. */
  readonly network: string;

  /** The trust domain, the same in every cluster. */
  readonly trustDomain: string;

  /**
   * The hosts for which istiod looks for endpoints in other clusters. For any other host it uses this cluster's only.
   *
   * Without this, calls to a service that both clusters have go to endpoints which the other gateway refuses.
   */
  readonly importedHosts: string[];

  /**
   * Whether sidecars answer the DNS queries of their pods, so that callers resolve what only other clusters run.
   * @see https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/
   */
  readonly dnsCapture: boolean;

  /**
   * After how many seconds without a packet a load balancer on the way forgets a connection: 60 to 6000, the shortest of all links.
   *
   * Proxies keep their connections alive within that time.
   */
  readonly idleTimeoutSeconds: number;

  /** Whether Istio's own reader account, whose role may list every Secret, is installed. `false` needs Istio 1.30. */
  readonly defaultReader: boolean;

  /** The release of Istio. */
  readonly istioVersion: IstioVersion;

  /**
   * The revision of istiod.
   *
   * @default - the default revision
   * @see https://istio.io/latest/docs/setup/upgrade/canary/
   */
  readonly revision?: string;
}
