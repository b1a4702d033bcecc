import { readdirSync, rmdirSync } from 'fs';
import { join } from 'path';

const ROOT = '/sys/fs/cgroup';

/** How long the processes in a control group may take to end. */
const DEADLINE_MS = 2000;

/** Removes control groups in all hierarchies of version 1, or in the one of version 2; those that are still in use stay. */
export async function removeControlGroups(prefix: string): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  const hierarchies = [ROOT, ...directoriesIn(ROOT)];
  while (hierarchies.flatMap(hierarchy => directoriesIn(hierarchy, prefix)).filter(group => !remove(group)).length > 0 && Date.now() < deadline) {
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

function directoriesIn(directory: string, prefix = ''): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && entry.name.startsWith(prefix)).map(({ name }) => join(directory, name));
}

/** @returns whether it is gone */
function remove(group: string): boolean {
  try {
    rmdirSync(group);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EBUSY') return false;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
}
