import { Aws } from 'aws-cdk-lib';
import { manifest } from './manifests';
import { SecretsManagerStore } from '../../src/kubernetes';
import { ExternalSecrets } from '../../src/mesh';

const roleArn = 'arn:aws:iam::111111111111:role/mesh-secrets';

function store(region: string, externalSecrets = ExternalSecrets.withServiceAccount({ roleArn })): any {
  return manifest(chart => new SecretsManagerStore(chart, 'store', { region, externalSecrets }));
}

test('Secrets Manager of a region, with the account of Istio\'s namespace', () => {
  expect(store('eu-west-1')).toEqual({
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata: { name: 'istio-privatelink-eu-west-1', namespace: 'istio-system' },
    spec: {
      provider: {
        aws: { service: 'SecretsManager', region: 'eu-west-1', auth: { jwt: { serviceAccountRef: { name: 'istio-privatelink-secrets' } } } },
      },
    },
  });
});

test('with the operator\'s own role there is nothing to log in with', () => {
  expect(store('eu-west-1', ExternalSecrets.withOperatorRole({ roleArn })).spec.provider).toEqual({ aws: { service: 'SecretsManager', region: 'eu-west-1' } });
});

test.each(['eu-west-1', 'ap-southeast-4', 'us-gov-west-1', 'cn-north-1', 'us-iso-east-1'])('takes the region %s', region => {
  expect(store(region).metadata.name).toBe(`istio-privatelink-${region}`);
});

test.each(['', 'eu-west', 'EU-WEST-1', 'eu-west-1a', 'eu_west_1', 'west-1'])('fails when the region is "%s"', region => {
  expect(() => store(region)).toThrow(`region of the secrets "${region}" is not an AWS region: expected a name such as "eu-west-1"`);
});

test('fails when the region is a CDK token', () => {
  expect(() => store(Aws.REGION)).toThrow(/region of the secrets is a CDK token/);
});
