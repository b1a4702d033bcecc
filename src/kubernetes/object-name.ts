import { named, noToken, ValueName } from '../mesh/dns-name';

const OBJECT_NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/** The text itself, if Kubernetes takes it as the name of an object: a DNS subdomain (RFC 1123). */
export function objectName(value: string, name: ValueName): string {
  noToken(value, name);
  if (!OBJECT_NAME.test(value) || value.length > 253) {
    throw new Error(`${named(name, value)} is not a Kubernetes name: expected at most 253 lower-case letters, digits, "-" and ".", ` +
      'starting and ending with a letter or digit');
  }
  return value;
}
