import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

export const EXAMPLES = join(__dirname, '..', '..', 'examples');

/** The names of the example apps. */
export function exampleNames(): string[] {
  return readdirSync(EXAMPLES, { withFileTypes: true }).filter(entry => entry.isDirectory()).map(entry => entry.name).sort();
}

/** Runs an example in this process, from the library's sources, with its outputs in `out/cdk.out` and `out/dist`. */
export function synthesize(example: string, out: string): void {
  const directory = join(EXAMPLES, example);
  const before = { cwd: process.cwd(), env: { ...process.env } };
  process.chdir(directory);
  // What the CDK's command line would set: the outdir, and the context of the directory.
  process.env.CDK_OUTDIR = join(out, 'cdk.out');
  process.env.CDK8S_OUTDIR = join(out, 'dist');
  process.env.CDK_CONTEXT_JSON = contextOf(directory);
  try {
    jest.isolateModules(() => { jest.requireActual(join(directory, 'main')); });
  } finally {
    process.chdir(before.cwd);
    process.env = before.env;
  }
}

function contextOf(directory: string): string {
  try {
    return readFileSync(join(directory, 'cdk.context.json'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return '{}';
    }
    throw error;
  }
}
