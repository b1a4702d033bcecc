import { OutputDirectory } from '../../src/bundle/output-directory';

// Rewrites many files until it is killed: the test kills it at some moment of a run.
const directory = new OutputDirectory(process.argv[2]);
for (let run = 0; ; run++) {
  directory.replace(new Map(Array.from({ length: 40 }, (_, file) => [`f${run % 2 ? file : file + 20}.yaml`, `run ${run}`])));
  if (run === 1) {
    process.stdout.write('running\n');
  }
}
