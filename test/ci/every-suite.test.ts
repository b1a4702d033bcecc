import { spawnSync } from 'child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { temporaryDirectory } from '../bundle/temporary-directory';

const ROOT = join(__dirname, '..', '..');

/** Runs commands after the functions of .ci/run, and what it ends with: the counts and the exit code. */
function checks(commands: string, requireEverySuite: string) {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, '.ci'));
  const [functions, rest] = readFileSync(join(ROOT, '.ci', 'run'), 'utf8').split(/^run_tests 'fast tests'.*$/m);
  const end = rest.slice(rest.lastIndexOf('\necho\n'));
  writeFileSync(join(directory, '.ci', 'run'), `${functions}\n${commands}\n${end}`);
  const { status, stdout } = spawnSync('bash', [join(directory, '.ci', 'run')],
    { encoding: 'utf8', env: { ...process.env, REQUIRE_EVERY_SUITE: requireEverySuite } });
  return { status, last: stdout.trim().split('\n').at(-1), stdout };
}

test('what cannot run is skipped with its reason; where every suite is required, it fails', () => {
  const commands = 'check_if_possible "packages for other languages" bash -c "echo needs Go; exit 2"';
  expect(checks(commands, '')).toMatchObject({ status: 0, last: '0 passed, 0 failed, 1 skipped', stdout: expect.stringContaining('needs Go') });
  expect(checks(commands, 'true'))
    .toMatchObject({ status: 1, last: '0 passed, 1 failed, 0 skipped', stdout: expect.stringContaining('FAIL packages for other languages cannot run here: needs Go') });
});

test('the lab, which needs root, and a comparison with no release are skipped everywhere', () => {
  const script = readFileSync(join(ROOT, '.ci', 'run'), 'utf8');
  const names = ['the mesh on real clusters', 'the API keeps what the last release promised'];
  // Else the list of .ci/run is for names that are gone.
  expect(names.filter(name => !script.includes(`_if_possible '${name}'`))).toEqual([]);
  expect(checks(names.map(name => `skip '${name}' 'a reason'`).join('\n'), 'true')).toMatchObject({ status: 0, last: '0 passed, 0 failed, 2 skipped' });
});

test('a language whose tools are missing fails where every suite is required', () => {
  const path = temporaryDirectory();
  symlinkSync(process.execPath, join(path, 'node'));
  writeFileSync(join(path, 'go'), `#!${process.execPath}\nconsole.log('go version go1.99.0 linux/amd64');\n`, { mode: 0o755 });
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'), '--config', 'test/languages/jest.config.json'],
    { cwd: ROOT, encoding: 'utf8', env: { ...process.env, PATH: path, REQUIRE_EVERY_SUITE: 'true' } });
  expect([status, stderr]).toEqual([1, expect.stringMatching(/^languages: java is skipped: needs a JDK[^]*nothing may be left out\n$/m)]);
}, 60_000);
