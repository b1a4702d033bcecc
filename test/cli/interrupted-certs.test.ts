import { spawn } from 'child_process';
import { cpSync, existsSync, readdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import fc from 'fast-check';
import { CompiledCli, compileCli, killedAfter } from './compiled-cli';
import { alone, interruptedAfter } from './interruptions';
import { temporaryDirectory } from './temporary-directory';
import { expectPrivate, Workspace } from './workspace';
import { CliFinding } from '../../src/cli/finding';
import { readTree } from '../bundle/temporary-directory';

const CLUSTERS = ['cluster1', 'cluster2'];
const NOW = new Date('2026-03-01T12:00:00.000Z');

/** What verify has to say about whole directories at most. */
const ACCEPTED = ['CA-10', 'CA-26', 'CA-30'];

async function expectWhole(workspace: Workspace, directory = workspace.certs): Promise<void> {
  expectPrivate(directory);
  const { exitCode, stdout, stderr } = await alone(() => workspace.certsVerb('verify', ['-o', 'json', '--dir', directory], { now: NOW }));
  if (exitCode === 2) {
    expect(stderr).toMatch(/^error: there are no certificates in /);
    return;
  }
  const { findings } = JSON.parse(stdout) as { findings: CliFinding[] };
  expect(findings.filter(({ id }) => !ACCEPTED.includes(id))).toEqual([]);
  // All clusters or none.
  expect([0, CLUSTERS.length]).toContain(findings.filter(({ id }) => id === 'CA-10').length);
  expectPrivate(directory);
}

describe('killed before a change of the file system, old and new certificates are never mixed', () => {
  test.each<[string, string[], (tree: { [path: string]: string }) => unknown]>([
    ['init', [], tree => tree['root-key.pem']],
    ['issue', ['init'], tree => CLUSTERS.map(name => tree[`${name}/ca-key.pem`])],
    ['renew', ['init', 'issue'], tree => CLUSTERS.map(name => tree[`${name}/ca-key.pem`])],
    ['issue --force', ['init', 'issue'], tree => CLUSTERS.map(name => tree[`${name}/ca-key.pem`])],
  ])('%s', async (command, before, keysOf) => {
    const template = new Workspace(CLUSTERS);
    for (const verb of before) {
      await template.succeed(verb, [], { now: NOW });
    }
    const [verb, ...args] = command.split(' ');
    const outcomes = new Set<string>();
    await fc.assert(fc.asyncProperty(fc.nat(90), async steps => {
      const workspace = new Workspace(CLUSTERS);
      if (existsSync(template.certs)) {
        cpSync(template.certs, workspace.certs, { recursive: true });
      }
      // The program must not take the interruption for an error and go on.
      const killed = await interruptedAfter(steps, async () => workspace.certsVerb(verb, args, { now: NOW }));
      if (existsSync(workspace.certs)) {
        await expectWhole(workspace);
        const [old, found] = [existsSync(template.certs) ? readTree(template.certs) : {}, readTree(workspace.certs)];
        const changed = [keysOf(old), keysOf(found)].map(keys => JSON.stringify(keys));
        outcomes.add(changed[0] === changed[1] ? 'old' : 'new');
        if (!killed) {
          expect(changed[0]).not.toBe(changed[1]);
        }
      }
      // Whatever happened, the same command then works.
      await alone(() => workspace.succeed(verb, verb === 'init' ? ['--force'] : args, { now: NOW }));
      await expectWhole(workspace);
    }), { numRuns: 8, examples: [[0], [500]] });
    expect(outcomes).toContain('new');
  }, 60_000);
});

describe('processes', () => {
  let compiled: CompiledCli;
  beforeAll(() => {
    compiled = compileCli();
  });
  afterAll(() => compiled.remove());

  /** Writes a Node program that uses a module of the compiled command line tool. */
  function program(module: string, text: string): string {
    const file = join(temporaryDirectory(), 'program.js');
    writeFileSync(file, `const cli = require(${JSON.stringify(join(compiled.main, '..', module))});\n${text}`);
    return file;
  }

  test('killed at any moment leave whole directories', async () => {
    const workspace = new Workspace(CLUSTERS);
    // Makes one directory after the other, until it is killed.
    const forever = program('program.js', `
const [mesh, base] = process.argv.slice(2);
const silent = { env: {}, stdin: process.stdin, stdout: { write() {} }, stderr: { write() {} } };
(async () => {
  for (let number = 0; ; number++) {
    for (const verb of ['init', 'issue', 'renew', 'renew']) {
      await cli.run(['certs', verb, '--mesh', mesh, '--dir', base + '/certs' + number], silent, new Date(${NOW.getTime()}));
      process.stdout.write('.');
    }
  }
})();
`);
    for (let round = 0; round < 6; round++) {
      const base = join(workspace.path, `round${round}`);
      await killedAfter(Math.random() * 120, [forever, workspace.mesh, base]);
      const made = readdirSync(base).sort((a, b) => Number(a.slice(5)) - Number(b.slice(5)));
      // The process was in the last one, or had finished it.
      await expectWhole(workspace, join(base, made[made.length - 1]));
    }
  }, 60_000);

  test('that change one directory at a time wait for each other', async () => {
    const directory = join(temporaryDirectory(), 'certs');
    const contender = program('key-directory.js', `
const { closeSync, openSync, unlinkSync } = require('fs');
const [path, name] = process.argv.slice(2);
const directory = new cli.KeyDirectory(path);
for (let run = 0; run < 25; run++) {
  directory.settle();
  directory.put(['a', 'b'].map(cluster => ({ path: cluster + '/ca-key.pem', text: name + run, secret: true })), new Date(${NOW.getTime()}), () => {
    // Fails where another process is between these lines.
    closeSync(openSync(path + '/alone', 'wx'));
    unlinkSync(path + '/alone');
  });
}
`);
    const contenders = ['one', 'two', 'three', 'four'].map(name => spawn(process.execPath, [contender, directory, name], { stdio: ['ignore', 'ignore', 'pipe'] }));
    const errors = await Promise.all(contenders.map(async child => {
      let text = '';
      child.stderr.on('data', chunk => text += chunk);
      await new Promise(resolve => child.on('close', resolve));
      return text;
    }));
    expect(errors).toEqual(['', '', '', '']);
    const tree = readTree(directory);
    expect(tree['a/ca-key.pem']).toBe(tree['b/ca-key.pem']);
    // All of them came and went: each but the last was replaced, in both clusters.
    expect(Object.keys(tree).filter(path => path.startsWith('.previous/'))).toHaveLength(2 * (4 * 25 - 1));
    expect(readdirSync(directory).sort()).toEqual(['.gitignore', '.previous', 'a', 'b']);
  }, 60_000);
});

test('two runs at a time do not mix theirs', async () => {
  const workspace = new Workspace(CLUSTERS);
  await workspace.succeed('init', [], { now: NOW });
  const results = await Promise.all([1, 2, 3].map(async () => workspace.certsVerb('issue', [], { now: NOW })));
  // The first to write wins; the others refuse to overwrite.
  expect(results.map(({ exitCode }) => exitCode).sort()).toEqual([0, 2, 2]);
  await Promise.all([1, 2, 3].map(async () => workspace.succeed('renew', [], { now: NOW })));
  await expectWhole(workspace);
});
