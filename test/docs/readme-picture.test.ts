import { existsSync, readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');

// What the example writes is compared with this file by test/examples/golden.test.ts.
test('the README shows the picture that the first example writes', () => {
  const pictures = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, path]) => path);
  expect(pictures).toEqual(['test/golden/two-clusters/dist/mesh.svg']);
  expect(pictures.filter(path => !existsSync(join(ROOT, path)))).toEqual([]);
});
