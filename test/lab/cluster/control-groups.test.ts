import { ChildProcess, spawn } from 'child_process';
import { once } from 'events';
import { existsSync } from 'fs';
import { controlGroup, makeControlGroups, removeControlGroups } from './control-groups';

const CLUSTER = 'groups-test';
const DIRECTORY = `/sys/fs/cgroup/memory${controlGroup(CLUSTER)}`;

const INSIDE = 'echo $$ > "$1/cgroup.procs"; echo begun; sleep 60';

/** As the shims of containers do, which end while their cluster is taken down: groups go while they are looked at. */
const OUTSIDE = (pod: string) => `cd "$1" && echo begun && while [ -d "$1" ]; do mkdir -p ${pod}/one ${pod}/two; rmdir ${pod}/one ${pod}/two ${pod}; done 2>/dev/null`;

let children: ChildProcess[] = [];

afterEach(async () => {
  children.forEach(child => child.kill('SIGKILL'));
  await removeControlGroups(CLUSTER);
});

const inVersion1 = existsSync('/sys/fs/cgroup/memory') ? test : test.skip;

inVersion1('groups that others remove at the same time are no error, and those in them are ended', async () => {
  for (let attempt = 0; attempt < 20; attempt++) {
    makeControlGroups(CLUSTER);
    children = [await begun(INSIDE), ...await Promise.all(['one', 'two', 'three'].map(async pod => begun(OUTSIDE(pod))))];
    const ended = children.map(async child => once(child, 'exit'));
    await removeControlGroups(CLUSTER);
    expect(await ended[0]).toEqual([null, 'SIGKILL']);
    await Promise.all(ended);
    expect(existsSync(DIRECTORY)).toBe(false);
  }
});

async function begun(script: string): Promise<ChildProcess> {
  const child = spawn('sh', ['-c', script, 'sh', DIRECTORY], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}
