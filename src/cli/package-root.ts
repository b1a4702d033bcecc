import { existsSync } from 'fs';
import { dirname, join } from 'path';

/** The directory of this package: the nearest one above with a `package.json`. Compiled, this file lies at another depth. */
export function packageRoot(): string {
  for (let directory = __dirname; dirname(directory) !== directory; directory = dirname(directory)) {
    if (existsSync(join(directory, 'package.json'))) {
      return directory;
    }
  }
  throw new Error(`no package.json above "${__dirname}": the package is not whole, install it again`);
}
