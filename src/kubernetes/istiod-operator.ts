import { Construct } from 'constructs';
import { istioOperator } from './istio-operator';
import { istiodConfiguration } from './istiod-configuration';
import { IstiodSettings } from './istiod-settings';

/**
 * istiod for `istioctl install -f`.
 *
 * @see https://istio.io/latest/docs/setup/install/istioctl/
 *
 * @example
 * new IstiodOperator(chart, 'Istiod', {
 *   meshId: 'demo',
 *   clusterName: 'cluster1',
 *   network: 'cluster1',
 *   trustDomain: 'cluster.local',
 *   importedHosts: ['invoices.billing.svc.cluster.local'],
 *   dnsCapture: true,
 *   idleTimeoutSeconds: 350,
 *   defaultReader: false,
 *   istioVersion: IstioVersion.V1_31,
 * });
 */
export class IstiodOperator extends Construct {
  /**
   * @throws when a name is not valid, the idle timeout is out of range, or the release of Istio cannot leave out the default reader
   */
  constructor(scope: Construct, id: string, props: IstiodSettings) {
    super(scope, id);
    const { revision, global, meshConfig } = istiodConfiguration(props);
    istioOperator(this, 'istiod', { profile: 'minimal', revision, meshConfig, values: { global } });
  }
}
