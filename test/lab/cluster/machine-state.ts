import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { labPath } from '../lab-directory';
import { runCommand } from '../network/run-command';
import { NAMESPACE_PREFIX } from '../vpc';

const CONTROL_GROUPS = '/sys/fs/cgroup';

/** Where programs of a node write unless they are kept from it. */
const PATHS_OF_NODES = ['/run/containerd', '/usr/libexec/kubernetes', '/var/lib/cni', '/var/lib/containerd', '/var/lib/kubelet', '/var/log/containers', '/var/log/pods'];

/** What kubelet would change. */
const KERNEL_SETTINGS = ['kernel/panic', 'kernel/panic_on_oops', 'vm/overcommit_memory', 'vm/panic_on_oom'];

/** All of a machine that a cluster could leave something in, to be compared with what it was before. */
export async function machineState(cluster: string) {
  return {
    networkNamespaces: entries('/run/netns'),
    networkDevices: entries('/sys/class/net'),
    mounts: read('/proc/mounts').split('\n').filter(line => /cdk-istio-privatelink-lab|netns|kubelet|containerd/.test(line)).sort(),
    controlGroups: directories(CONTROL_GROUPS).flatMap(hierarchy => [hierarchy, ...directories(hierarchy)]),
    processes: entries('/proc').filter(pid => /^\d+$/.test(pid) && belongsTo(pid, cluster)),
    files: [...PATHS_OF_NODES.filter(existsSync), ...entries(labPath()).filter(name => name === cluster), ...entries(labPath('run'))],
    kernelSettings: KERNEL_SETTINGS.map(setting => read(join('/proc/sys', setting))),
    rules: (await runCommand('iptables-save', [])).split('\n').filter(line => line.startsWith('-')),
  };
}

/** By its arguments, or because it is in a container; not one that ended, which the first process of the machine has not taken note of yet. */
function belongsTo(pid: string, cluster: string): boolean {
  if (/^State:\s+Z/m.test(read(`/proc/${pid}/status`))) {
    return false;
  }
  return read(`/proc/${pid}/cmdline`).includes(labPath(cluster)) || read(`/proc/${pid}/cgroup`).includes(`${NAMESPACE_PREFIX}${cluster}/`);
}

function entries(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory).sort() : [];
}

function directories(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).filter(entry => entry.isDirectory()).map(({ name }) => join(directory, name)).sort();
}

/** What is gone has no text. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
