/**
 * Builds the components that tests against real clusters start, from pinned Go modules, into the user's cache directory.
 *
 *     tsx scripts/components/main.ts                all of them
 *     tsx scripts/components/main.ts etcd kubectl   these
 *
 * Prints the path of each. Exit code 2: there is no Go that can build them. Progress goes to stderr.
 */
import { buildComponents, component } from './build';
import { COMPONENT_NAMES, ComponentName } from './component';
import { CannotBuildError } from './go-toolchain';

function main(args: readonly string[]): number {
  const unknown = args.find(arg => !COMPONENT_NAMES.includes(arg as ComponentName));
  if (unknown !== undefined) {
    progress(`unknown component "${unknown}"; there are ${COMPONENT_NAMES.join(', ')}`);
    return 1;
  }
  const names = args.length > 0 ? args as readonly ComponentName[] : COMPONENT_NAMES;
  try {
    buildComponents(names, progress);
  } catch (error) {
    progress((error as Error).message);
    return error instanceof CannotBuildError ? 2 : 1;
  }
  names.forEach(name => process.stdout.write(`${component(name)}\n`));
  return 0;
}

function progress(line: string): void {
  process.stderr.write(`components: ${line}\n`);
}

process.exitCode = main(process.argv.slice(2));
