import { readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');
const { peerDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { peerDependencies: { [name: string]: string } };

// So the tests are those at the floor of the range, and what the library needs of a later release fails here.
test.each(Object.entries(peerDependencies))('%s is installed at the floor of %s', (name, range) => {
  const { version } = JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8')) as { version: string };
  expect(range).toBe(`^${version}`);
});
