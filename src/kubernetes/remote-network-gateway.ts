import { Construct } from 'constructs';
import { endpointHost } from './endpoint-host';
import { Gateway, GatewaySpecListenersTlsMode } from '../../imports/gateway.networking.k8s.io';
import { dnsLabel } from '../mesh/dns-name';
import { EAST_WEST_PORT, ISTIO_NAMESPACE } from '../mesh/names';

/** The way into the network of another cluster. */
export interface RemoteNetworkGatewayProps {
  /** The name of the other cluster. */
  readonly cluster: string;

  /** The network of the other cluster. */
  readonly network: string;

  /**
   * Where this cluster reaches the other one's gateway: the DNS name or IPv4 address of the VPC endpoint.
   *
   * istiod resolves the name itself, without search domains.
   */
  readonly address: string;
}

/**
 * Tells istiod the address of another network's gateway as this cluster reaches it.
 *
 * Only the istiod of the cluster that holds the object reads it, so each consumer names its own endpoint. No pod is created.
 *
 * @example
 * new RemoteNetworkGateway(chart, 'Cluster2', { cluster: 'cluster2', network: 'cluster2', address: 'cluster2.mesh.internal' });
 */
export class RemoteNetworkGateway extends Construct {
  /**
   * @throws when the cluster or network is not a DNS label, or the address neither a DNS name nor an IPv4 address
   */
  constructor(scope: Construct, id: string, props: RemoteNetworkGatewayProps) {
    super(scope, id);
    const cluster = dnsLabel(props.cluster, 'cluster name');
    const { address, isIpAddress } = endpointHost(props.address, ['address', `of cluster "${cluster}"`]);
    new Gateway(this, 'Resource', {
      metadata: {
        name: `istio-remote-${cluster}`,
        namespace: ISTIO_NAMESPACE,
        labels: { 'topology.istio.io/network': dnsLabel(props.network, ['network', `of cluster "${cluster}"`]) },
      },
      spec: {
        gatewayClassName: 'istio-remote',
        // Written out for IP addresses too: istiod skips an address without a type.
        addresses: [{ type: isIpAddress ? 'IPAddress' : 'Hostname', value: address }],
        listeners: [{
          name: 'cross-network',
          port: EAST_WEST_PORT,
          protocol: 'TLS',
          tls: {
            mode: GatewaySpecListenersTlsMode.PASSTHROUGH,
            options: { 'gateway.istio.io/listener-protocol': 'auto-passthrough' },
          },
        }],
      },
    });
  }
}
