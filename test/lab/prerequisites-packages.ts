/** The programs that the lab runs, beside those that every Debian has, and the packages of Debian that bring them. */
export const PROGRAMS: { readonly [program: string]: string } = {
  'containerd': 'containerd',
  'containerd-shim-runc-v2': 'containerd',
  'ctr': 'containerd',
  'runc': 'runc',
  'mmdebstrap': 'mmdebstrap',
  'iptables': 'iptables',
  'iptables-restore': 'iptables',
  'iptables-save': 'iptables',
  'ip': 'iproute2',
  'conntrack': 'conntrack',
  'nsenter': 'util-linux',
  'unshare': 'util-linux',
  'mount': 'mount',
  'sysctl': 'procps',
};

/** Where Debian has the plugins of the container network interface. */
export const CNI_DIRECTORY = '/usr/lib/cni';

/** The plugins that pods get their network from. */
export const CNI_PLUGINS = ['host-local', 'loopback', 'portmap', 'ptp'];
