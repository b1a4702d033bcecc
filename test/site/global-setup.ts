import { spawnSync } from 'child_process';
import { mkdtempSync, realpathSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { whyNotHere } from './prerequisites';
import { siteDirectory } from './site-directory';
import { guardDirectory } from '../api-server/guard';
import { running } from '../api-server/running';

const ROOT = join(__dirname, '..', '..');

/** Builds the site once for all tests, below a directory that goes with them. */
export default function globalSetup(): void {
  const reason = whyNotHere();
  if (reason !== undefined) {
    // jest would print an error with a stack, which helps nobody to install a browser.
    process.stderr.write(`site: ${reason}\n`);
    process.exit(2);
  }
  process.env.TMPDIR = mkdtempSync(join(realpathSync(tmpdir()), 'cdk-istio-privatelink-site-test-'));
  running.guard = guardDirectory(process.env.TMPDIR);
  // In a process of its own, as users build it: the generators are ES modules, which jest would have to transform.
  const { status, error } = spawnSync(process.execPath, ['--import', 'tsx', join(__dirname, 'build-for-tests.ts'), siteDirectory()], {
    cwd: ROOT, stdio: ['ignore', 2, 2],
  });
  if (error) throw error;
  if (status !== 0) {
    process.stderr.write('site: it cannot be built, see above\n');
    process.exit(1);
  }
}
