import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeServiceWorker } from './offline/precache';
import { ROOT } from './repository';
import { stage } from './stage';
import { replaceDirectory } from '../scripts/replace-directory';

const VITEPRESS = join(ROOT, 'node_modules', 'vitepress', 'bin', 'vitepress.js');

/**
 * Builds the site. It is complete, or as it was before.
 *
 * @param out the directory of the site
 * @param base the path under which it will be served, with a slash at both ends
 * @throws if a link leads nowhere
 */
export async function buildSite(out: string, base: string): Promise<void> {
  if (!/^\/(.*\/)?$/.test(base)) {
    throw new Error(`"${base}" is not a base: it begins and ends with a slash`);
  }
  await stage(line => process.stderr.write(`docs: ${line}\n`));
  const work = mkdtempSync(join(realpathSync(tmpdir()), 'cdk-istio-privatelink-site-'));
  try {
    const { status, error } = spawnSync(process.execPath, [VITEPRESS, 'build', 'website', '--outDir', join(work, 'site')], {
      cwd: ROOT,
      // What it says is progress; what this program says is the result.
      stdio: ['ignore', 2, 2],
      env: { ...process.env, SITE_BASE: base },
    });
    if (error) throw error;
    if (status !== 0) throw new Error(`vitepress ended with ${status}, see above`);
    writeServiceWorker(join(work, 'site'), base);
    replaceDirectory(out, join(work, 'site'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
