import { readFileSync } from 'fs';
import { join } from 'path';
import { withScript } from '../program-script';
import { cli } from '../run-cli';
import { temporaryDirectory } from '../temporary-directory';

test('npm installs in the new directory, and says nothing', async () => {
  const directory = join(temporaryDirectory(), 'shop');
  const { exitCode, stdout, stderr } = await cli(['init', directory], { env: withScript('npm', 'echo "$@" in "$PWD" > arguments; echo noise') });
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(readFileSync(join(directory, 'arguments'), 'utf8')).toBe(`install --no-audit --no-fund --loglevel=error in ${directory}\n`);
  expect(stdout).not.toContain('noise');
  // Nothing is left to install.
  expect(stdout).toMatch(/\n {2}cd [^\n]*\n {2}npm test /);
});

test('where npm fails, the project stays, and what npm said is to be seen', async () => {
  const directory = join(temporaryDirectory(), 'shop');
  const { exitCode, stdout, stderr } = await cli(['init', directory], { env: withScript('npm', 'echo "npm error code ETARGET" >&2; exit 3') });
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toBe(`npm error code ETARGET\nerror: the project is written, but npm install failed (ended with 3): see above, then run "npm install" in "${directory}"\n`);
  expect(readFileSync(join(directory, 'mesh.ts'), 'utf8')).toContain('meshId: \'shop\'');
});

test('where there is no npm, the message says so', async () => {
  const directory = join(temporaryDirectory(), 'shop');
  const { exitCode, stderr } = await cli(['init', directory], { env: { PATH: temporaryDirectory() } });
  expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^error: the project is written, but npm install failed \(spawn npm ENOENT\): [^\n]*\n$/)]);
});
