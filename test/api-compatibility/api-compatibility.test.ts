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

test('what the last tag compiles to may grow; it may not shrink unless a commit since then says what', async () => {
  library.tag('v0.1.0');
  library.addProperty('weight');
  expect(await library.check(registry.url)).toEqual({ exitCode: 0, output: 'nothing in the public API breaks what v0.1.0 promised\n' });

  library.removeProperty('colour');
  library.commit('fix: hinges');
  const silent = await library.check(registry.url);
  expect(silent).toEqual({ exitCode: 1, output: expect.stringContaining('nothing since then announces DoorProps.colour: ') });
  expect(silent.output).toMatch(/^err .*DoorProps.*colour/m);

  library.commit('feat(doors)!: DoorProps.colour is gone, all doors are blue');
  expect(await library.check(registry.url)).toEqual({
    exitCode: 0, output: expect.stringContaining('announced by: feat(doors)!: DoorProps.colour is gone, all doors are blue\n'),
  });
}, 120_000);

test('what npm has is compared; an announcement of an earlier release does not count, a footer does', async () => {
  library.commit('feat!: DoorProps is rounder');
  library.tag('v0.2.0');
  registry.publish(NAME, '0.2.0', library.pack());
  library.removeProperty('height');
  expect(await library.check(registry.url)).toMatchObject({
    exitCode: 1, output: expect.stringMatching(/height[^]*break what v0\.2\.0 promised, and nothing since then announces DoorProps\.height: /),
  });

  library.commit('feat: low doors\n\nBREAKING CHANGE: DoorProps.height is gone');
  expect(await library.check(registry.url)).toMatchObject({ exitCode: 0, output: expect.stringContaining('announced by: feat: low doors\n') });
}, 120_000);

test('an announcement is for what it names, not for what else breaks', async () => {
  library.tag('v0.1.0');
  registry.publish(NAME, '0.1.0', library.pack());
  library.removeProperty('height');
  library.commit('feat!: `DoorProps.height` is gone');
  library.removeProperty('colour');
  expect(await library.check(registry.url)).toMatchObject({ exitCode: 1, output: expect.stringContaining('announces DoorProps.colour: ') });
  library.commit('fix: all doors are blue\n\nBREAKING CHANGE: `DoorProps` has no properties any more');
  expect(await library.check(registry.url)).toMatchObject({ exitCode: 0 });
}, 120_000);

// GitHub squashes the branch into one commit, whose message is the title and the description.
test('a pull request announces by its title and its description; the commits of its branch are not kept', async () => {
  library.tag('v0.1.0');
  registry.publish(NAME, '0.1.0', library.pack());
  const base = library.head();
  library.removeProperty('height');
  library.commit('feat!: DoorProps.height is gone');
  expect(await library.check(registry.url, { title: 'feat: low doors', body: '', base }))
    .toMatchObject({ exitCode: 1, output: expect.stringContaining('announces DoorProps.height: ') });
  expect(await library.check(registry.url, { title: 'feat!: no DoorProps.height', body: 'Doors are low.', base })).toMatchObject({ exitCode: 0 });
  const body = 'Doors are low.\r\n\r\nBREAKING CHANGE: DoorProps.height is gone\r\n';
  expect(await library.check(registry.url, { title: 'feat: low doors', body, base })).toMatchObject({ exitCode: 0 });
}, 120_000);

test('what was announced and merged before a pull request counts for it', async () => {
  library.tag('v0.1.0');
  registry.publish(NAME, '0.1.0', library.pack());
  library.removeProperty('height');
  library.commit('feat!: DoorProps.height is gone');
  const base = library.head();
  library.commit('fix: hinges');
  expect(await library.check(registry.url, { title: 'fix: hinges', body: '', base })).toMatchObject({ exitCode: 0 });
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
