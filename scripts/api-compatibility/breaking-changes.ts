import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The exit code with which jsii-diff says that it found breaking changes; others mean that it could not compare. */
const FOUND = 1;

const JSII_DIFF = join(__dirname, '..', '..', 'node_modules', '.bin', 'jsii-diff');

export interface BreakingChanges {
  /** What jsii-diff says of them. */
  readonly report: string;
  /** What breaks, as `Type` or `Type.member`. */
  readonly names: readonly string[];
}

/**
 * The breaking changes between two assemblies of a module, experimental API included.
 *
 * @returns undefined if there are none
 */
export function breakingChanges(module: string, before: string, after: string): BreakingChanges | undefined {
  const { error, status, stdout, stderr } = spawnSync(JSII_DIFF, [before, after, '--error-on', 'all', '--keys'], {
    encoding: 'utf8',
    env: { ...process.env, JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1' },
  });
  if (error) throw error;
  if (status === 0) return undefined;
  const report = `${stdout}${stderr}`.trim();
  if (status !== FOUND) throw new Error(`jsii-diff could not compare the assemblies (${status}):\n${report}`);
  const names = report.split('\n').filter(line => line.startsWith('err ')).map(line => brokenName(line, module));
  if (names.length === 0) throw new Error(`jsii-diff found breaking changes, and does not say where:\n${report}`);
  return { report, names: [...new Set(names)].sort() };
}

/** The name in the key at the end of a line of jsii-diff, as in `[removed:cdk-istio-privatelink.Mesh.addCluster]`. */
export function brokenName(line: string, module: string): string {
  const [, name] = /\[[\w-]+:(\S+)\]$/.exec(line) ?? [];
  if (!name?.startsWith(`${module}.`)) throw new Error(`jsii-diff does not say what breaks: ${line}`);
  // A constructor has no name of its own.
  return name.slice(module.length + 1).replace(/\.<initializer>$/, '');
}
