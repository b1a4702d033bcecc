import { spawn, spawnSync } from 'child_process';
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { CompiledCli, compileCli } from './compiled-cli';
import { cli } from './run-cli';
import { temporaryDirectory } from './temporary-directory';
import { describeMesh, Workspace } from './workspace';
import { allWithProgress, waitWithProgress } from '../../src/cli/progress';
import { Terminal } from '../../src/cli/terminal';

const ROOT = join(__dirname, '..', '..');
const VERBS = ['init', 'issue', 'show', 'verify', 'renew', 'apply'];
const HAS_SCRIPT = spawnSync('script', ['--version']).status === 0;

let compiled: CompiledCli;
beforeAll(() => {
  compiled = compileCli();
});
afterAll(() => compiled.remove());

/** A project directory, as a user has one. */
function project(): string {
  const directory = temporaryDirectory();
  describeMesh(join(directory, 'dist', 'mesh.json'), ['cluster1', 'cluster2']);
  return directory;
}

describe('the process', () => {
  test('ends with 0, 1 or 2, and works where it is started', () => {
    const cwd = project();
    expect(compiled.run(['certs', 'init'], { cwd })).toMatchObject({ exitCode: 0 });
    expect(compiled.run(['certs', 'verify'], { cwd })).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/^error CA-10 certs\/cluster1: [\s\S]*\n0 clusters: 2 errors, 0 warnings\n$/), stderr: '' });
    expect(compiled.run(['certs', 'issue'], { cwd })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(compiled.run(['certs', 'verify', '-o', 'json'], { cwd, env: { FORCE_COLOR: '1', CI: 'true' } })).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^\{\n/) });
    expect(compiled.run(['certs', 'renew', 'cluster9'], { cwd })).toEqual({ exitCode: 2, stdout: '', stderr: expect.stringMatching(/^error: "cluster9" is not a cluster of mesh "demo"[^\n]*\n$/) });
  });

  test('from its source, as it is developed', () => {
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', join(ROOT, 'src', 'cli', 'main.ts'), 'certs', 'show', '--dir', '/nowhere'], { cwd: ROOT, encoding: 'utf8' });
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^error: directory "\/nowhere" not found: [^\n]*\n$/)]);
  });

  test('loads nothing of the CDK, which takes a second', () => {
    const loaded = join(temporaryDirectory(), 'loaded.js');
    writeFileSync(loaded, `require(${JSON.stringify(compiled.main)}); process.on('exit', () => console.log(JSON.stringify(Object.keys(require.cache))));`);
    const { stdout } = spawnSync(process.execPath, [loaded, '--version'], { encoding: 'utf8' });
    const modules = JSON.parse(stdout.split('\n').find(line => line.startsWith('['))!) as string[];
    expect(modules.filter(path => /aws-cdk-lib|cdk8s|constructs/.test(path))).toEqual([]);
    expect(modules.some(path => path.includes('@peculiar/x509'))).toBe(true);
  });

  test('survives a reader that stops early', () => {
    const cwd = project();
    compiled.run(['certs', 'init'], { cwd });
    const { stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${compiled.main}" certs show | true`], { cwd, encoding: 'utf8' });
    expect(stderr).toBe('');
  });

  test('says what the operating system refuses, in a line', () => {
    const cwd = project();
    writeFileSync(join(cwd, 'file'), '');
    expect(compiled.run(['certs', 'init', '--dir', 'file/certs'], { cwd })).toEqual({ exitCode: 2, stdout: '', stderr: expect.stringMatching(/^error: ENOTDIR: [^\n]*\n$/) });
  });

  (HAS_SCRIPT ? test : test.skip)(`asks for the passphrase on a terminal, without an echo, and uses colours there${HAS_SCRIPT ? '' : ' (skipped: no script on the PATH)'}`, async () => {
    const cwd = project();
    // What is typed, each time something is asked.
    const onTerminal = async (command: string, typed: string[], env: NodeJS.ProcessEnv = {}) => {
      const child = spawn('script', ['-qec', `"${process.execPath}" "${compiled.main}" ${command}`, '/dev/null'],
        { cwd, env: { PATH: process.env.PATH, TERM: 'xterm', ...env } });
      let output = '';
      const answers = [...typed];
      child.stdout.on('data', chunk => {
        output += chunk;
        while (answers.length > 0 && output.split(/passphrase[^\r\n]*:/).length - 1 > typed.length - answers.length) {
          child.stdin.write(answers.shift());
        }
      });
      const status = await new Promise(resolve => child.on('close', resolve));
      return { status, output };
    };
    const typed = 'correct horse battery\r';
    const init = await onTerminal('certs init --passphrase-prompt', [typed, typed]);
    expect([init.status, init.output]).toEqual([0, expect.stringMatching(/passphrase for the new root key:[\s\S]*the same passphrase again:[\s\S]*root-key.pem: encrypted/)]);
    expect(init.output).not.toContain('horse');
    const differs = await onTerminal('certs init --force --passphrase-prompt', [typed, `not the ${typed}`]);
    expect([differs.status, differs.output]).toEqual([2, expect.stringContaining('the passphrases differ: run the command again')]);
    // Asked for without an option, and then not given.
    const ended = await onTerminal('certs issue', ['\u0004']);
    expect([ended.status, ended.output]).toEqual([2, expect.stringMatching(/passphrase of "certs\/root-key.pem":[\s\S]*\u001b\[31merror:\u001b\[39m no passphrase was given\r\n$/)]);
    const interrupted = await onTerminal('certs issue', ['\u0003']);
    expect([interrupted.status, interrupted.output]).toEqual([2, expect.stringContaining('canceled: no passphrase was given')]);
    const issue = await onTerminal('certs issue', [typed], { NO_COLOR: '1' });
    expect([issue.status, issue.output]).toEqual([0, expect.stringContaining('certs/cluster1: O=demo')]);
    expect(issue.output).not.toContain('horse');
  }, 20_000);
});

describe('help', () => {
  test.each([[], ['init'], ['certs'], ...VERBS.map(verb => ['certs', verb])].map(command => ({ command })))('of $command has an example', async ({ command }) => {
    const { exitCode, stdout, stderr } = await cli([...command, '--help']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`^Usage: istio-privatelink ${[...command, '\\['].join(' ')}`));
    expect(stdout).toMatch(/\n {2}\$ (ROOT_PASSPHRASE=\.\.\. )?istio-privatelink (init|certs) /);
  });

  test('every example is a command that is understood', async () => {
    for (const verb of VERBS) {
      const { stdout } = await cli(['certs', verb, '--help']);
      for (const [, example] of stdout.matchAll(/^ {2}\$ (?:\w+=\S+ )?istio-privatelink (.*)$/gm)) {
        const { stderr } = await cli([...example.split(' '), '--dir', '/nowhere', ...(verb === 'show' ? [] : ['--mesh', '/nowhere'])]);
        expect(stderr).toMatch(verb === 'show' ? /^error: directory "\/nowhere" not found/ : /^error: mesh description "\/nowhere" not found/);
      }
    }
  });

  test('lists the verbs that there are, and no other', async () => {
    const { stdout } = await cli(['certs', '--help']);
    expect([...stdout.split('Commands:')[1].matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name)).toEqual([...VERBS, 'help']);
  });

  test('prints the version of the package', async () => {
    expect(await cli(['--version'])).toEqual({ exitCode: 0, stdout: `${(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version}\n`, stderr: '' });
  });
});

describe('mistakes of the user are one line and end with 2', () => {
  test.each<[string[], RegExp]>([
    [['frobnicate'], /^error: unknown command 'frobnicate'/],
    [['certs', 'initt'], /^error: unknown command 'initt' \(Did you mean init\?\)/],
    [['certs', 'init', '--kee', 'x'], /^error: unknown option '--kee' \(Did you mean --key\?\)/],
    [['certs', 'init', 'cluster1'], /^error: too many arguments/],
    [['certs', 'init', '--days'], /^error: option '--days <number>' argument missing/],
    [['certs', 'show', '-o', 'yaml'], /^error: option '-o, --output <format>' argument 'yaml' is invalid. Allowed choices are table, json./],
    [['certs', 'init', '--mesh', 'a\nb'], /^error: mesh description "a\\nb" not found/],
  ])('%j', async (args, message) => {
    const { exitCode, stdout, stderr } = await cli(args);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^[^\n]*\n$/);
  });

  test('a group without a verb prints its help', async () => {
    for (const args of [[], ['certs']]) {
      expect(await cli(args)).toEqual({ exitCode: 2, stdout: '', stderr: expect.stringMatching(/^Usage: istio-privatelink /) });
    }
  });

  test('without a stack trace, even for a fault of the program', async () => {
    const workspace = new Workspace();
    await workspace.succeed('init');
    const broken = jest.spyOn(JSON, 'stringify').mockImplementation(() => {
      throw new TypeError('cannot read properties of undefined');
    });
    const result = await workspace.certsVerb('verify', ['-o', 'json']);
    broken.mockRestore();
    expect(result).toEqual({ exitCode: 2, stdout: '', stderr: 'error: internal error, please report it: cannot read properties of undefined\n' });
  });
});

describe('colours', () => {
  test.each<[string, boolean, NodeJS.ProcessEnv, boolean]>([
    ['on a terminal', true, {}, true],
    ['not where NO_COLOR is set', true, { NO_COLOR: '1' }, false],
    ['where NO_COLOR is empty', true, { NO_COLOR: '' }, true],
    ['not on a dumb terminal', true, { TERM: 'dumb' }, false],
    ['not in a pipe', false, {}, false],
    ['not in a pipe, whatever CI says', false, { CI: 'true', FORCE_COLOR: '1' }, false],
  ])('%s', async (_, isTTY, env, colored) => {
    const workspace = new Workspace();
    await workspace.succeed('init');
    const outputs = [
      (await workspace.certsVerb('show', [], { isTTY, env })).stdout,
      (await workspace.certsVerb('verify', [], { isTTY, env })).stdout,
      (await workspace.certsVerb('init', [], { isTTY, env })).stderr,
    ];
    expect(outputs.map(output => output.includes('\u001b['))).toEqual([colored, colored, colored]);
  });
});

test('progress appears on a terminal after two seconds, and never elsewhere', async () => {
  jest.useFakeTimers();
  try {
    for (const isTTY of [true, false]) {
      const written: string[] = [];
      const terminal = { stderr: { isTTY, write: (text: string) => written.push(text) } } as unknown as Terminal;
      const after = async (ms: number) => new Promise<number>(resolve => setTimeout(() => resolve(ms), ms));
      const done = allWithProgress(terminal, 'keys', [after(1000), after(3000), after(4000)]);
      await jest.advanceTimersByTimeAsync(1999);
      expect(written).toEqual([]);
      await jest.advanceTimersByTimeAsync(2001);
      expect(await done).toEqual([1000, 3000, 4000]);
      expect(written).toEqual(isTTY ? ['1', '2', '3'].map(number => `\r\u001b[Kkeys: ${number} of 3 done`).concat('\r\u001b[K') : []);
    }
  } finally {
    jest.useRealTimers();
  }
});

test('what is awaited is counted in seconds, and the line is taken away when it fails', async () => {
  jest.useFakeTimers();
  try {
    for (const isTTY of [true, false]) {
      const written: string[] = [];
      const terminal = { stderr: { isTTY, write: (text: string) => written.push(text) } } as unknown as Terminal;
      const failed = waitWithProgress(terminal, 'waiting', new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 3500))).catch((error: Error) => error.message);
      await jest.advanceTimersByTimeAsync(1999);
      expect(written).toEqual([]);
      await jest.advanceTimersByTimeAsync(2001);
      expect(await failed).toBe('late');
      expect(written[0]).toBe(isTTY ? '\r\u001b[Kwaiting: 2 s' : undefined);
      expect(new Set(written)).toEqual(new Set(isTTY ? ['waiting: 2 s', 'waiting: 3 s', ''].map(text => `\r\u001b[K${text}`) : []));
      expect(jest.getTimerCount()).toBe(0);
    }
  } finally {
    jest.useRealTimers();
  }
});
