import { readFileSync } from 'fs';
import { join } from 'path';
import { GO_PEERS } from '../languages/go-peers';

const ROOT = join(__dirname, '..', '..');
const PAGE = readFileSync(join(ROOT, 'docs', 'languages.md'), 'utf8');

// npm run test:languages runs these files: the page must show what was run.
test.each([
  ['python', 'examples/two-clusters/python/app.py'],
  ['java', 'examples/two-clusters/java/src/main/java/com/example/TwoClusters.java'],
  ['go', 'examples/two-clusters/go/main.go'],
])('the %s program of the page is %s', (language, file) => {
  const programs = [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, program]) => program);
  expect(programs).toEqual([readFileSync(join(ROOT, file), 'utf8')]);
});

test('the Go modules that the page generates are those that the tests generate', () => {
  expect(/^for package in (.*); do$/m.exec(PAGE)?.[1].split(' ')).toEqual(GO_PEERS);
});
