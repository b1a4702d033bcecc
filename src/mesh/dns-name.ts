import { Token } from 'aws-cdk-lib';

const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/**
 * The text itself, unless it is a CDK token: a token is resolved at deployment, and the model needs the value at synthesis.
 */
export function noToken(value: string, what: string): string {
  if (Token.isUnresolved(value)) {
    throw new Error(`${what} is a CDK token (${value}): it must be known at synthesis, because Kubernetes manifests are written then; give the literal value`);
  }
  return value;
}

/** The text itself, if it is a DNS label (RFC 1123) of at most `max` characters. */
export function dnsLabel(value: string, what: string, max = 63): string {
  noToken(value, what);
  if (!LABEL.test(value)) {
    throw new Error(`${what} "${value}" is not a DNS label: expected lower-case letters, digits and hyphens, starting and ending with a letter or digit`);
  }
  if (value.length > max) {
    throw new Error(`${what} "${value}" has ${value.length} characters: at most ${max} are allowed, choose a shorter one`);
  }
  return value;
}

/**
 * The text itself, if it is a DNS label that starts with a letter (RFC 1035): what CloudFormation's logical ids
 * and the names of Kubernetes Services ask for.
 */
export function dnsLabelWithLetter(value: string, what: string, max = 63): string {
  dnsLabel(value, what, max);
  if (!/^[a-z]/.test(value)) {
    throw new Error(`${what} "${value}" does not start with a letter: choose a DNS label that does`);
  }
  return value;
}

/** The text itself, if it is a DNS name of lower-case labels. */
export function dnsName(value: string, what: string, minLabels = 2): string {
  noToken(value, what);
  const labels = value.split('.');
  if (value.length > 253 || labels.length < minLabels || !labels.every(label => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))) {
    throw new Error(`${what} "${value}" is not a DNS name: expected at least ${minLabels} labels of lower-case letters, digits and hyphens joined by dots, ` +
      'without a dot at the end, at most 253 characters');
  }
  return value;
}
