import { sharedClusters } from './shared-clusters';
import { compileCli, CompiledCli } from '../cli/compiled-cli';
import { cli as run, CliOptions, CliResult } from '../cli/run-cli';

/** Runs the program in this process; the kubectl that it runs is the one that was built, and knows both clusters. */
export async function cli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return run(args, { ...options, env: { ...sharedClusters().env, ...options.env } });
}

/** The program as it is shipped, for tests that need a process of its own: its exit code, its arguments, its signals. */
export function compiledCli(): CompiledCli {
  const compiled = compileCli();
  return { ...compiled, run: (args, options = {}) => compiled.run(args, { ...options, env: { ...sharedClusters().env, ...options.env } }) };
}
