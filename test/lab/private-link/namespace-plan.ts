/** A veth pair that one network namespace has to another. */
export interface Wire {
  readonly name: string;
  readonly addresses: readonly string[];
  /** As `ip route add` takes them, without the device. */
  readonly routes: readonly string[];
  readonly peer: { readonly namespace: string; readonly name: string; readonly routes: readonly string[] };
}

/** A network namespace that stands for one resource of AWS. */
export interface NamespacePlan {
  readonly name: string;
  /** Addresses of its loopback interface. */
  readonly addresses: readonly string[];
  readonly wires: readonly Wire[];
  /** Below /proc/sys/net. */
  readonly sysctls: { readonly [path: string]: string };
  /** For iptables-restore. */
  readonly rules: string;
}

/** What each of them has. A flow that is idle for too long is forgotten, and what belongs to no flow is not taken for one. */
export function sysctls(idleTimeoutSeconds: number): NamespacePlan['sysctls'] {
  return {
    'ipv4/ip_forward': '1',
    'ipv4/conf/all/rp_filter': '0',
    'ipv4/conf/default/rp_filter': '0',
    'ipv6/conf/all/disable_ipv6': '1',
    'ipv6/conf/default/disable_ipv6': '1',
    'netfilter/nf_conntrack_tcp_loose': '0',
    'netfilter/nf_conntrack_tcp_timeout_established': `${idleTimeoutSeconds}`,
  };
}
