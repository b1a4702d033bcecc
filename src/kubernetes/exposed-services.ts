import { Construct } from 'constructs';
import { gatewayLabels } from './gateway-settings';
import { Gateway, GatewaySpecServersTlsMode } from '../../imports/networking.istio.io';
import { dnsName } from '../mesh/dns-name';
import { EAST_WEST_PORT, ISTIO_NAMESPACE } from '../mesh/names';

/** What other clusters may reach. */
export interface ExposedServicesProps {
  /**
   * The hosts, for instance `api.shop.svc.cluster.local`; `*.local` exposes every Service of the cluster.
   *
   * At least one.
   */
  readonly hosts: string[];
}

/**
 * Lets the east-west gateway pass connections to services of its cluster, unopened: only mutual TLS of the mesh comes through.
 *
 * Istio applies no AuthorizationPolicy to such connections at the gateway. What may call a service is for policies at the service.
 * @see https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/
 *
 * @example
 * new ExposedServices(chart, 'Exposed', { hosts: ['catalog.shop.svc.cluster.local'] });
 */
export class ExposedServices extends Construct {
  /**
   * @throws when there is no host, or one is not a DNS name
   */
  constructor(scope: Construct, id: string, props: ExposedServicesProps) {
    super(scope, id);
    if (props.hosts.length === 0) {
      throw new Error('no host is exposed: give at least one, for instance "api.shop.svc.cluster.local", or leave the Gateway out');
    }
    new Gateway(this, 'Resource', {
      metadata: { name: 'cross-network-gateway', namespace: ISTIO_NAMESPACE },
      spec: {
        selector: { istio: gatewayLabels().istio },
        servers: [{
          port: { number: EAST_WEST_PORT, name: 'tls', protocol: 'TLS' },
          tls: { mode: GatewaySpecServersTlsMode.AUTO_PASSTHROUGH },
          hosts: [...new Set(props.hosts.map(exposedHost))].sort(),
        }],
      },
    });
  }
}

function exposedHost(host: string): string {
  if (host.startsWith('*.')) {
    dnsName(host.slice(2), 'exposed host', 1);
  } else {
    dnsName(host, 'exposed host');
  }
  return host;
}
