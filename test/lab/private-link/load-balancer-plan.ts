import { NAMESPACE_PREFIX } from '../vpc';
import { Forwarding } from './forwarding';
import { LabCluster } from './lab-cluster';
import { LoadBalancerNode } from './load-balancer-nodes';
import { NamespacePlan, sysctls } from './namespace-plan';
import { loadBalancerRules, TO_VPC } from './rules';

/** How the names of load balancers' namespaces begin. */
export const LOAD_BALANCER_PREFIX = `${NAMESPACE_PREFIX}nlb-`;

/** AWS's own, for a load balancer without listeners. */
const IDLE_TIMEOUT_SECONDS = 350;

/** A load balancer of one of the lab's VPCs. */
export interface PlannedLoadBalancer {
  readonly arn: string;
  readonly namespace: string;
  readonly cluster: LabCluster;
  readonly nodes: readonly LoadBalancerNode[];
  readonly listeners: readonly Forwarding[];
}

export function loadBalancerNamespace(arn: string): string {
  return `${LOAD_BALANCER_PREFIX}${arn.split('/').pop()!}`;
}

/** The namespace that stands for a load balancer: all its nodes, and one wire into the VPC. */
export function loadBalancerPlan({ namespace, cluster: { vpc }, nodes, listeners }: PlannedLoadBalancer): NamespacePlan {
  const timeouts = listeners.map(({ idleTimeoutSeconds }) => idleTimeoutSeconds);
  return {
    name: namespace,
    addresses: nodes.map(({ alias }) => alias),
    wires: [{
      name: TO_VPC,
      addresses: nodes.map(({ address }) => address),
      routes: [`${vpc.cidr} via ${vpc.nodeAddress} onlink`],
      // An interface's name has 15 characters.
      peer: { namespace: vpc.namespace, name: `nlb-${namespace.slice(-11)}`, routes: nodes.map(({ address }) => `${address} src ${vpc.nodeAddress}`) },
    }],
    // The kernel has one timeout for all of a namespace.
    sysctls: sysctls(timeouts.length === 0 ? IDLE_TIMEOUT_SECONDS : Math.min(...timeouts)),
    rules: loadBalancerRules(nodes, listeners),
  };
}

