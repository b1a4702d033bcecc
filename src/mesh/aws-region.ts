import { named, noToken, ValueName } from './dns-name';

/** The text itself, if it has the form of an AWS region's name. */
export function awsRegion(value: string, name: ValueName): string {
  noToken(value, name);
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(value)) {
    throw new Error(`${named(name, value)} is not an AWS region: expected a name such as "eu-west-1"`);
  }
  return value;
}
