import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { cli } from './run-cli';
import { MIN_PASSPHRASE } from '../../src/cli/passphrase';

const ROOT = join(__dirname, '..', '..');
const PAGE = readFileSync(join(ROOT, 'docs', 'cli.md'), 'utf8');
const TRUST = readFileSync(join(ROOT, 'docs', 'trust.md'), 'utf8');
const VERBS = ['init', 'issue', 'show', 'verify', 'renew', 'apply'];

function idsIn(text: string): string[] {
  return [...text.matchAll(/(error|warning)\('(CA-\d\d)'/g)].map(([, severity, id]) => `${id} ${severity}`);
}

test('the page lists exactly the findings that there are, with their severity', () => {
  const directory = join(ROOT, 'src', 'cli', 'checks');
  const source = new Set(readdirSync(directory).flatMap(file => idsIn(readFileSync(join(directory, file), 'utf8'))));
  const documented = [...PAGE.matchAll(/^\| (CA-\d\d) \| (\w+) \|/gm)].map(([, id, severity]) => `${id} ${severity}`);
  expect(documented).toEqual([...source].sort());
});

test.each(VERBS)('the page has %s with every option of it', async verb => {
  const section = PAGE.split(/^### /m).find(text => text.startsWith(`\`certs ${verb}`));
  expect(section).toBeDefined();
  const { stdout } = await cli(['certs', verb, '--help']);
  const options = [...stdout.matchAll(/^ {2}(?:-o, )?(--[a-z-]+)/gm)].map(([, option]) => option).concat(/^ {2}-o, /m.test(stdout) ? ['-o'] : []);
  // Those for the passphrase are named together.
  const missing = options.filter(option => option !== '--output' && !section!.includes(option) && !(option.startsWith('--passphrase') && section!.includes('passphrase')));
  expect(missing).toEqual([]);
});

test('the page has no verb that does not exist', () => {
  expect([...PAGE.matchAll(/^### `certs (\w+)/gm)].map(([, verb]) => verb).sort()).toEqual([...VERBS].sort());
});

test('every command on the pages is understood', async () => {
  const commands = [PAGE, TRUST].flatMap(page => [...page.matchAll(/^(?:\$ |npx )?istio-privatelink (certs [^#\n]*)/gm)].map(([, command]) => command.trim()));
  expect(commands.length).toBeGreaterThan(12);
  for (const command of commands) {
    const { stderr } = await cli([...command.split(' '), '--dir', '/nowhere', ...(command.startsWith('certs show') ? [] : ['--mesh', '/nowhere'])]);
    expect([command, stderr]).toEqual([command, expect.stringMatching(/^error: (mesh description|directory) "\/nowhere" not found/)]);
  }
});

test('the numbers on the pages are those of the program', () => {
  expect(PAGE).toContain(`at least ${MIN_PASSPHRASE} characters`);
  expect(TRUST).toContain(`fewer than ${MIN_PASSPHRASE} characters are refused`);
});
