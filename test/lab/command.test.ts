import { ChildProcess, spawn } from 'child_process';
import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { eventually } from './live/eventually';

/** A lab of these tests' own, beside the one that may be up. */
const LETTER = 'z';
const DIRECTORY = `/var/lib/cdk-istio-privatelink-lab${LETTER}`;
const PREFIX = `istio-lab${LETTER}-`;

const ROOT = join(__dirname, '..', '..');

/** How long the guard, or an interrupted command, may take to remove everything. */
const GONE_WITHIN_MS = 60_000;

interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<{ exitCode: number | null; stdout: string; stderr: string }>;
  /** What it has said so far. */
  said(): string;
}

function lab(...args: readonly string[]): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', join('test', 'lab', 'main.ts'), ...args], {
    cwd: ROOT, env: { ...process.env, LAB: LETTER }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', chunk => { output.stdout += chunk; });
  child.stderr.on('data', chunk => { output.stderr += chunk; });
  return {
    child,
    said: () => output.stderr,
    ended: new Promise(resolve => child.once('close', exitCode => resolve({ exitCode, ...output }))),
  };
}

/** Whatever a lab of this letter has on the machine. */
function left(): string[] {
  const named = (directory: string) => entries(directory).filter(name => name.startsWith(PREFIX)).map(name => join(directory, name));
  const processes = readdirSync('/proc').filter(pid => /^\d+$/.test(pid)).filter(pid => {
    const [command, status] = ['cmdline', 'status'].map(file => textOf(join('/proc', pid, file)));
    return command!.includes(DIRECTORY) && !/^State:\s+Z/m.test(status!);
  });
  const mounts = textOf('/proc/mounts').split('\n').filter(line => line.includes(DIRECTORY) || line.includes(PREFIX));
  const groups = readdirSync('/sys/fs/cgroup').flatMap(name => named(join('/sys/fs/cgroup', name)));
  return [...existsSync(DIRECTORY) ? [DIRECTORY] : [], ...named('/run/netns'), ...named('/sys/class/net'), ...groups, ...processes.map(pid => `process ${pid}`), ...mounts];
}

function entries(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** A lab that is on its way up, so far that there are processes and namespaces. */
async function halfUp(): Promise<Run> {
  const run = lab('up');
  await eventually('processes of the lab run', async () => left(),
    found => found.filter(what => what.startsWith('process')).length > 6 || run.child.exitCode !== null, GONE_WITHIN_MS);
  return run;
}

afterAll(async () => {
  await lab('down').ended;
  expect(left()).toEqual([]);
});

test('there is nothing to begin with', () => {
  expect(left()).toEqual([]);
});

test('status without a lab says how to get one', async () => {
  expect(await lab('status').ended).toMatchObject({ exitCode: 0, stdout: 'no lab is up: npm run lab -- up\n' });
});

test.each([
  [['up', '--plan', 'nonsense'], /^lab: there is no plan "nonsense": there are two-clusters/],
  [['shell'], /^lab: no lab is up: npm run lab -- up\n$/],
  [['upp'], /^error: too many arguments|^error: unknown command 'upp'/],
])('%j fails', async (args, message) => {
  const { exitCode, stderr } = await lab(...args).ended;
  expect(exitCode).toBe(1);
  expect(stderr.replace(/^npm warn.*\n/gm, '')).toMatch(message);
});

test('an interrupted up leaves nothing, and says so', async () => {
  const run = await halfUp();
  run.child.kill('SIGINT');
  expect(await run.ended).toMatchObject({ exitCode: 130, stderr: expect.stringContaining('lab: SIGINT: taking the lab down\n') });
  expect(left()).toEqual([]);
});

test('a killed up leaves nothing', async () => {
  const run = await halfUp();
  run.child.kill('SIGKILL');
  await run.ended;
  await eventually('nothing is left', async () => left(), found => found.length === 0, GONE_WITHIN_MS);
});

test('a second up finds the first, and leaves it alone; down takes what there is', async () => {
  const first = await halfUp();
  const before = left().filter(what => what.startsWith('/run/netns'));
  expect(await lab('up').ended).toMatchObject({
    exitCode: 1, stderr: expect.stringMatching(/^lab: a lab is up already since \S+: npm run lab -- status shows it, npm run lab -- down takes it down$/m),
  });
  expect(left().filter(what => what.startsWith('/run/netns'))).toEqual(expect.arrayContaining(before));
  first.child.kill('SIGTERM');
  expect((await first.ended).exitCode).toBe(143);
  expect(await lab('down').ended).toMatchObject({ exitCode: 0 });
  expect(left()).toEqual([]);
});
