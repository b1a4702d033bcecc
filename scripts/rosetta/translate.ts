import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAssemblyWithPages } from './assembly-with-pages';

const ROSETTA = join(__dirname, '..', '..', 'node_modules', 'jsii-rosetta', 'bin', 'jsii-rosetta');

export interface Translation {
  readonly succeeded: boolean;
  /** What rosetta says. */
  readonly output: string;
}

/**
 * Compiles the examples in the API, the README and the pages of a compiled project, and translates them into all languages. Together, because
 * reading the types of the CDK takes longer than all the rest.
 *
 * @param tablet the file with the translations. What has not changed since is taken from it. It is removed when an example is wrong: rosetta does
 *   not look again at what it finds there, so the second run would succeed.
 */
export function translate(root: string, pages: readonly string[], tablet: string): Translation {
  const scratch = mkdtempSync(join(tmpdir(), 'cdk-istio-privatelink-rosetta-'));
  try {
    writeAssemblyWithPages(root, pages, scratch);
    const options = ['--compile', '--fail', '--strict', '--batch', '--trim-cache', '--cache', tablet, '--directory', root];
    const { error, status, stdout, stderr } = spawnSync(
      process.execPath, [ROSETTA, 'extract', ...options, scratch], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    if (error) throw error;
    if (status !== 0) rmSync(tablet, { force: true });
    return { succeeded: status === 0, output: stdout + stderr };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
