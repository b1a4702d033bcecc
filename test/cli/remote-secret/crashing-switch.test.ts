import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..', '..');
const SWITCH = 'PILOT_ENABLE_REMOTE_CREDENTIALS_CONTROLLER';

function files(directory: string): string[] {
  return readdirSync(join(ROOT, directory), { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

// istiod 1.31 crashes in a loop with the switch that is meant for readers without Secrets.
test('nothing sets the switch with which istiod 1.31 crashes', () => {
  const lines = [...files('src'), ...files('test/golden'), ...files('examples').filter(file => !file.includes('node_modules'))]
    .flatMap(file => readFileSync(file, 'utf8').split('\n').filter(line => line.includes(SWITCH)).map(line => line.trim()));
  // Comments say why.
  expect(lines.filter(line => !/^(\*|\/\/|\/\*\*) /.test(line))).toEqual([]);
  expect(lines.length).toBeGreaterThan(0);
});
