import { readdirSync } from 'fs';
import { tmpdir } from 'os';
import { Library } from './library';
import { Registry } from './registry';

const NAME = 'little-library';

let registry: Registry;
let library: Library;
beforeEach(async () => {
  registry = await Registry.start();
  library = new Library();
}, 60_000);
afterEach(async () => {
  await registry.stop();
  expect(readdirSync(tmpdir()).filter(name => name.startsWith('cdk-istio-privatelink-release-'))).toEqual([]);
});

test('without a release there is nothing to compare with, and the output says so', async () => {
  const nothing = { exitCode: 2, output: `nothing is released yet: npm has no release of ${NAME}, and there is no tag v<version>\n` };
  expect(await library.check(registry.url)).toEqual(nothing);
  // What only keeps the name.
  registry.publish(NAME, '0.0.0', library.pack());
  expect(await library.check(registry.url)).toEqual(nothing);
});

test('what the last tag compiles to may grow; it may not shrink unless a commit since then announces it', async () => {
  library.tag('v0.1.0');
  library.addProperty('weight');
  expect(await library.check(registry.url)).toEqual({ exitCode: 0, output: 'nothing in the public API breaks what v0.1.0 promised\n' });

  library.removeProperty('colour');
  library.commit('fix: hinges');
  const silent = await library.check(registry.url);
  expect(silent).toEqual({ exitCode: 1, output: expect.stringContaining('no commit since then announces it') });
  expect(silent.output).toMatch(/DoorProps.*colour/);

  library.commit('feat(doors)!: all doors are blue');
  expect(await library.check(registry.url)).toEqual({ exitCode: 0, output: expect.stringContaining('announced by: feat(doors)!: all doors are blue\n') });
}, 120_000);

test('what npm has is compared; an announcement of an earlier release does not count, a footer does', async () => {
  library.commit('feat!: rounder knobs');
  library.tag('v0.2.0');
  registry.publish(NAME, '0.2.0', library.pack());
  library.removeProperty('height');
  expect(await library.check(registry.url)).toMatchObject({ exitCode: 1, output: expect.stringMatching(/height[^]*break what v0\.2\.0 promised, and no commit/) });

  library.commit('feat: low doors\n\nBREAKING CHANGE: height is gone');
  expect(await library.check(registry.url)).toMatchObject({ exitCode: 0, output: expect.stringContaining('announced by: feat: low doors\n') });
}, 120_000);

test('a clone without the tag of what npm has cannot be judged', async () => {
  registry.publish(NAME, '0.2.0', library.pack());
  expect(await library.check(registry.url)).toMatchObject({ exitCode: 1, output: expect.stringContaining('v0.2.0 is not among the tags before HEAD') });
}, 60_000);

test('while npm cannot be reached, the last tag decides', async () => {
  const { url } = registry;
  await registry.stop();
  registry = await Registry.start();
  expect(await library.check(url)).toMatchObject({ exitCode: 2, output: expect.stringMatching(/^nothing is released yet: npm could not be asked/) });
  library.tag('v0.1.0');
  library.removeProperty('height');
  expect(await library.check(url)).toMatchObject({ exitCode: 1, output: expect.stringContaining('break what v0.1.0 promised') });
}, 120_000);
