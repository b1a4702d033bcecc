import { named, noToken, ValueName } from './dns-name';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
const NAME = /^[A-Za-z0-9/_+=.@-]{1,512}$/;
const ARN = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]{1,519}$/;

/** The text itself, if it is the name or the ARN of a secret in AWS Secrets Manager. */
export function secretsManagerName(value: string, name: ValueName): string {
  noToken(value, name);
  if (!NAME.test(value) && !ARN.test(value)) {
    throw new Error(`${named(name, value)} is neither the name nor the ARN of a secret in AWS Secrets Manager: ` +
      'expected at most 512 letters, digits and /_+=.@-, or arn:aws:secretsmanager:<region>:<account>:secret:<name>');
  }
  return value;
}
