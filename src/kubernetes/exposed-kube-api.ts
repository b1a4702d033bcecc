import { Construct } from 'constructs';
import { gatewayLabels } from './gateway-settings';
import { Gateway, GatewaySpecServersTlsMode, VirtualService } from '../../imports/networking.istio.io';
import { EAST_WEST_PORT, ISTIO_NAMESPACE, KUBE_API_SERVER_NAME } from '../mesh/names';

const NAME = 'kube-api';

/**
 * Lets other clusters reach the API server through the east-west gateway, on the port of the mesh traffic.
 *
 * A connection with the SNI `kubernetes.default.svc` is passed through unopened, so a remote secret names the endpoint as its
 * server and `kubernetes.default.svc` as its `tls-server-name`. The API server authenticates and authorizes the caller as always.
 *
 * @example
 * new ExposedKubeApi(chart, 'KubeApi');
 */
export class ExposedKubeApi extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const metadata = { name: NAME, namespace: ISTIO_NAMESPACE };
    new Gateway(this, 'Gateway', {
      metadata,
      spec: {
        selector: { istio: gatewayLabels().istio },
        servers: [{
          port: { number: EAST_WEST_PORT, name: 'tls-kube-api', protocol: 'TLS' },
          tls: { mode: GatewaySpecServersTlsMode.PASSTHROUGH },
          hosts: [KUBE_API_SERVER_NAME],
        }],
      },
    });
    new VirtualService(this, 'VirtualService', {
      metadata,
      spec: {
        hosts: [KUBE_API_SERVER_NAME],
        gateways: [NAME],
        tls: [{
          match: [{ port: EAST_WEST_PORT, sniHosts: [KUBE_API_SERVER_NAME] }],
          route: [{ destination: { host: `${KUBE_API_SERVER_NAME}.cluster.local`, port: { number: 443 } } }],
        }],
      },
    });
  }
}
