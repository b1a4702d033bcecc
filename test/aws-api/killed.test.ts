import { spawn } from 'child_process';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');

test('the API ends with whoever started it, also when that is killed', async () => {
  // Not by tsx's own command, which would start another process.
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'hold-api.ts')], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const pids = JSON.parse(await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', data => resolve(`${data}`));
    child.once('close', code => reject(new Error(`hold-api.ts ended with ${code}`)));
  })) as number[];
  expect(pids.filter(isRunning)).toEqual(pids);

  child.kill('SIGKILL');
  for (const start = Date.now(); pids.some(isRunning) && Date.now() - start < 20_000;) {
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  expect(pids.filter(isRunning)).toEqual([]);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
