import { named, noToken, ValueName } from './dns-name';

const OBJECT_NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

export function isObjectName(text: string): boolean {
  return OBJECT_NAME.test(text) && text.length <= 253;
}

/** The text itself, if Kubernetes takes it as the name of an object: a DNS subdomain (RFC 1123). */
export function objectName(value: string, name: ValueName): string {
  noToken(value, name);
  if (!isObjectName(value)) {
    throw new Error(`${named(name, value)} is not a Kubernetes name: expected at most 253 lower-case letters, digits, "-" and ".", ` +
      'starting and ending with a letter or digit');
  }
  return value;
}
