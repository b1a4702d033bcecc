import { spawn } from 'child_process';
import fs, { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { hostname } from 'os';
import { join, relative } from 'path';
import fc from 'fast-check';
import { alone, interruptedAfter } from './interruptions';
import { temporaryDirectory } from './temporary-directory';
import { expectPrivate, modesOf } from './workspace';
import { KeyDirectory, KeyFile } from '../../src/cli/key-directory';
import { readTree } from '../bundle/temporary-directory';

const NOW = new Date('2026-03-01T12:00:00.000Z');

function files(contents: { [path: string]: string }): KeyFile[] {
  return Object.entries(contents).map(([path, text]) => ({ path, text, secret: path.endsWith('key.pem') }));
}

function put(path: string, contents: { [path: string]: string }, now = NOW): string | undefined {
  return new KeyDirectory(path).put(files(contents), now, () => {});
}

/** What is in place, without what is kept of former times. */
function inPlace(path: string): { [path: string]: string } {
  return existsSync(path) ? Object.fromEntries(Object.entries(readTree(path)).filter(([name]) => !name.startsWith('.previous/') && name !== '.gitignore')) : {};
}

// Only the loss of power can tell, and tests are many.
const sync = jest.spyOn(fs, 'fsyncSync');
beforeEach(() => sync.mockImplementation(() => {}));

const OLD = { 'root-cert.pem': 'old', 'root-key.pem': 'old', 'a/ca-cert.pem': 'old', 'a/ca-key.pem': 'old', 'a/notes': 'old', 'b/ca-key.pem': 'old' };
const NEW = { 'root-cert.pem': 'new', 'root-key.pem': 'new', 'a/ca-cert.pem': 'new', 'a/ca-key.pem': 'new', 'c/ca-key.pem': 'new' };
const AFTER = { ...NEW, 'b/ca-key.pem': 'old' };
const KEPT = { 'root-cert.pem': 'old', 'root-key.pem': 'old', 'a/ca-cert.pem': 'old', 'a/ca-key.pem': 'old', 'a/notes': 'old' };

test('files are put in place, and whole directories that they replace are kept', () => {
  const path = join(temporaryDirectory(), 'certs');
  expect(put(path, OLD)).toBeUndefined();
  expect(put(path, NEW)).toBe(join(path, '.previous', '20260301T120000Z'));
  expect(inPlace(path)).toEqual(AFTER);
  expect(readTree(join(path, '.previous'))).toEqual(Object.fromEntries(Object.entries(KEPT).map(([name, text]) => [`20260301T120000Z/${name}`, text])));
  expect(modesOf(path)).toMatchObject({ '.gitignore': '644', 'root-cert.pem': '644', 'root-key.pem': '600', 'a': '700', 'a/ca-cert.pem': '644', 'a/ca-key.pem': '600' });
  expectPrivate(path);
});

test('what is written is on the disk before it counts', () => {
  const path = join(temporaryDirectory(), 'certs');
  const events: string[] = [];
  const names = new Map<number, string>();
  const open = fs.openSync;
  const rename = fs.renameSync;
  const spies = [
    jest.spyOn(fs, 'openSync').mockImplementation((file, ...args) => {
      const descriptor = open(file, ...args);
      names.set(descriptor, relative(path, String(file)));
      return descriptor;
    }),
    jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      events.push(`${relative(path, String(from))} -> ${relative(path, String(to))}`);
      rename(from, to);
    }),
  ];
  sync.mockImplementation(descriptor => events.push(`sync ${names.get(descriptor)}`));
  put(path, { 'root-key.pem': 'new', 'a/ca-key.pem': 'new' });
  spies.forEach(spy => spy.mockRestore());
  expect(events.filter(event => !event.includes('.lock'))).toEqual([
    'sync .staging/.gitignore', '.staging/.gitignore -> .gitignore',
    'sync .staging/root-key.pem', 'sync .staging/a/ca-key.pem', 'sync .staging', 'sync .staging/a',
    '.staging -> .ready-20260301T120000Z', 'sync ',
    '.ready-20260301T120000Z/a -> a', '.ready-20260301T120000Z/root-key.pem -> root-key.pem', 'sync ',
  ]);
});

test('nothing is written when the check fails', () => {
  const path = temporaryDirectory();
  expect(() => new KeyDirectory(path).put(files(NEW), NOW, () => {
    throw new Error('no');
  })).toThrow('no');
  expect(readTree(path)).toEqual({});
});

test('nothing is left when a file cannot be written', () => {
  const path = join(temporaryDirectory(), 'certs');
  put(path, OLD);
  expect(() => put(path, { 'a/ca-key.pem': 'new', [`a/${'x'.repeat(300)}`]: 'a name that is too long' })).toThrow(/ENAMETOOLONG/);
  expect(inPlace(path)).toEqual(OLD);
});

test('a .gitignore that leads nowhere is somebody\'s own too', () => {
  const path = join(temporaryDirectory(), 'certs');
  mkdirSync(path, { mode: 0o700 });
  symlinkSync('/nowhere', join(path, '.gitignore'));
  put(path, { 'root-key.pem': 'new' });
  expect(existsSync(join(path, '.gitignore'))).toBe(false);
});

describe('killed before any change of the file system', () => {
  test.each<[string, { [path: string]: string }, { [path: string]: string }, { [path: string]: string }]>([
    ['the first time', {}, NEW, NEW],
    ['replacing', OLD, NEW, AFTER],
  ])('%s, either the old files or the new ones are there, as soon as the next run begins', async (_, before, change, after) => {
    const seen = new Set<string>();
    for (let steps = 0, killed = true; killed; steps++) {
      const path = join(temporaryDirectory(), 'certs');
      if (Object.keys(before).length > 0) {
        put(path, before);
      }
      killed = await interruptedAfter(steps, () => put(path, change));
      if (existsSync(path)) {
        expectPrivate(path);
      }
      await alone(() => new KeyDirectory(path).settle());
      const found = inPlace(path);
      const state = JSON.stringify(found) === JSON.stringify(sorted(before)) ? 'old' : 'new';
      seen.add(state);
      expect([steps, found]).toEqual([steps, state === 'old' ? sorted(before) : sorted(after)]);
      if (state === 'new' && Object.keys(before).length > 0) {
        expect(Object.values(readTree(join(path, '.previous'))).sort()).toEqual(Object.values(KEPT).sort());
      }
      if (existsSync(path)) {
        expectPrivate(path);
        // Git sees none of the keys, at whatever point it looks.
        expect(Object.keys(found).length === 0 || readFileSync(join(path, '.gitignore'), 'utf8') === '*\n').toBe(true);
        expect(Object.keys(modesOf(path)).filter(name => /^\.(staging|ready|lock)/.test(name))).toEqual([]);
      }
    }
    expect([...seen].sort()).toEqual(['new', 'old']);
  }, 30_000);

  function sorted(contents: { [path: string]: string }): { [path: string]: string } {
    return Object.fromEntries(Object.entries(contents).sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  test('again and again, also while the next run finishes the work', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(fc.record({
        contents: fc.dictionary(fc.constantFrom('root-key.pem', 'a/ca-key.pem', 'a/ca-cert.pem', 'b/ca-key.pem'), fc.string(), { minKeys: 1 }),
        killedAfter: fc.nat(60),
        killedAgainAfter: fc.array(fc.nat(20), { maxLength: 3 }),
      }), { minLength: 1, maxLength: 4 }),
      async runs => {
        const path = join(temporaryDirectory(), 'certs');
        let state: { [path: string]: string } = {};
        for (const { contents, killedAfter, killedAgainAfter } of runs) {
          // Another run may be killed while it finishes what the last left.
          const firstLevel = new Set(Object.keys(contents).map(name => name.split('/')[0]));
          const after = { ...Object.fromEntries(Object.entries(state).filter(([name]) => !firstLevel.has(name.split('/')[0]))), ...contents };
          const killed = await interruptedAfter(killedAfter, () => put(path, contents));
          for (const steps of killedAgainAfter) {
            await interruptedAfter(steps, () => new KeyDirectory(path).settle());
          }
          await alone(() => new KeyDirectory(path).settle());
          const found = inPlace(path);
          expect(killed ? [state, after] : [after]).toContainEqual(found);
          state = found;
        }
      },
    ), { numRuns: 60 });
  }, 30_000);
});

test('what a run staged and never decided is removed', () => {
  const path = join(temporaryDirectory(), 'certs');
  put(path, OLD);
  mkdirSync(join(path, '.staging', 'a'), { recursive: true });
  writeFileSync(join(path, '.staging', 'a', 'ca-key.pem'), 'torn');
  new KeyDirectory(path).settle();
  expect(inPlace(path)).toEqual(OLD);
});

test('where nothing was left, nothing is touched', () => {
  const path = temporaryDirectory();
  new KeyDirectory(path).settle();
  new KeyDirectory(join(path, 'missing')).settle();
  expect(readTree(path)).toEqual({});
});

describe('the lock', () => {
  function lock(path: string, owner: object | string): void {
    mkdirSync(join(path, '.lock'), { recursive: true });
    writeFileSync(join(path, '.lock', 'owner.json'), typeof owner === 'string' ? owner : JSON.stringify(owner));
  }

  async function deadProcess(): Promise<number> {
    const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await new Promise(resolve => child.on('exit', resolve));
    return child.pid!;
  }

  test('of a process that is gone is taken', async () => {
    const path = join(temporaryDirectory(), 'certs');
    put(path, OLD);
    lock(path, { pid: await deadProcess(), host: hostname() });
    put(path, NEW);
    expect(inPlace(path)).toEqual(AFTER);
    expect(existsSync(join(path, '.lock'))).toBe(false);
  });

  test('what waiting processes left is removed once they are gone', async () => {
    const path = join(temporaryDirectory(), 'certs');
    put(path, OLD);
    const gone = await deadProcess();
    mkdirSync(join(path, `.lock-${gone}`));
    mkdirSync(join(path, `.lock-${gone}-stale`));
    mkdirSync(join(path, `.lock-${process.ppid}`));
    put(path, NEW);
    expect(Object.keys(modesOf(path)).filter(name => name.startsWith('.lock'))).toEqual([`.lock-${process.ppid}`]);
  });

  test.each<[string, () => object | string, RegExp]>([
    ['a process at work', () => ({ pid: process.ppid, host: hostname() }), /^another run is changing ".*certs" \(process \d+ on ".*"\): wait for it; if there is none, delete ".*\.lock"$/],
    ['a process of another machine', () => ({ pid: 1, host: 'elsewhere' }), /process 1 on "elsewhere"/],
    ['nobody who says so', () => 'torn', /^another run is changing ".*certs": wait for it/],
  ])('fails when it stays with %s, and changes nothing', (_, owner, message) => {
    const path = join(temporaryDirectory(), 'certs');
    put(path, OLD);
    lock(path, owner());
    // Time flies, so that the test need not wait.
    let now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => now += 3000);
    try {
      expect(() => put(path, NEW)).toThrow(message);
    } finally {
      clock.mockRestore();
    }
    rmSync(join(path, '.lock'), { recursive: true });
    expect(inPlace(path)).toEqual(OLD);
  });
});

test('fails when others may open the directory', () => {
  const path = join(temporaryDirectory(), 'certs');
  put(path, OLD);
  chmodSync(path, 0o701);
  expect(() => put(path, NEW)).toThrow(`others may open "${path}" (mode 0701), and private keys belong in a directory of mode 0700: run chmod 700 "${path}"`);
  expect(inPlace(path)).toEqual(OLD);
});
