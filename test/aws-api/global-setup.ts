import { mkdtempSync, realpathSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { whyNotHere } from './prerequisites';
import { makeVirtualEnvironment } from './virtual-environment';
import { guardDirectory } from '../api-server/guard';
import { running } from '../api-server/running';

/** Makes what all tests share: the environment with the API, and a directory for temporary files. */
export default function globalSetup(): void {
  const reason = whyNotHere();
  if (reason !== undefined) {
    // jest would print an error with a stack, which helps nobody to install Python.
    progress(reason);
    process.exit(2);
  }
  makeVirtualEnvironment(progress);
  // What tests, and the programs that they start, leave among the temporary files goes with it.
  process.env.TMPDIR = mkdtempSync(join(realpathSync(tmpdir()), 'cdk-istio-privatelink-aws-api-'));
  running.guard = guardDirectory(process.env.TMPDIR);
}

function progress(line: string): void {
  process.stderr.write(`aws: ${line}\n`);
}
