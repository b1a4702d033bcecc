import { LAB_DIRECTORY } from '../lab-directory';

/**
 * What kubelet would write into /proc/sys, and refuses to start without: it is shown these values instead, so that the machine keeps its own.
 * https://github.com/kubernetes/kubernetes/blob/v1.35.4/staging/src/k8s.io/component-helpers/node/util/sysctl/sysctl.go
 */
const KERNEL_SETTINGS = {
  'vm/overcommit_memory': 1,
  'vm/panic_on_oom': 0,
  'kernel/panic': 10,
  'kernel/panic_on_oops': 1,
  'kernel/keys/root_maxkeys': 1_000_000,
  'kernel/keys/root_maxbytes': 25_000_000,
};

/**
 * Of /run, /var/lib and /var/log, in which programs of a node have fixed paths, each node has its own. The lab's directory is the same inside and outside,
 * and what else is in /var/lib can be read: somebody's home may be there, and the programs in it.
 */
const SCRIPT = `set -e
mount -t tmpfs -o mode=755 tmpfs /run
mkdir /run/lab /run/sys /run/upper /run/work
mount --rbind '${LAB_DIRECTORY}' /run/lab
mount -t overlay -o lowerdir=/var/lib,upperdir=/run/upper,workdir=/run/work overlay /var/lib
mount --move /run/lab '${LAB_DIRECTORY}'
mount -t tmpfs -o mode=755 tmpfs /var/log
${Object.entries(KERNEL_SETTINGS).map(showSetting).join('\n')}
exec "$@"
`;

/** A program and its arguments. */
export type CommandLine = readonly [command: string, args: readonly string[]];

/**
 * The command line that runs a program in a mount namespace for a node. What containerd and kubelet mount there ends with their last process and the last
 * container, however those end.
 */
export function inNewMountNamespace(command: string, args: readonly string[]): CommandLine {
  return ['unshare', ['--mount', '--propagation=private', 'sh', '-c', SCRIPT, 'sh', command, ...args]];
}

/** The command line that runs a program in the mount namespace of another, which has to be up. */
export function inMountNamespaceOf(pid: number, command: string, args: readonly string[]): CommandLine {
  return ['nsenter', [`--mount=/proc/${pid}/ns/mnt`, command, ...args]];
}

function showSetting([setting, value]: [string, number]): string {
  const file = `/run/sys/${setting.replaceAll('/', '.')}`;
  return `echo ${value} > ${file}\nmount --bind ${file} /proc/sys/${setting}`;
}
