import { LinkKind } from './link-kind';
import { ReaderAccess } from './reader-access';
import { RemoteSecret } from './remote-secret';

/** Options of a discovery link. */
export interface DiscoveryOptions {
  /**
   * What the consumer's istiod may read in the provider's cluster.
   *
   * @default ReaderAccess.WITHOUT_SECRETS
   */
  readonly readerAccess?: ReaderAccess;

  /**
   * Who makes the remote secret.
   *
   * @default RemoteSecret.fromCli()
   */
  readonly remoteSecret?: RemoteSecret;
}

/**
 * How a consumer learns of a provider's services. The traffic takes the same way in either mode.
 *
 * @example
 * cluster1.consume(cluster2, { mode: LinkMode.serviceEntry() });
 */
export class LinkMode {
  /**
   * The consumer's istiod watches the provider's API server, through the same endpoint and port as the traffic.
   *
   * Endpoints, health, locality and identities come from the peer's cluster. It needs a remote secret in the consumer.
   * @see https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/
   */
  public static discovery(options: DiscoveryOptions = {}): LinkMode {
    return new LinkMode(LinkKind.DISCOVERY, options.readerAccess ?? ReaderAccess.WITHOUT_SECRETS, options.remoteSecret ?? RemoteSecret.fromCli());
  }

  /**
   * The consumer gets a ServiceEntry and a DestinationRule per imported service, pinned to the service's identity.
   *
   * The least privilege there is: no credential for the provider's cluster exists.
   * @see https://istio.io/latest/docs/reference/config/networking/service-entry/
   */
  public static serviceEntry(): LinkMode {
    return new LinkMode(LinkKind.SERVICE_ENTRY);
  }

  private constructor(
    /** Which mode it is. */
    public readonly kind: LinkKind,
    /** What the consumer's istiod may read. Undefined on a service-entry link. */
    public readonly readerAccess?: ReaderAccess,
    /** Who makes the remote secret. Undefined on a service-entry link. */
    public readonly remoteSecret?: RemoteSecret,
  ) {}
}
