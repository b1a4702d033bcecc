/** Starts a cluster in the directory that is its argument, says so, and keeps it until it is killed; see killed.test.ts. */
import { Cluster } from './cluster';
import { guardDirectory } from './guard';
import { setRunDirectory } from './run-directory';

async function main(directory: string): Promise<void> {
  guardDirectory(directory);
  setRunDirectory(directory);
  const cluster = await Cluster.create('held');
  process.stdout.write(`${cluster.pids().join(' ')}\n`);
  setInterval(() => {}, 1_000);
}

void main(process.argv[2]!);
