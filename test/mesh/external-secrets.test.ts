import { Fn, Lazy } from 'aws-cdk-lib';
import { errorMessage } from './error-message';
import { ExternalSecrets, ExternalSecretsProps } from '../../src/mesh';

const ROLE = 'arn:aws:iam::111111111111:role/external-secrets';
const failure = (props: Partial<ExternalSecretsProps>) => errorMessage(() => ExternalSecrets.withServiceAccount({ roleArn: ROLE, ...props }));

test('a service account of its own has the role, or the operator', () => {
  expect({ ...ExternalSecrets.withServiceAccount({ roleArn: ROLE }) }).toEqual({ roleArn: ROLE, refreshMinutes: 60, ownServiceAccount: true });
  expect({ ...ExternalSecrets.withOperatorRole({ roleArn: ROLE, refreshMinutes: 5 }) })
    .toEqual({ roleArn: ROLE, refreshMinutes: 5, ownServiceAccount: false });
});

test.each([
  'arn:aws-cn:iam::111111111111:role/external-secrets', 'arn:aws-us-gov:iam::111111111111:role/external-secrets',
  'arn:aws:iam::111111111111:role/teams/mesh/external-secrets', 'arn:aws:iam::111111111111:role/A_b+c=d,e.f@g-h',
  `arn:aws:iam::111111111111:role/${'a'.repeat(64)}`,
])('takes the role %s', roleArn => {
  expect(ExternalSecrets.withServiceAccount({ roleArn }).roleArn).toBe(roleArn);
});

test.each([
  '', '*', 'external-secrets', 'arn:aws:iam::111111111111:role/*', 'arn:aws:iam::111111111111:role/', 'arn:aws:iam::111111111111:role/teams/', 'arn:aws:iam::111111111111:role//a',
  'arn:aws:iam::111111111111:root', 'arn:aws:iam::111111111111:user/a', 'arn:aws:iam::1111:role/a', 'arn:aws:iam::*:role/a', 'arn:aws:sts::111111111111:assumed-role/a/b',
  `arn:aws:iam::111111111111:role/${'a'.repeat(65)}`, `${ROLE}\n`, `x${ROLE}`, `${ROLE}?`, `${ROLE} `,
])('fails when the role is %j', roleArn => {
  const message = `role ARN ${JSON.stringify(roleArn)} of External Secrets is not that of one IAM role: expected arn:aws:iam::<account>:role/<name>`;
  expect(failure({ roleArn })).toBe(message);
  expect(errorMessage(() => ExternalSecrets.withOperatorRole({ roleArn }))).toBe(message);
});

test.each([0, -1, 0.5, NaN, Infinity])('fails when the refresh time is %d', refreshMinutes => {
  expect(failure({ refreshMinutes })).toBe(`refresh time "${refreshMinutes}" of External Secrets is not a number of minutes: expected a whole number from 1 on`);
});

test('takes one minute', () => {
  expect(ExternalSecrets.withOperatorRole({ roleArn: ROLE, refreshMinutes: 1 }).refreshMinutes).toBe(1);
});

test('fails when the role or the refresh time is a token', () => {
  expect(failure({ roleArn: Fn.ref('Role') })).toMatch(/^role ARN of External Secrets is a CDK token /);
  expect(failure({ refreshMinutes: Lazy.number({ produce: () => 5 }) })).toMatch(/^refresh time of External Secrets is a CDK token /);
});
