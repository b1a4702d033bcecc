import { dnsLabelWithLetter, named, ValueName } from './dns-name';
import { MAX_QUALIFIABLE_NAME } from './names';

/** The text itself, if it can be the id of a mesh or the name of a cluster, which `qualifiedName` joins. */
export function qualifiableName(value: string, name: ValueName): string {
  dnsLabelWithLetter(value, name, MAX_QUALIFIABLE_NAME);
  if (value.includes('--')) {
    throw new Error(`${named(name, value)} has two hyphens in a row, which separate mesh and cluster in the names of stacks: use single hyphens`);
  }
  return value;
}
