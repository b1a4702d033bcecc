import { Fn } from 'aws-cdk-lib';
import { manifest } from './manifests';
import { CLUSTER_FILES } from '../../src/cli/certs-directory';
import { CacertsFromSecretsManager, CacertsFromSecretsManagerProps } from '../../src/kubernetes';

function externalSecret(props: Partial<CacertsFromSecretsManagerProps> = {}): any {
  return manifest(chart => new CacertsFromSecretsManager(chart, 'ca', { awsSecret: 'mesh/cluster1/cacerts', region: 'eu-west-1', ...props }));
}

test('the Secret that istiod reads, from a secret in AWS', () => {
  const { apiVersion, kind, metadata, spec: { data, ...spec } } = externalSecret();
  expect({ apiVersion, kind, metadata }).toEqual({
    apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', metadata: { name: 'cacerts', namespace: 'istio-system' },
  });
  expect(spec).toEqual({
    refreshInterval: '60m',
    secretStoreRef: { kind: 'SecretStore', name: 'istio-privatelink-eu-west-1' },
    target: {
      name: 'cacerts',
      creationPolicy: 'Orphan',
      deletionPolicy: 'Retain',
      template: { engineVersion: 'v2', type: 'Opaque' },
    },
  });
  expect(data).toContainEqual({ secretKey: 'ca-key.pem', remoteRef: { key: 'mesh/cluster1/cacerts', property: 'ca-key.pem' } });
});

test('takes exactly the files that the command line tool writes for a cluster, and never the root\'s key', () => {
  const { data } = externalSecret().spec;
  expect(data.map((entry: any) => entry.secretKey)).toEqual(CLUSTER_FILES);
  expect(data.map((entry: any) => entry.remoteRef.property)).toEqual(CLUSTER_FILES);
});

test('the secret may be named by its ARN, and read more often', () => {
  const awsSecret = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:mesh/cluster1/cacerts-a1B2c3';
  const { spec } = externalSecret({ awsSecret, refreshMinutes: 5 });
  expect(spec.refreshInterval).toBe('5m');
  expect(new Set(spec.data.map((entry: any) => entry.remoteRef.key))).toEqual(new Set([awsSecret]));
});

test.each([
  [{ awsSecret: '' }, 'AWS secret of the certificate authority "" is neither the name nor the ARN of a secret in AWS Secrets Manager'],
  [{ awsSecret: 'mesh cacerts' }, 'AWS secret of the certificate authority "mesh cacerts" is neither'],
  [{ awsSecret: 'arn:aws:iam::111111111111:role/a' }, 'expected at most 512 letters, digits and /_+=.@-, or arn:aws:secretsmanager:<region>:<account>:secret:<name>'],
  [{ awsSecret: Fn.ref('Secret') }, 'AWS secret of the certificate authority is a CDK token'],
  [{ region: 'eu-west' }, 'region of the AWS secret "eu-west" is not an AWS region'],
  [{ refreshMinutes: 0 }, 'refresh time "0" is not a number of minutes: expected a whole number from 1 on'],
  [{ refreshMinutes: 1.5 }, 'refresh time "1.5" is not a number of minutes'],
])('fails with %j', (props, message) => {
  expect(() => externalSecret(props)).toThrow(message);
});
