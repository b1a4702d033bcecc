import { LAB_NAME } from './lab-directory';
import { ClusterNetwork } from '../aws-api/landscape';

/** How the names of the lab's network namespaces begin: by it, `down` finds those that a killed run left. */
export const NAMESPACE_PREFIX = `istio-lab${LAB_NAME}-`;

/** The wires between the host and the nodes of a lab: 169.254.77.0/24, and above it those of further labs. */
const MANAGEMENT_PREFIX = `169.254.${77 + (LAB_NAME === '' ? 0 : LAB_NAME.charCodeAt(0) - 96)}`;

/** A network namespace that stands for the VPC of one cluster, and the addresses in it. As on EKS, pods have addresses of the VPC. */
export interface LabVpc {
  /** The name of the cluster. */
  readonly cluster: string;
  /** The name of the network namespace, below /run/netns. */
  readonly namespace: string;
  /** The range of the VPC, for instance `10.10.0.0/16`. */
  readonly cidr: string;
  /** Where the one node and the API server are. */
  readonly nodeAddress: string;
  /** Where the VPC's resolver answers, as in every VPC the second address. https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html */
  readonly resolver: string;
  /** The part of the VPC that pods have their addresses from. */
  readonly podCidr: string;
  /** As EKS gives it to clusters whose VPC is in 10.0.0.0/8. https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html */
  readonly serviceCidr: string;
  /** Where cluster DNS answers. */
  readonly clusterDns: string;
  /** The node's address on the wire that leads to the host, over which the host's kubectl reaches the API server and nothing else passes. */
  readonly managementAddress: string;
  /** The host's address on that wire. */
  readonly hostAddress: string;
}

/**
 * The VPC of a cluster.
 *
 * @param network what the AWS API says of it
 * @param index the cluster's place among those of the lab, from 0
 */
export function labVpc(cluster: string, network: ClusterNetwork, index: number): LabVpc {
  const [, prefix] = /^(\d+\.\d+)\.0\.0\/16$/.exec(network.vpc.cidr) ?? [];
  if (prefix === undefined) {
    throw new Error(`the VPC of ${cluster} has the range ${network.vpc.cidr}: the lab needs one of the form a.b.0.0/16`);
  }
  return {
    cluster,
    namespace: `${NAMESPACE_PREFIX}${cluster}`,
    cidr: network.vpc.cidr,
    // The subnets of the landscape are a.b.0.0/24 and a.b.1.0/24; endpoints have their addresses in those.
    nodeAddress: `${prefix}.64.10`,
    resolver: `${prefix}.0.2`,
    podCidr: `${prefix}.128.0/17`,
    serviceCidr: '172.20.0.0/16',
    clusterDns: '172.20.0.10',
    managementAddress: `${MANAGEMENT_PREFIX}.${4 * index + 2}`,
    hostAddress: `${MANAGEMENT_PREFIX}.${4 * index + 1}`,
  };
}
