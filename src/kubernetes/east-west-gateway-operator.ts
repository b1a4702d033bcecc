import { Construct } from 'constructs';
import { EastWestGatewayProps } from './east-west-gateway-props';
import {
  gatewayLabels, gatewayResources, gatewaySettings, MAX_UNAVAILABLE, networkViewVariable, proxyConfigAnnotations, spreadConstraints,
  TERMINATION_GRACE_SECONDS,
  IMAGE_PULL_POLICY,
} from './gateway-settings';
import { istioOperator } from './istio-operator';
import { EAST_WEST_GATEWAY } from '../mesh/names';

/**
 * An east-west gateway for `istioctl install -f`.
 *
 * @see https://istio.io/latest/docs/setup/install/istioctl/
 *
 * @example
 * new EastWestGatewayOperator(chart, 'Gateway', { network: 'cluster1', replicas: 3 });
 */
export class EastWestGatewayOperator extends Construct {
  /**
   * @throws when the network or revision is not a DNS label, there are fewer than 2 replicas, or the load balancer's settings are out of range
   */
  constructor(scope: Construct, id: string, props: EastWestGatewayProps) {
    super(scope, id);
    const { network, replicas, revision, service } = gatewaySettings(props);
    istioOperator(this, 'eastwest', {
      profile: 'empty',
      revision,
      components: {
        ingressGateways: [{
          name: EAST_WEST_GATEWAY,
          enabled: true,
          // istioctl puts these on the Service too, so the network's label must not be among them.
          label: gatewayLabels(),
          k8s: {
            env: [networkViewVariable(network)],
            podAnnotations: proxyConfigAnnotations(),
            podDisruptionBudget: { maxUnavailable: MAX_UNAVAILABLE },
            resources: gatewayResources(),
            service: service.spec,
            serviceAnnotations: service.annotations,
            strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
            overlays: [{
              apiVersion: 'apps/v1',
              kind: 'Deployment',
              name: EAST_WEST_GATEWAY,
              patches: [
                // A label of the pods only.
                { path: 'spec.template.metadata.labels.topology\\.istio\\.io/network', value: network },
                { path: 'spec.template.spec.terminationGracePeriodSeconds', value: TERMINATION_GRACE_SECONDS },
                { path: 'spec.template.spec.topologySpreadConstraints', value: spreadConstraints() },
              ],
            }],
          },
        }],
      },
      values: {
        gateways: {
          'istio-ingressgateway': {
            injectionTemplate: 'gateway',
            autoscaleEnabled: false,
            // Not k8s.replicaCount: up to 1.30 the chart does not see that one, and leaves out the PodDisruptionBudget.
            replicaCount: replicas,
          },
        },
        global: { network, imagePullPolicy: IMAGE_PULL_POLICY },
      },
    });
  }
}
