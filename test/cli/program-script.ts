import { mkdirSync, writeFileSync } from 'fs';
import { delimiter, join } from 'path';
import { temporaryDirectory } from './temporary-directory';

/**
 * The environment of a program for which `name` is a script: for what a real one does not do on demand.
 *
 * @param script for /bin/sh
 */
export function withScript(name: string, script: string, env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const directory = join(temporaryDirectory(), 'bin');
  mkdirSync(directory);
  writeFileSync(join(directory, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { ...env, PATH: [directory, env.PATH].join(delimiter) };
}
