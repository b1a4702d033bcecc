import { EastWestGatewayProps } from './east-west-gateway-props';
import { GatewayService, gatewayService } from './gateway-service';
import { dnsLabel, noToken } from '../mesh/dns-name';
import { gatewayReplicas } from '../mesh/gateway-replicas';
import { DRAIN_SECONDS, EAST_WEST_GATEWAY } from '../mesh/names';

/** Longer than the drain, so that the proxy ends by itself. */
export const TERMINATION_GRACE_SECONDS = 90;

/** A drain is one gateway at a time. A share of the replicas would let all of a small gateway go at once. */
export const MAX_UNAVAILABLE = 1;

/**
 * For an image without a tag, as `auto` is until istiod puts the real one in its place, Kubernetes would ask the registry at each start: while it is
 * away, no gateway would start, also where the node has the image. https://kubernetes.io/docs/concepts/containers/images/#imagepullpolicy-defaulting
 */
export const IMAGE_PULL_POLICY = 'IfNotPresent';

/** What an east-west gateway has, whichever tool installs it; objects are new for each call. */
export interface GatewaySettings {
  readonly network: string;
  readonly replicas: number;
  readonly revision?: string;
  readonly service: GatewayService;
}

export function gatewaySettings(props: EastWestGatewayProps): GatewaySettings {
  const replicas = gatewayReplicas(props.replicas && noToken(props.replicas, 'number of replicas of the east-west gateway'));
  return {
    network: dnsLabel(props.network, 'network'),
    replicas,
    revision: props.revision === undefined ? undefined : dnsLabel(props.revision, 'revision'),
    service: gatewayService(props.loadBalancer),
  };
}

/** The labels by which the Service and Istio's Gateways select the pods: those of Istio's own samples. */
export function gatewayLabels(): Record<string, string> {
  return { app: EAST_WEST_GATEWAY, istio: 'eastwestgateway' };
}

/** Settings of the proxy in the gateway. https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig */
export function proxyConfigAnnotations(): Record<string, string> {
  return { 'proxy.istio.io/config': `terminationDrainDuration: ${DRAIN_SECONDS}s` };
}

/** Traffic that comes in leaves to this network only, and never over another gateway. */
export function networkViewVariable(network: string): { readonly name: string; readonly value: string } {
  return { name: 'ISTIO_META_REQUESTED_NETWORK_VIEW', value: network };
}

/** What Istio's charts give a gateway. */
export function gatewayResources(): { readonly requests: Record<string, string>; readonly limits: Record<string, string> } {
  return { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '2000m', memory: '1024Mi' } };
}

/** Pods spread over zones and then nodes; pods of the previous rollout do not count. */
export function spreadConstraints(): SpreadConstraint[] {
  return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map(topologyKey => ({
    topologyKey,
    maxSkew: 1,
    // A gateway in a crowded zone is better than none.
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: gatewayLabels() },
    matchLabelKeys: ['pod-template-hash'],
  }));
}

export interface SpreadConstraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly whenUnsatisfiable: string;
  readonly labelSelector: { readonly matchLabels: Record<string, string> };
  readonly matchLabelKeys: string[];
}
