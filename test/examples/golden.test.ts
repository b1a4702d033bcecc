import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { exampleNames, synthesize } from './synthesize';
import { withoutListenerTags } from '../aws/listener-tags';
import { readTree, temporaryDirectory } from '../bundle/temporary-directory';

const GOLDEN = join(__dirname, '..', 'golden');

/** Templates only: the rest of a cloud assembly is the CDK's own, and changes with its version. */
function templates(directory: string): { [path: string]: string } {
  return Object.fromEntries(readdirSync(directory).filter(name => name.endsWith('.template.json')).sort()
    .map(name => {
      const template = JSON.parse(readFileSync(join(directory, name), 'utf8'));
      return [name, `${JSON.stringify({ ...template, Resources: withoutListenerTags(template) }, undefined, 1)}\n`];
    }));
}

// Each synthesis loads the library anew, as a user's program would.
jest.setTimeout(120_000);

test.each(exampleNames())('%s gives the golden bundle and templates', example => {
  const out = temporaryDirectory();
  synthesize(example, out);
  const golden = join(GOLDEN, example);
  if (process.env.UPDATE_GOLDEN) {
    rmSync(golden, { recursive: true, force: true });
    mkdirSync(join(golden, 'templates'), { recursive: true });
    cpSync(join(out, 'dist'), join(golden, 'dist'), { recursive: true });
    for (const [name, text] of Object.entries(templates(join(out, 'cdk.out')))) {
      writeFileSync(join(golden, 'templates', name), text);
    }
  }
  expect(readTree(join(out, 'dist'))).toEqual(readTree(join(golden, 'dist')));
  expect(templates(join(out, 'cdk.out'))).toEqual(readTree(join(golden, 'templates')));
});

test('no golden directory is left of an example that is gone', () => {
  expect(readdirSync(GOLDEN).sort()).toEqual(exampleNames());
});
