import { spawn } from 'child_process';
import { once } from 'events';
import { existsSync } from 'fs';
import { controlGroup, makeControlGroups, removeControlGroups } from './control-groups';

const CLUSTER = 'groups-test';
const DIRECTORY = `/sys/fs/cgroup/memory${controlGroup(CLUSTER)}`;

/** As the shims of containers do, which end while their cluster is taken down: groups go while they are looked at. */
const COME_AND_GO = `
  cd "$1"
  for round in $(seq 400); do mkdir -p pod/one pod/two && rmdir pod/one pod/two pod; done 2>/dev/null
  sleep 60`;

afterEach(async () => removeControlGroups(CLUSTER));

const inVersion1 = existsSync('/sys/fs/cgroup/memory') ? test : test.skip;

inVersion1('groups that others remove at the same time are no error, and those in them are ended', async () => {
  for (let attempt = 0; attempt < 10; attempt++) {
    makeControlGroups(CLUSTER);
    const child = spawn('sh', ['-c', `echo $$ > "$1/cgroup.procs"; ${COME_AND_GO}`, 'sh', DIRECTORY]);
    await new Promise(resolve => setTimeout(resolve, 30));
    const ended = once(child, 'exit');
    await removeControlGroups(CLUSTER);
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(existsSync(DIRECTORY)).toBe(false);
  }
});
