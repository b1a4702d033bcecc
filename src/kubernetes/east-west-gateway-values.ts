import { EastWestGatewayProps } from './east-west-gateway-props';
import {
  gatewaySettings, IMAGE_PULL_POLICY, MAX_UNAVAILABLE, networkViewVariable, proxyConfigAnnotations, spreadConstraints, TERMINATION_GRACE_SECONDS,
} from './gateway-settings';
import { EAST_WEST_GATEWAY } from '../mesh/names';

/**
 * Values for Istio's `gateway` chart, 1.27 to 1.31.
 *
 * Without `networkGateway`, with which the chart labels the Service and opens 15012 and 15017; what else that value does is set here.
 * The chart's `labels` are no way to label the pods, because the Service gets them too.
 */
export function eastWestGatewayValues(props: EastWestGatewayProps): object {
  const { network, replicas, revision, service } = gatewaySettings(props);
  const networkView = networkViewVariable(network);
  return {
    name: EAST_WEST_GATEWAY,
    ...revision === undefined ? {} : { revision },
    imagePullPolicy: IMAGE_PULL_POLICY,
    replicaCount: replicas,
    autoscaling: { enabled: false },
    env: { [networkView.name]: networkView.value },
    service: { ...service.spec, ...service.annotations === undefined ? {} : { annotations: service.annotations } },
    podAnnotations: proxyConfigAnnotations(),
    podDisruptionBudget: { maxUnavailable: MAX_UNAVAILABLE },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    terminationGracePeriodSeconds: TERMINATION_GRACE_SECONDS,
    topologySpreadConstraints: spreadConstraints(),
  };
}
