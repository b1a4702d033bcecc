/**
 * Compiles every example in the API, the README and the pages of the project in the working directory, and translates it into Python, Java, Go
 * and C#. What was compiled last is the API.
 *
 * The translations are in .jsii.tabl.json afterwards, where jsii-pacmak and jsii-docgen look for them: else a package shows the README's TypeScript
 * under the name of its own language. The documentation site has them, too.
 */
import { join, resolve } from 'node:path';
import { DEFAULT_TABLET_NAME } from 'jsii-rosetta';
import { pagesOf } from './pages';
import { translate } from './translate';

const root = resolve();
const pages = pagesOf(root);
const { succeeded, output } = translate(root, pages, join(root, DEFAULT_TABLET_NAME));
process.stdout.write(output);
if (succeeded) {
  console.log(`every example compiles and can be translated: those of the API, of README.md and of ${pages.join(', ')}`);
} else {
  process.exitCode = 1;
}
