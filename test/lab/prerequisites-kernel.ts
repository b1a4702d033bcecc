import { spawnSync } from 'child_process';
import { mkdtempSync, rmdirSync } from 'fs';
import { dirname, join } from 'path';
import { LAB_DIRECTORY } from './lab-directory';

/** What the lab needs of the kernel, and how that is tried. */
export interface KernelFeature {
  readonly key: string;
  readonly what: string;
  /** What to do where it is refused. */
  readonly remedy: string;
  /** The programs that it is tried with. */
  readonly programs: readonly string[];
  /** Runs as root, in new namespaces of mounts and the network that end with it; `$1` is an empty directory on the lab's disk. */
  readonly script: string;
}

/** Where the rights are missing, no module helps. */
const RIGHTS = 'run it in a virtual machine, or in a container with all privileges';

export const KERNEL_FEATURES: readonly KernelFeature[] = [
  { key: 'namespaces', what: 'network namespaces', remedy: RIGHTS, programs: ['ip'], script: 'ip link set lo up' },
  {
    key: 'veth',
    what: 'pairs of virtual Ethernet devices',
    remedy: 'modprobe veth',
    programs: ['ip'],
    script: 'ip link add one type veth peer name other',
  },
  { key: 'bridge', what: 'bridges', remedy: 'modprobe bridge', programs: ['ip'], script: 'ip link add bridge0 type bridge' },
  { key: 'forwarding', what: 'to forward packets', remedy: RIGHTS, programs: [], script: 'echo 1 > /proc/sys/net/ipv4/ip_forward' },
  {
    key: 'overlay',
    what: `overlay mounts on the disk of ${LAB_DIRECTORY}`,
    remedy: `modprobe overlay; ${dirname(LAB_DIRECTORY)} has to be on a disk with for instance ext4, not on an overlay itself`,
    programs: ['mount'],
    // The directories would outlive the namespace: so they are removed here, after the mount that lies in one of them.
    script: `
      cd "$1"
      trap 'umount merged 2>/dev/null || true; rm -rf lower upper work merged' EXIT
      mkdir lower upper work merged
      mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work merged
      touch merged/file`,
  },
  {
    key: 'nat',
    what: 'rules of iptables in the table nat',
    remedy: 'modprobe -a nf_nat xt_nat xt_MASQUERADE xt_REDIRECT',
    programs: ['iptables'],
    script: `
      iptables -t nat -A PREROUTING -p tcp --dport 1 -j DNAT --to-destination 127.0.0.1:2
      iptables -t nat -A POSTROUTING -j MASQUERADE
      iptables -t nat -A OUTPUT -p tcp -m owner --uid-owner 1337 -j REDIRECT --to-ports 15001`,
  },
  {
    key: 'conntrack',
    what: 'rules of iptables on the state of connections',
    remedy: 'modprobe -a nf_conntrack xt_conntrack',
    programs: ['iptables'],
    script: `
      iptables -A FORWARD -m conntrack --ctstate DNAT,ESTABLISHED,RELATED -j ACCEPT
      echo 15 > /proc/sys/net/netfilter/nf_conntrack_tcp_timeout_established`,
  },
  {
    key: 'services',
    what: 'the rules of iptables that kube-proxy makes',
    remedy: 'modprobe -a xt_comment xt_mark xt_statistic xt_addrtype',
    programs: ['iptables'],
    script: `
      iptables -t nat -A OUTPUT -m comment --comment x -m addrtype --dst-type LOCAL -m statistic --mode random --probability 0.5 -j RETURN
      iptables -t nat -A POSTROUTING -m mark --mark 0x4000/0x4000 -j MARK --xor-mark 0x4000`,
  },
  {
    key: 'cgroups',
    what: 'control groups of cpu, memory and pids',
    remedy: 'mount the control groups below /sys/fs/cgroup, version 1 or 2, as systemd does',
    programs: [],
    script: `
      group=istio-lab-probe-$$
      if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
        for controller in cpu memory pids; do grep -qw "$controller" /sys/fs/cgroup/cgroup.controllers || { echo "no $controller" >&2; exit 1; }; done
        mkdir "/sys/fs/cgroup/$group"
        rmdir "/sys/fs/cgroup/$group"
      else
        for controller in cpu memory pids; do
          mkdir "/sys/fs/cgroup/$controller/$group"
          rmdir "/sys/fs/cgroup/$controller/$group"
        done
      fi`,
  },
];

/**
 * Tries each feature, and leaves nothing behind.
 *
 * @param missingPrograms what cannot be tried with
 * @returns of those that were refused, what was said
 */
export function tryKernelFeatures(missingPrograms: readonly string[], features = KERNEL_FEATURES): { [feature: string]: string } {
  if (missingPrograms.includes('unshare')) {
    return {};
  }
  const directory = mkdtempSync(join(dirname(LAB_DIRECTORY), 'cdk-istio-privatelink-lab-probe-'));
  try {
    const tried = features.filter(({ programs }) => !programs.some(program => missingPrograms.includes(program)));
    return Object.fromEntries(tried.flatMap(({ key, script }) => {
      const { status, stderr } = spawnSync('unshare', ['--mount', '--net', 'sh', '-ec', script, 'sh', directory], { encoding: 'utf8' });
      return status === 0 ? [] : [[key, stderr.trim().split('\n')[0] || `exit code ${status}`]];
    }));
  } finally {
    // Not with what is in it: where the programs keep their part, nothing is.
    rmdirSync(directory);
  }
}
