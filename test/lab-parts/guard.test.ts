import { spawnSync } from 'child_process';
import { join } from 'path';
import { pathToFileURL } from 'url';

/** Of a process in which nothing else goes on, the status says whether it came to its end. */
function statusAfter(script: string): number | null {
  const program = `const { LabGuard } = require(${JSON.stringify(join(__dirname, '..', 'lab', 'guard'))});
    (async () => { const guard = new LabGuard(); ${script} process.exitCode = 7; })();`;
  return spawnSync(process.execPath, ['--import', pathToFileURL(require.resolve('tsx')).href, '--eval', program], { encoding: 'utf8' }).status;
}

test('whoever dismisses the guard goes on, also when nothing else is left to do', () => {
  expect(statusAfter('await guard.dismiss();')).toBe(7);
});

test('a guard that has ended is no guard to wait for', () => {
  expect(statusAfter('await guard.dismiss(); await guard.dismiss();')).toBe(7);
});
