/** Measures one size in a process of its own, both sides of each comparison in it, and sends the result to the parent. */
import { join } from 'path';
import { clusterParameters } from './cluster-parameters';
import { writeBundles, writeStacks } from './full-mesh';
import { writeHandWrittenStacks } from './hand-written-stacks';
import { Comparison, measure } from './measure';
import { sameTemplates } from './same-templates';
import { readObjects, sameYaml, writeYaml } from './yaml-only';

/** A comparison, and how many bytes ours wrote. */
export interface Measured extends Comparison {
  readonly bytes: number;
}

/** What the process sends. */
export interface SizeMeasured {
  readonly stacks: Measured;
  readonly bundles: Measured;
}

/** The first runs compile the code; they are made at a small size, and also show early whether both sides write the same. */
const WARM_UP = { sizes: [2, 10], runs: 3 };

const [count, directory] = [Number(process.argv[2]), process.argv[3]];
for (const size of WARM_UP.sizes) {
  measureSize(size, WARM_UP.runs);
}
process.send!(measureSize(count, runsOf(count)));

/** Short runs vary more. */
function runsOf(size: number): number {
  return size <= 10 ? 15 : size <= 50 ? 5 : 3;
}

function measureSize(size: number, runs: number): SizeMeasured {
  const clusters = clusterParameters(size);
  // The CDK keeps what it has made until the process ends, so the bundles come first.
  return { bundles: measureBundles(), stacks: measureStacks() };

  function measureBundles(): Measured {
    const written = join(directory, 'written');
    writeBundles(clusters, written);
    const objects = readObjects(written);
    let bytes = 0;
    const times = measure(outdir => writeBundles(clusters, outdir), outdir => writeYaml(objects, outdir), runs, join(directory, 'bundles'),
      (ours, baseline) => { bytes = sameYaml(ours, baseline); });
    return { ...times, bytes };
  }

  function measureStacks(): Measured {
    let bytes = 0;
    const times = measure(outdir => writeStacks(clusters, outdir), outdir => writeHandWrittenStacks(clusters, outdir), runs, join(directory, 'stacks'),
      (ours, baseline) => { bytes = sameTemplates(ours, baseline); });
    return { ...times, bytes };
  }
}
