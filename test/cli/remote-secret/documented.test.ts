import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { DEFAULT_DURATION, parseDuration } from '../../../src/cli/remote-secret/duration';
import { cli } from '../run-cli';

const ROOT = join(__dirname, '..', '..', '..');
const PAGE = readFileSync(join(ROOT, 'docs', 'cli.md'), 'utf8');
const TASKS = readFileSync(join(ROOT, 'docs', 'remote-secrets.md'), 'utf8');
const SOURCES = join(ROOT, 'src', 'cli', 'remote-secret');
const VERBS = ['create', 'status', 'rotate', 'delete'];

test('the page lists exactly the findings that there are, with their severity', () => {
  const source = readdirSync(SOURCES).flatMap(file =>
    [...readFileSync(join(SOURCES, file), 'utf8').matchAll(/(error|warning)\('(RS-\d\d)'/g)].map(([, severity, id]) => `${id} ${severity}`));
  const documented = [...PAGE.matchAll(/^\| (RS-\d\d) \| (\w+) \|/gm)].map(([, id, severity]) => `${id} ${severity}`);
  expect(documented).toEqual([...new Set(source)].sort());
});

test('the page names no finding that there is not', () => {
  const source = readdirSync(SOURCES).map(file => readFileSync(join(SOURCES, file), 'utf8')).join('\n');
  for (const [id] of TASKS.matchAll(/RS-\d\d/g)) {
    expect(source).toContain(`'${id}'`);
  }
});

test.each(VERBS)('the page has %s with every option of it, and its help has an example', async verb => {
  const section = PAGE.split(/^### /m).find(text => text.startsWith(`\`remote-secret ${verb}\``));
  expect(section).toBeDefined();
  const { exitCode, stdout } = await cli(['remote-secret', verb, '--help']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(new RegExp(`Examples?:\n {2}\\$ istio-privatelink remote-secret ${verb}\\b`));
  const options = [...stdout.matchAll(/^ {2}(?:-o, )?(--[a-z-]+)/gm)].map(([, option]) => option);
  expect(options).toContain('--output');
  expect(options.filter(option => option !== '--output' && !section!.includes(`\`${option}`))).toEqual([]);
  expect(section).toContain('`-o table\\|json`');
});

test('the page has no verb that does not exist', () => {
  expect([...PAGE.matchAll(/^### `remote-secret (\w+)/gm)].map(([, verb]) => verb)).toEqual(VERBS);
});

test('every command on the pages is understood', async () => {
  const commands = [PAGE, TASKS].flatMap(page => [...page.matchAll(/^(?:\$ |npx )?istio-privatelink (remote-secret [^#|\n]*)/gm)].map(([, command]) => command.trim()));
  expect(commands.length).toBeGreaterThan(10);
  for (const command of commands) {
    const { stderr } = await cli([...command.split(' '), '--mesh', '/nowhere']);
    expect([command, stderr]).toEqual([command, expect.stringMatching(/^error: mesh description "\/nowhere" not found/)]);
  }
});

test('every example in the help is understood', async () => {
  for (const verb of VERBS) {
    const { stdout } = await cli(['remote-secret', verb, '--help']);
    for (const [, command] of stdout.matchAll(/\$ istio-privatelink (remote-secret [^|\n]*)/g)) {
      expect((await cli([...command.trim().split(' '), '--mesh', '/nowhere'])).stderr).toMatch(/^error: mesh description "\/nowhere" not found/);
    }
  }
});

test('the numbers on the pages are those of the program', () => {
  expect(PAGE).toContain(`| \`--duration <time>\` | \`${DEFAULT_DURATION}\` |`);
  expect(TASKS).toContain(`${parseDuration(DEFAULT_DURATION) / 86_400} days`);
});
