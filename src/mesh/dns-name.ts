import { Token } from 'aws-cdk-lib';
import { quoted } from './quoted';

const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** The limit of DNS for a name, without the dot at the end. */
export const MAX_DNS_NAME = 253;

/** What a value is, for messages: `mesh id`, or what and of what, `['network', 'of cluster "a"']`. */
export type ValueName = string | readonly [what: string, whose: string];

/** The value with its name, as the start of a message: `network "Net" of cluster "a"`. */
export function named(name: ValueName, value: unknown): string {
  return typeof name === 'string' ? `${name} ${quoted(value)}` : `${name[0]} ${quoted(value)} ${name[1]}`;
}

/**
 * The value itself, unless it is a CDK token: a token is resolved at deployment, and the model needs the value at synthesis.
 */
export function noToken<T extends string | number>(value: T, name: ValueName): T {
  // An element of a list token, as Fn.getAzs() returns it, is not a token to CDK.
  if (Token.isUnresolved(value) || (typeof value === 'string' && value.includes('#{Token['))) {
    throw new Error(`${typeof name === 'string' ? name : name.join(' ')} is a CDK token (${quoted(value).slice(1, -1)}): ` +
      'it must be known at synthesis, when the mesh is checked and its manifests are written; give the literal value');
  }
  return value;
}

/** The text itself, if it is a DNS label (RFC 1123) of at most `max` characters. */
export function dnsLabel(value: string, name: ValueName, max = 63): string {
  noToken(value, name);
  if (!LABEL.test(value)) {
    throw new Error(`${named(name, value)} is not a DNS label: expected lower-case letters, digits and hyphens, starting and ending with a letter or digit`);
  }
  if (value.length > max) {
    throw new Error(`${named(name, value)} has ${value.length} characters: at most ${max} are allowed, choose a shorter one`);
  }
  return value;
}

/**
 * The text itself, if it is a DNS label that starts with a letter (RFC 1035): what CloudFormation's logical ids
 * and the names of Kubernetes Services ask for.
 */
export function dnsLabelWithLetter(value: string, name: ValueName, max = 63): string {
  dnsLabel(value, name, max);
  if (!/^[a-z]/.test(value)) {
    throw new Error(`${named(name, value)} does not start with a letter: choose a DNS label that does`);
  }
  return value;
}

/** The text itself, if it is a DNS name of lower-case labels, and not an IP address. */
export function dnsName(value: string, name: ValueName, minLabels = 2, max = MAX_DNS_NAME): string {
  noToken(value, name);
  const labels = value.split('.');
  if (value.length > max || labels.length < minLabels || !labels.every(label => label.length <= 63 && LABEL.test(label)) || !/[a-z]/.test(labels[labels.length - 1])) {
    throw new Error(`${named(name, value)} is not a DNS name: expected ${minLabels > 1 ? `at least ${minLabels}` : 'one or more'} labels ` +
      'of lower-case letters, digits and hyphens joined by dots, the last with a letter, ' +
      `without a dot at the end, at most ${max} characters`);
  }
  return value;
}
