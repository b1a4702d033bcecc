/**
 * Judges what `checkov --output json` wrote, which is read from stdin, of the templates in a directory, `<directory>/<app>/*.template.json`:
 *
 *     checkov ... | tsx test/aws/checkov/main.ts <directory>
 *
 * Prints one line that counts, or one for each problem with exit code 1.
 */
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { counts, problems, ResourceCounts } from './problems';
import { CheckovReport } from './report';

function resourceCounts(directory: string): ResourceCounts {
  const templates = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.template.json'));
  return new Map(templates.map(path => [path, resourceCount(join(directory, path))]));
}

function resourceCount(path: string): number {
  try {
    return Object.keys(JSON.parse(readFileSync(path, 'utf8')).Resources).length;
  } catch (error) {
    throw new Error(`${path} is not a template in JSON: ${(error as Error).message}`);
  }
}

const [directory] = process.argv.slice(2);
if (directory === undefined) {
  throw new Error('no directory given: checkov --output json ... | tsx test/aws/checkov/main.ts <directory of templates>');
}
const report = new CheckovReport(readFileSync(0, 'utf8'));
const given = resourceCounts(directory);
const lines = problems(report, given);
process.exitCode = lines.length > 0 ? 1 : 0;
process.stdout.write(`${(lines.length > 0 ? lines : [`checkov: ${counts(report, given)}`]).join('\n')}\n`);
