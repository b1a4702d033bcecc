import { parseArgs } from 'util';
import { TARGET_SIZES } from './targets';

/** What the benchmark is asked to do. */
export interface Arguments {
  readonly sizes: number[];
  readonly json: boolean;
  readonly check: boolean;
  readonly help: boolean;
}

/** A consumer's stack has a hosted zone and three resources for each provider, and CloudFormation takes 500. */
const MAX_SIZE = 167;

export const USAGE = `Measures synthesis of full meshes, beside a hand-written CDK app and the yaml package alone.

  npm run bench -- [options]

  --sizes <n,n,...>  how many clusters, 2 to ${MAX_SIZE} (default: 2,10,50,100)
  --json             print one JSON object instead of the table
  --check            exit with 1 when a target is missed
  --help             print this

With --json, "npm run --silent" keeps npm's own lines away from standard output.`;

export const DEFAULT_SIZES = [2, 10, 50, 100];

/**
 * @throws when an option is unknown, a size is out of range, or the targets need a size that is left out
 */
export function parseArguments(args: string[]): Arguments {
  const { values } = parseArgs({
    args,
    options: {
      sizes: { type: 'string' },
      json: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const sizes = values.sizes === undefined ? DEFAULT_SIZES : parseSizes(values.sizes);
  const missing = TARGET_SIZES.filter(size => !sizes.includes(size));
  if (values.check && missing.length > 0) {
    throw new Error(`--check needs the sizes ${TARGET_SIZES.join(', ')}, of which --sizes leaves out ${missing.join(', ')}: add them, or leave --sizes out`);
  }
  return { sizes, json: values.json, check: values.check, help: values.help };
}

function parseSizes(text: string): number[] {
  const sizes = text.split(',').map(part => {
    const size = Number(part);
    if (!/^\d+$/.test(part) || size < 2 || size > MAX_SIZE) {
      throw new Error(`size "${part}" in --sizes is out of range: expected whole numbers from 2 to ${MAX_SIZE} with commas between them, for instance --sizes 2,10`);
    }
    return size;
  });
  return [...new Set(sizes)].sort((a, b) => a - b);
}
