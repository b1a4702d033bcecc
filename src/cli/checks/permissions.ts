import { existsSync, readdirSync, statSync } from 'fs';
import { join } from 'path';
import { CliFinding, error, warning } from '../finding';
import { Material } from './material';
import { quoted } from '../../mesh/quoted';
import { CA_KEY, ROOT_KEY } from '../certs-directory';
import { isOpenToOthers, modeText } from '../file-mode';
import { PREVIOUS } from '../key-directory';

/** Whether only their owner can read the keys. */
export function checkPermissions({ directory, root, clusters }: Material): CliFinding[] {
  const keys = [root.keyFile, ...clusters.map(({ file }) => file(CA_KEY))].filter(path => existsSync(path));
  const directories = [directory, ...clusters.map(({ name }) => join(directory, name))];
  return [
    ...openPaths([...keys, ...previousKeys(directory)]).map(path => error('CA-09', path, `others may read the key (mode ${mode(path)}): run chmod 600 ${quoted(path)}`)),
    ...openPaths(directories).map(path => warning('CA-25', path, `others may open the directory (mode ${mode(path)}): run chmod 700 ${quoted(path)}`)),
  ];
}

/** A key that was replaced signs valid certificates for as long as its own certificate is valid. */
export function checkPrevious({ directory }: Material): CliFinding[] {
  const keys = previousKeys(directory);
  return keys.length === 0 ? [] : [warning('CA-30', join(directory, PREVIOUS),
    `${keys.length === 1 ? 'a replaced key is' : `${keys.length} replaced keys are`} still there: delete the directory once the new certificates are in use everywhere`)];
}

function previousKeys(directory: string): string[] {
  const entries = (path: string) => (existsSync(path) ? readdirSync(path, { withFileTypes: true }) : []);
  const below = (path: string): string[] => entries(path).flatMap(entry =>
    entry.isDirectory()
      ? below(join(path, entry.name))
      // A number follows the name where several were replaced at one time.
      : [CA_KEY, ROOT_KEY].some(name => entry.name.startsWith(name)) ? [join(path, entry.name)] : []);
  return below(join(directory, PREVIOUS)).sort();
}

function openPaths(paths: readonly string[]): string[] {
  return paths.filter(path => isOpenToOthers(statSync(path).mode));
}

function mode(path: string): string {
  return modeText(statSync(path).mode);
}
