import { ChildProcess, spawn } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { guardDirectory } from './guard';
import { argumentsOf } from './server-process';

const ROOT = join(__dirname, '..', '..');

/** A program that does nothing, and ends by itself if nobody ends it. */
const IDLE = 'setTimeout(() => {}, 60_000)';

test.each<NodeJS.Signals>(['SIGKILL', 'SIGTERM', 'SIGINT'])('of a run that ends by %s, no process and no file is left', async signal => {
  const directory = mkdtempSync(join(tmpdir(), 'killed-'));
  const run = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'hold-cluster.ts'), directory], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise(resolve => run.once('exit', (_, by) => resolve(by)));
  const pids = (await firstLine(run.stdout)).split(' ').map(Number);
  expect(pids).toHaveLength(3);
  for (const pid of pids) {
    expect(argumentsOf(pid)).toContain(directory);
  }

  run.kill(signal);
  expect(await ended).toBe(signal);
  await until(() => !existsSync(directory) && pids.every(pid => argumentsOf(pid) === ''));
});

test('the guard kills what works in its directory, and not who has got the same process id since', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'guarded-'));
  mkdirSync(join(directory, 'cluster'));
  const [inside, elsewhere] = [directory, tmpdir()].map(argument => spawn(process.execPath, ['--eval', IDLE, argument], { stdio: 'ignore' })) as [ChildProcess, ChildProcess];
  try {
    writeFileSync(join(directory, 'cluster', 'inside.pid'), `${inside.pid}\n`);
    writeFileSync(join(directory, 'cluster', 'elsewhere.pid'), `${elsewhere.pid}\n`);
    const ended = new Promise(resolve => inside.once('exit', (_, signal) => resolve(signal)));

    await guardDirectory(directory).end();
    expect(await ended).toBe('SIGKILL');
    expect(elsewhere.exitCode ?? elsewhere.signalCode).toBeNull();
    expect(existsSync(directory)).toBe(false);
  } finally {
    inside.kill('SIGKILL');
    elsewhere.kill('SIGKILL');
  }
});

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) {
        resolve(text.split('\n')[0]!);
      }
    });
    stream.on('end', () => reject(new Error(`it ended after "${text}"`)));
  });
}

/** Fails the test unless something becomes so within ten seconds. */
async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!isSo() && Date.now() < deadline) {
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  expect(isSo()).toBe(true);
}
