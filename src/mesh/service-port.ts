import { noToken } from './dns-name';
import { quoted } from './quoted';

/** Options of a service port. */
export interface ServicePortOptions {
  /**
   * The name of the port in the Kubernetes Service.
   *
   * It must be the same in every cluster that runs the service: endpoints behind a port of another name are not merged.
   *
   * @default - the protocol, for instance `http`
   */
  readonly name?: string;
}

/**
 * One port of an exported service: the port of the Kubernetes Service, not the container's.
 *
 * @example
 * cluster1.exportService({
 *   namespace: 'shop',
 *   name: 'catalog',
 *   ports: [ServicePort.http(80), ServicePort.grpc(9000, { name: 'grpc-search' })],
 *   serviceAccount: 'catalog',
 * });
 */
export class ServicePort {
  /** A port that speaks HTTP/1.1. */
  public static http(port: number, options: ServicePortOptions = {}): ServicePort {
    return new ServicePort('http', port, options);
  }

  /** A port that speaks HTTP/2 in clear text. */
  public static http2(port: number, options: ServicePortOptions = {}): ServicePort {
    return new ServicePort('http2', port, options);
  }

  /** A port that speaks gRPC. */
  public static grpc(port: number, options: ServicePortOptions = {}): ServicePort {
    return new ServicePort('grpc', port, options);
  }

  /** A port whose protocol is opaque to Istio. */
  public static tcp(port: number, options: ServicePortOptions = {}): ServicePort {
    return new ServicePort('tcp', port, options);
  }

  /** A port on which the application itself speaks TLS. */
  public static tls(port: number, options: ServicePortOptions = {}): ServicePort {
    return new ServicePort('tls', port, options);
  }

  /** The name of the port in the Service. */
  public readonly name: string;

  private constructor(
    /**
     * The protocol in Istio's lower-case spelling, as used in `appProtocol` and port names.
     * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
     */
    public readonly protocol: string,
    /** The port number of the Service. */
    public readonly port: number,
    options: ServicePortOptions,
  ) {
    noToken(port, 'service port');
    if (!Number.isInteger(port) || port < 1 || port > 65535) {
      throw new Error(`service port ${port} is not a port number: expected a whole number from 1 to 65535`);
    }
    this.name = noToken(options.name ?? protocol, 'service port name');
    if (!/^(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?$/.test(this.name) || this.name.includes('--')) {
      throw new Error(`service port name ${quoted(this.name)} is not a Kubernetes port name: ` +
        'expected at most 15 lower-case letters, digits and single hyphens, with at least one letter');
    }
  }
}
