import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { buildSite } from './build';
import { ROOT } from './repository';
import { serveDirectory } from './static-server';

interface Options { readonly base: string; readonly serve?: boolean; readonly port: number }

async function main(): Promise<void> {
  const options = new Command('npm run docs --')
    .description('Builds the documentation site')
    .option('--base <path>', 'the path under which it will be served', '/')
    .option('--serve', 'serve it to this machine afterwards, until interrupted')
    .option('--port <number>', 'the port for --serve', portNumber, 4173)
    .parse()
    .opts<Options>();
  const out = join(ROOT, 'dist', 'site');
  await buildSite(out, options.base);
  const pages = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.html'));
  console.log(`${pages.length} pages in ${relative(process.cwd(), out)}`);
  if (options.serve) {
    const { url } = await serveDirectory(out, options.base, options.port);
    console.log(`on ${url}`);
  } else {
    console.log('look at them with: npm run docs -- --serve');
  }
}

function portNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535) throw new InvalidArgumentError('a port is a whole number from 0 to 65535');
  return Number(text);
}

main().catch((error: unknown) => {
  console.error(`docs: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});
