import { Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_CERTS_DIRECTORY } from './certs-directory';
import { KEY_ALGORITHMS } from './key-algorithm';
import { DEFAULT_MESH_FILE } from './mesh-file';

/** The longest validity that can be asked for, in days: a hundred years. */
const MAX_DAYS = 36_500;

export type OutputFormat = 'table' | 'json';

export function addDirectoryOption(command: Command): Command {
  return command.option('--dir <directory>', 'the directory of the certificates and keys', DEFAULT_CERTS_DIRECTORY);
}

export function addMeshOption(command: Command): Command {
  return command.option('--mesh <file>', 'the description of the mesh, as synthesized', DEFAULT_MESH_FILE);
}

export function addOutputOption(command: Command): Command {
  return command.addOption(new Option('-o, --output <format>', 'the form of the output').choices(['table', 'json']).default('table'));
}

export function keyOption(description: string): Option {
  return new Option('--key <algorithm>', description).choices(KEY_ALGORITHMS);
}

/** What reads the value of an option that is a whole number, with its limits. */
export function wholeNumberOf(unit: string, min: number, max: number): (text: string) => number {
  return text => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < min || number > max) {
      throw new InvalidArgumentError(`expected a whole number of ${unit} from ${min} to ${max}`);
    }
    return number;
  };
}

export const parseDays = wholeNumberOf('days', 1, MAX_DAYS);

export function addRootKeyOption(command: Command): Command {
  return command.option('--root-key <file>', 'the root\'s key, where it is kept elsewhere (default: root-key.pem in the directory)');
}
