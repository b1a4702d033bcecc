import { mkdirSync, mkdtempSync, realpathSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { guardDirectory } from './guard';
import { NEEDED_COMPONENTS, whyNotHere } from './prerequisites';
import { setRunDirectory } from './run-directory';
import { running } from './running';
import { startSharedClusters } from './shared-clusters';
import { buildComponents } from '../../scripts/components/build';

/** Builds what is missing, and starts the clusters that all tests share. */
export default async function globalSetup(): Promise<void> {
  const reason = whyNotHere();
  if (reason !== undefined) {
    // jest would print an error with a stack, which helps nobody to install Go.
    progress(reason);
    process.exit(2);
  }
  buildComponents(NEEDED_COMPONENTS, progress);

  // Not in memory: etcd reserves more than some machines give to /dev/shm.
  const directory = mkdtempSync(join(realpathSync(tmpdir()), 'cdk-istio-privatelink-api-server-'));
  running.guard = guardDirectory(directory);
  setRunDirectory(directory);
  // What tests, and the programs that they start, leave among the temporary files goes with the rest.
  process.env.TMPDIR = join(directory, 'tmp');
  mkdirSync(process.env.TMPDIR);
  const start = Date.now();
  try {
    await startSharedClusters();
  } catch (error) {
    await running.guard.end();
    throw error;
  }
  progress(`cluster1 and cluster2 are up (${((Date.now() - start) / 1000).toFixed(1)} s)`);
}

function progress(line: string): void {
  process.stderr.write(`api-server: ${line}\n`);
}
