/**
 * Compiles every example in the API, the README and the pages of the project in the working directory, and translates it into Python, Java, Go
 * and C#. What was compiled last is the API.
 */
import { resolve } from 'node:path';
import { pagesOf } from './pages';
import { translate } from './translate';

const root = resolve();
const pages = pagesOf(root);
const { succeeded, output } = translate(root, pages);
process.stdout.write(output);
if (succeeded) {
  console.log(`every example compiles and can be translated: those of the API, of README.md and of ${pages.join(', ')}`);
} else {
  process.exitCode = 1;
}
