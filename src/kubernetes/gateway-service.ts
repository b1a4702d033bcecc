import { GatewayLoadBalancer } from './east-west-gateway-props';
import { elasticLoadBalancingName } from '../mesh/elastic-load-balancing-name';
import { idleTimeoutSeconds } from '../mesh/idle-timeout';
import { DRAIN_SECONDS, EAST_WEST_PORT, HEALTH_CHECK_PATH, HEALTH_CHECK_PORT } from '../mesh/names';

const ANNOTATION = 'service.beta.kubernetes.io/aws-load-balancer-';

/** What the Service of an east-west gateway has, whichever tool writes it. */
export interface GatewayService {
  readonly spec: GatewayServiceSpec;
  readonly annotations?: Record<string, string>;
}

/** The part of a Service's spec that has the same form in Kubernetes, in an IstioOperator and in the values of Istio's chart. */
export interface GatewayServiceSpec {
  readonly type: string;
  readonly loadBalancerClass?: string;
  readonly allocateLoadBalancerNodePorts?: boolean;
  readonly ports: { readonly name: string; readonly port: number; readonly targetPort: number; readonly protocol: string }[];
}

/**
 * The Service of the gateway, the same for every installer.
 *
 * None of them may label it `topology.istio.io/network`. Every istiod with a remote secret takes the load balancer address
 * of a Service with that label for the way into the network, before any address that its own cluster declares. That is an
 * address in the provider's VPC, which no consumer can reach.
 *
 * One port only: 15012 and 15017, which Istio's samples add, are for clusters without an istiod of their own, and
 * the load balancer checks 15021 on the pods.
 */
export function gatewayService(loadBalancer?: GatewayLoadBalancer): GatewayService {
  const ports = [{ name: 'tls', port: EAST_WEST_PORT, targetPort: EAST_WEST_PORT, protocol: 'TCP' }];
  return loadBalancer === undefined ? { spec: { type: 'ClusterIP', ports } } : {
    spec: {
      type: 'LoadBalancer',
      loadBalancerClass: 'service.k8s.aws/nlb',
      // The targets are pods: a port open on every node would serve nobody.
      allocateLoadBalancerNodePorts: false,
      ports,
    },
    annotations: loadBalancerAnnotations(loadBalancer),
  };
}

/** https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/ */
function loadBalancerAnnotations({ name, idleTimeoutSeconds: idle }: GatewayLoadBalancer): Record<string, string> {
  return {
    [`${ANNOTATION}name`]: elasticLoadBalancingName(name, 'load balancer name'),
    [`${ANNOTATION}scheme`]: 'internal',
    [`${ANNOTATION}nlb-target-type`]: 'ip',
    [`${ANNOTATION}healthcheck-protocol`]: 'http',
    [`${ANNOTATION}healthcheck-port`]: `${HEALTH_CHECK_PORT}`,
    [`${ANNOTATION}healthcheck-path`]: HEALTH_CHECK_PATH,
    // An endpoint enters in its own zone, where no gateway pod may be.
    [`${ANNOTATION}attributes`]: 'load_balancing.cross_zone.enabled=true',
    // Client addresses never come through PrivateLink, and keeping those of the VPC breaks calls from a node to itself.
    [`${ANNOTATION}target-group-attributes`]: `preserve_client_ip.enabled=false,deregistration_delay.timeout_seconds=${DRAIN_SECONDS}`,
    [`${ANNOTATION}listener-attributes.TCP-${EAST_WEST_PORT}`]: `tcp.idle_timeout.seconds=${idleTimeoutSeconds(idle)}`,
    // Otherwise the security group drops consumers, whose addresses are those of another VPC.
    [`${ANNOTATION}inbound-sg-rules-on-private-link-traffic`]: 'off',
  };
}
