import { Construct } from 'constructs';
import { gatewayTrafficPolicy } from './gateway-traffic-policy';
import { somePorts } from './service-ports';
import { DestinationRule } from '../../imports/networking.istio.io';
import { dnsName } from '../mesh/dns-name';
import { ISTIO_NAMESPACE } from '../mesh/names';
import { ServicePort } from '../mesh/service-port';

/** A service that this cluster's istiod discovers in other clusters. */
export interface DiscoveredServiceProps {
  /** The fully qualified name of the service, for instance `api.shop.svc.cluster.local`. */
  readonly host: string;

  /** The ports of the service, as its own clusters have them. At least one. */
  readonly ports: ServicePort[];
}

/**
 * How callers in this cluster connect to a service of other clusters: a DestinationRule in Istio's root namespace.
 *
 * A connection for HTTP or gRPC lives for 30 seconds, half as long as a gateway drains, so that a rollout of gateways costs no request; and
 * a gateway that does not answer is given up after 3 seconds. A DestinationRule for the same host in the namespace of the caller or of the service
 * takes the place of this one as a whole.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings
 *
 * @example
 * new DiscoveredService(chart, 'Catalog', { host: 'catalog.shop.svc.cluster.local', ports: [ServicePort.http(80)] });
 */
export class DiscoveredService extends Construct {
  /**
   * @throws when the host is not a DNS name, or there is no port
   */
  constructor(scope: Construct, id: string, props: DiscoveredServiceProps) {
    super(scope, id);
    const host = dnsName(props.host, 'discovered host');
    new DestinationRule(this, 'Resource', {
      metadata: { name: host, namespace: ISTIO_NAMESPACE },
      spec: { host, trafficPolicy: gatewayTrafficPolicy(somePorts(props.ports, host)) },
    });
  }
}
