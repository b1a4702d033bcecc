/** `npm run bench`: how long synthesis takes, and how much memory, at several sizes. `--help` says more. */
import { Arguments, parseArguments, USAGE } from './arguments';
import { exitCodeOfSignal } from './child-process';
import { report } from './report';
import { measureSize, SizeResult } from './size-result';
import { targets } from './targets';

async function main({ sizes, json, check, help }: Arguments): Promise<number> {
  if (help) {
    console.log(USAGE);
    return 0;
  }
  const results: SizeResult[] = [];
  for (const size of sizes) {
    progress(`measuring ${size} clusters (of ${sizes.join(', ')}) ...`);
    results.push(await measureSize(size));
  }
  progress('');
  const judged = targets(results);
  console.log(json
    ? JSON.stringify({ node: process.version, sizes: results, targets: judged }, undefined, 2)
    : report(results, judged));
  return check && judged.some(({ met }) => !met) ? 1 : 0;
}

/** One line for a person, which the next one replaces. */
function progress(text: string): void {
  if (process.stderr.isTTY) {
    process.stderr.write(`\r\u001b[K${text}`);
  }
}

function fail(error: unknown, exitCode: number): number {
  progress('');
  process.stderr.write(`bench: ${(error as Error).message}\n`);
  return exitCode;
}

async function run(): Promise<number> {
  let args: Arguments;
  try {
    args = parseArguments(process.argv.slice(2));
  } catch (error) {
    return fail(error, 2);
  }
  try {
    return await main(args);
  } catch (error) {
    return fail(error, exitCodeOfSignal() ?? 2);
  }
}

void run().then(exitCode => { process.exitCode = exitCode; });
