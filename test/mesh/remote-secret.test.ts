import { Lazy } from 'aws-cdk-lib';
import { errorMessage } from './error-message';
import { RemoteSecret, RemoteSecretKind } from '../../src/mesh';

test('the command line tool makes it, or External Secrets with a first token', () => {
  expect({ ...RemoteSecret.fromCli() }).toEqual({ kind: RemoteSecretKind.CLI, tokenRevision: 1 });
  expect({ ...RemoteSecret.externalSecrets() }).toEqual({ kind: RemoteSecretKind.EXTERNAL_SECRETS, tokenRevision: 1 });
});

test.each([1, 2, 999_999])('takes the token revision %d', tokenRevision => {
  expect(RemoteSecret.externalSecrets({ tokenRevision }).tokenRevision).toBe(tokenRevision);
});

test.each([0, -1, 1.5, 1_000_000, NaN, Infinity])('fails when the token revision is %d', tokenRevision => {
  expect(errorMessage(() => RemoteSecret.externalSecrets({ tokenRevision }))).toBe(
    `token revision "${tokenRevision}" is not a revision: expected a whole number from 1 to 999999, one more than before for a new token`);
});

test('fails when the token revision is a token of CDK', () => {
  expect(errorMessage(() => RemoteSecret.externalSecrets({ tokenRevision: Lazy.number({ produce: () => 2 }) }))).toMatch(/^token revision is a CDK token /);
});
