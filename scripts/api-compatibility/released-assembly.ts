import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { git } from './git';
import { LastRelease } from './last-release';
import { unpack } from './registry';
import { run } from './run';

/**
 * Puts the assembly of a release into an empty directory, from npm or compiled from its tag.
 *
 * @returns the directory of the assembly
 */
export function releasedAssembly(release: LastRelease, name: string, root: string, scratch: string): string {
  if (release.published !== undefined) {
    unpack(name, release.published, scratch);
    if (!existsSync(join(scratch, '.jsii'))) {
      throw new Error(`${name} ${release.published} on npm has no .jsii: it was not published by the release workflow`);
    }
    // jsii-diff needs the peers' assemblies too; what the archive bundles it does not need.
    rmSync(join(scratch, 'node_modules'), { recursive: true, force: true });
    symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules'));
    return scratch;
  }
  const source = join(scratch, 'source');
  run('git', ['clone', '--quiet', '--no-checkout', '--shared', root, source], root);
  git(source, ['checkout', '--quiet', release.tag]);
  provideDependencies(release.tag, root, source);
  run(join(root, 'node_modules', '.bin', 'jsii'), ['--silence-warnings=reserved-word'], source);
  return source;
}

/** The dependencies of this checkout, if the release had the same; installing takes minutes. */
function provideDependencies(tag: string, root: string, source: string): void {
  const { status } = spawnSync('git', ['diff', '--quiet', tag, '--', 'package-lock.json'], { cwd: root });
  if (status === 0) {
    symlinkSync(join(root, 'node_modules'), join(source, 'node_modules'));
  } else {
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], source);
  }
}
