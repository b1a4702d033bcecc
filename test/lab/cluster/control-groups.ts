import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from 'fs';
import { join } from 'path';
import { killIfThere } from '../kill-if-there';
import { NAMESPACE_PREFIX } from '../vpc';

const ROOT = '/sys/fs/cgroup';

/** How long processes that were killed may take to disappear. */
const GONE_WITHIN_MS = 10_000;

/** The control group that all containers of a cluster are in, as kubelet is told; by its name they are found when nothing else is left of the cluster. */
export function controlGroup(cluster: string): string {
  return `/${NAMESPACE_PREFIX}${cluster}`;
}

/** Makes it, which kubelet expects somebody else to do. */
export function makeControlGroups(cluster: string): void {
  directories(cluster).forEach(directory => mkdirSync(directory));
}

/** Ends all containers of a cluster at once, and removes the control groups. Nobody may start any more: containerd has to be gone. */
export async function removeControlGroups(cluster: string): Promise<void> {
  const deadline = Date.now() + GONE_WITHIN_MS;
  for (const group of directories(cluster).filter(existsSync)) {
    while (!isRemoved(group)) {
      const left = processes(group);
      if (Date.now() > deadline) {
        throw new Error(`cannot remove the control group ${group} with the processes ${left.join(', ')}`);
      }
      left.forEach(pid => killIfThere(pid));
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }
}

/** One in version 2 of control groups; in version 1, one a hierarchy. */
function directories(cluster: string): string[] {
  const isVersion2 = existsSync(join(ROOT, 'cgroup.procs'));
  // Beside the hierarchies there are links to them.
  const hierarchies = isVersion2 ? [ROOT] : subdirectories(ROOT);
  return hierarchies.map(hierarchy => join(hierarchy, controlGroup(cluster)));
}

/** Removes a group that has no processes, the innermost first. What a container's shim removes meanwhile is gone as well. */
function isRemoved(group: string): boolean {
  try {
    [...subgroups(group), group].forEach(each => ifThere(() => rmdirSync(each), undefined));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EBUSY') throw error;
    return false;
  }
}

function processes(group: string): number[] {
  return [...subgroups(group), group].flatMap(each => ifThere(() => readFileSync(join(each, 'cgroup.procs'), 'utf8'), '').split('\n'))
    .filter(line => line !== '').map(Number);
}

function subgroups(group: string): string[] {
  return subdirectories(group).flatMap(each => [...subgroups(each), each]);
}

function subdirectories(directory: string): string[] {
  const entries = ifThere(() => readdirSync(directory, { withFileTypes: true }), []);
  return entries.filter(entry => entry.isDirectory()).map(({ name }) => join(directory, name));
}

/** Of a group that was removed while its files are open, they say that there is no such device. */
function ifThere<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (!['ENOENT', 'ENODEV'].includes((error as NodeJS.ErrnoException).code!)) throw error;
    return otherwise;
  }
}
