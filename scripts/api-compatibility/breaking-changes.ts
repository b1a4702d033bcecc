import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The exit code with which jsii-diff says that it found breaking changes; others mean that it could not compare. */
const FOUND = 1;

const JSII_DIFF = join(__dirname, '..', '..', 'node_modules', '.bin', 'jsii-diff');

/**
 * What jsii-diff says of the breaking changes between two assemblies, experimental API included.
 *
 * @returns undefined if there are none
 */
export function breakingChanges(before: string, after: string): string | undefined {
  const { error, status, stdout, stderr } = spawnSync(JSII_DIFF, [before, after, '--error-on', 'all'], {
    encoding: 'utf8',
    env: { ...process.env, JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1' },
  });
  if (error) throw error;
  if (status === 0) return undefined;
  if (status !== FOUND) throw new Error(`jsii-diff could not compare the assemblies (${status}):\n${stdout}${stderr}`);
  return `${stdout}${stderr}`.trim();
}
