import { mkdirSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { CompiledCli, compileCli } from '../compiled-cli';
import { withScript } from '../program-script';
import { cli } from '../run-cli';
import { temporaryDirectory } from '../temporary-directory';

const ROOT = join(__dirname, '..', '..', '..');

let compiled: CompiledCli;
beforeAll(() => {
  compiled = compileCli();
});
afterAll(() => compiled.remove());

test('the page has every option', async () => {
  const section = readFileSync(join(ROOT, 'docs', 'cli.md'), 'utf8').split(/^## /m).find(text => text.startsWith('`init`'));
  const { stdout } = await cli(['init', '--help']);
  const options = [...stdout.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option]) => option);
  expect(options.length).toBeGreaterThan(2);
  expect(options.filter(option => !section!.includes(`\`${option}`))).toEqual([]);
});

test('every command on the pages and in its help makes a project', async () => {
  const pages = ['README.md', ...readdirSync(join(ROOT, 'docs')).filter(name => name.endsWith('.md')).map(name => `docs/${name}`)];
  const texts = [...pages.map(page => readFileSync(join(ROOT, page), 'utf8')), (await cli(['init', '--help'])).stdout];
  // By the name of the package, by that of the tool, and in a clone.
  const commands = texts.flatMap(text => [...text.matchAll(/^ *(?:\$ )?(?:(?:npx (?:cdk-)?)?istio-privatelink|node lib\/src\/cli\/main\.js) init ([^#\n]*)/gm)].map(([, args]) => args.trim()));
  expect(commands.length).toBeGreaterThan(3);
  for (const command of commands) {
    const cwd = join(temporaryDirectory(), 'here');
    mkdirSync(cwd);
    const result = compiled.run(['init', ...command.split(' ')], { cwd, env: withScript('npm', 'exit 0') });
    expect([command, result]).toEqual([command, expect.objectContaining({ exitCode: 0, stderr: '' })]);
  }
});
