import { manifest } from './manifests';
import { SecretsManagerAccount } from '../../src/kubernetes';
import { ExternalSecrets } from '../../src/mesh';

const roleArn = 'arn:aws:iam::111111111111:role/mesh-secrets';

function account(externalSecrets: ExternalSecrets): any {
  return manifest(chart => new SecretsManagerAccount(chart, 'account', { externalSecrets }));
}

test('an account with the role, whose own token nobody needs in a pod', () => {
  expect(account(ExternalSecrets.withServiceAccount({ roleArn }))).toEqual({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'istio-privatelink-secrets', namespace: 'istio-system', annotations: { 'eks.amazonaws.com/role-arn': roleArn } },
    automountServiceAccountToken: false,
  });
});

test('fails when the operator itself has the role', () => {
  expect(() => account(ExternalSecrets.withOperatorRole({ roleArn }))).toThrow(
    `the operator itself has role "${roleArn}", an account beside it would only give it away: use ExternalSecrets.withServiceAccount(), or leave the account out`);
});
