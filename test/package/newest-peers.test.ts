import { spawn, spawnSync } from 'child_process';
import { once } from 'events';
import { writeFileSync } from 'fs';
import { join } from 'path';
import { setTimeout } from 'timers/promises';
import { newestPeers, peerRanges } from '../../scripts/newest-peers/peers';
import { temporaryDirectory } from '../bundle/temporary-directory';
import { errorMessage } from '../mesh/error-message';

const ROOT = join(__dirname, '..', '..');

function run(script: string, ...args: string[]) {
  // Nothing listens there, and npm would try again for minutes.
  const env = { ...process.env, npm_config_registry: 'http://127.0.0.1:9', npm_config_fetch_retries: '0' };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, ...args], { cwd: ROOT, encoding: 'utf8', env });
  return { status, stdout, stderr };
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    return false;
  }
}

test('given versions need no registry, and have to be of peers', () => {
  const given = Object.fromEntries(Object.keys(peerRanges(ROOT)).map(name => [name, '2.270.0']));
  expect(newestPeers(ROOT, given)).toEqual(given);
  expect(errorMessage(() => newestPeers(ROOT, { jest: '30.0.0' })))
    .toBe('jest is no peer of this library: the peers are aws-cdk-lib, cdk8s, cdk8s-plus-28, constructs');
});

test('a version that is none is refused before anything is installed', () => {
  const { status, stderr } = run('scripts/newest-peers/main.ts', '--peer=aws-cdk-lib@latest');
  expect([status, stderr]).toEqual([1, expect.stringContaining('--peer=aws-cdk-lib@latest is no version of a peer: expected for instance --peer=aws-cdk-lib@2.270.0')]);
});

test('where the registry does not answer, both say so with exit code 2', () => {
  const why = run('test/newest-peers/why-not-here.ts');
  expect(why).toMatchObject({ status: 2, stdout: expect.stringMatching(/^npm could not be asked for the newest aws-cdk-lib \(.+\)\n$/) });
  expect(run('scripts/newest-peers/main.ts')).toMatchObject({ status: 2, stderr: expect.stringContaining(why.stdout.trim()) });
});

test('an interrupted run ends what it started, and can clean up', async () => {
  const script = join(temporaryDirectory(), 'main.ts');
  writeFileSync(script, `
    import { Interruptible } from ${JSON.stringify(join(ROOT, 'scripts', 'newest-peers', 'interruptible'))};
    const commands = new Interruptible();
    commands.run('sh', ['-c', 'sleep 60 & echo $!; wait'], '.', process.env).then(async code => {
      console.log('then', await commands.run('echo', ['not run'], '.', process.env));
      process.exitCode = code;
    });`);
  const child = spawn(process.execPath, ['--import', 'tsx', script], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', data => {
    if (printed === '') child.kill('SIGTERM');
    printed += data;
  });
  const [code] = await once(child, 'close');
  const [, sleeper] = /^(\d+)\nthen 143\n$/.exec(printed) ?? [];
  expect([code, sleeper]).toEqual([143, expect.any(String)]);
  // Its parent is gone, so somebody else has to notice its end.
  for (let tries = 0; tries < 100 && isThere(Number(sleeper)); tries++) {
    await setTimeout(50);
  }
  expect(isThere(Number(sleeper))).toBe(false);
});
