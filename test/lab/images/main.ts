/**
 * Builds the images of the lab, and the components that go into them, into the user's cache directory.
 *
 *     tsx test/lab/images/main.ts
 *
 * Prints the path of their archive, for `ctr -n k8s.io images import`. Exit code 2: there is no Go that can build them. Progress goes to stderr.
 */
import { buildImages, imageArchive } from './build';
import { buildComponents } from '../../../scripts/components/build';
import { CannotBuildError } from '../../../scripts/components/go-toolchain';

function main(): number {
  try {
    buildComponents(['pilot-discovery', 'pilot-agent'], progress);
    buildImages(progress);
  } catch (error) {
    progress((error as Error).message);
    return error instanceof CannotBuildError ? 2 : 1;
  }
  process.stdout.write(`${imageArchive()}\n`);
  return 0;
}

function progress(line: string): void {
  process.stderr.write(`lab: ${line}\n`);
}

process.exitCode = main();
