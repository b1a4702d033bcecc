import { spawnSync } from 'child_process';
import { join } from 'path';
import { pathToFileURL } from 'url';
import { Tree } from './synth';
import { readTree, temporaryDirectory } from './temporary-directory';

const ROOT = join(__dirname, '..', '..');

/** Runs the cross-account example as a program of its own, from the library's sources. */
function run(env: NodeJS.ProcessEnv, cwd: string): Tree {
  const out = temporaryDirectory();
  const { status, stderr } = spawnSync(process.execPath, ['--import', pathToFileURL(require.resolve('tsx')).href, join(ROOT, 'examples', 'cross-account', 'main.ts')], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env, CDK_OUTDIR: join(out, 'cdk.out'), CDK8S_OUTDIR: join(out, 'dist'), TSX_TSCONFIG_PATH: join(ROOT, 'test', 'tsconfig.source.json') },
  });
  expect([status, stderr.replace(/^info .*$/gm, '').trim()]).toEqual([0, '']);
  // The tree of constructs and the manifest name the directory of the program; neither is deployed.
  return Object.fromEntries(Object.entries(readTree(out)).filter(([path]) => path.startsWith('dist/') || path.endsWith('.template.json')));
}

test('directory, time zone and locale do not change a byte', () => {
  const expected = run({ TZ: 'UTC', LC_ALL: 'C' }, ROOT);
  expect(Object.keys(expected).length).toBeGreaterThan(20);
  expect(run({ TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' }, temporaryDirectory())).toEqual(expected);
}, 120_000);
