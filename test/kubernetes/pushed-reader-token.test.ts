import { Fn } from 'aws-cdk-lib';
import { manifests, ofKind, referencesIn } from './manifests';
import { PushedReaderToken, PushedReaderTokenProps, RemoteReader } from '../../src/kubernetes';
import { ReaderAccess } from '../../src/mesh';

const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::222222222222:role/mesh-secrets' }, Action: 'secretsmanager:GetSecretValue', Resource: '*' }] };

function token(props: Partial<PushedReaderTokenProps> = {}): any[] {
  return manifests(chart => new PushedReaderToken(chart, 'token', {
    consumer: 'cluster1', awsSecret: 'mesh/cluster1/token', region: 'eu-west-1', resourcePolicy: JSON.stringify(policy), ...props,
  }));
}

test('a Secret without content that Kubernetes fills with a token of the reader', () => {
  const objects = token();
  expect(objects).toHaveLength(3);
  expect(ofKind('Secret', objects)).toEqual({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'istio-reader-cluster1-token-1', namespace: 'istio-system', annotations: { 'kubernetes.io/service-account.name': 'istio-reader-cluster1' } },
    type: 'kubernetes.io/service-account-token',
  });
});

test('its account is the reader\'s', () => {
  const reader = ofKind('ServiceAccount', manifests(chart => new RemoteReader(chart, 'reader', { consumer: 'cluster1', access: ReaderAccess.WITHOUT_SECRETS, configMaps: true })));
  const secret = ofKind('Secret', token());
  expect([secret.metadata.annotations['kubernetes.io/service-account.name'], secret.metadata.namespace]).toEqual([reader.metadata.name, reader.metadata.namespace]);
});

test('pushes token and certificate into one AWS secret that stays its maker\'s', () => {
  const { spec: { data, ...spec } } = ofKind('PushSecret', token());
  expect(spec).toEqual({
    refreshInterval: '60m',
    secretStoreRefs: [{ kind: 'SecretStore', name: 'istio-privatelink-eu-west-1' }],
    updatePolicy: 'Replace',
    deletionPolicy: 'None',
    selector: { secret: { name: 'istio-reader-cluster1-token-1' } },
  });
  expect(data.map((entry: any) => entry.match)).toEqual([
    { secretKey: 'token', remoteRef: { remoteKey: 'mesh/cluster1/token', property: 'token' } },
    { secretKey: 'ca.crt', remoteRef: { remoteKey: 'mesh/cluster1/token', property: 'ca' } },
  ]);
});

test('no property has a dot, at which External Secrets would nest it', () => {
  for (const { match } of ofKind('PushSecret', token()).spec.data) {
    expect(match.remoteRef.property).not.toContain('.');
  }
});

test('every entry names the policy of the secret, which External Secrets would remove otherwise', () => {
  const objects = token();
  const configMap = ofKind('ConfigMap', objects);
  expect(configMap.metadata).toEqual({ name: 'istio-reader-cluster1-policy', namespace: 'istio-system' });
  expect(JSON.parse(configMap.data['policy.json'])).toEqual(policy);
  for (const { metadata } of ofKind('PushSecret', objects).spec.data) {
    expect(metadata).toEqual({
      apiVersion: 'kubernetes.external-secrets.io/v1alpha1',
      kind: 'PushSecretMetadata',
      spec: {
        secretPushFormat: 'string',
        resourcePolicy: { blockPublicPolicy: true, policySourceRef: { kind: 'ConfigMap', name: 'istio-reader-cluster1-policy', key: 'policy.json' } },
      },
    });
  }
});

test('another revision is another Secret, pushed to the same place', () => {
  const [first, second] = [token(), token({ tokenRevision: 2, refreshMinutes: 10 })];
  expect(ofKind('Secret', second).metadata.name).toBe('istio-reader-cluster1-token-2');
  const [before, after] = [first, second].map(objects => ofKind('PushSecret', objects));
  expect(after.spec.selector.secret.name).toBe('istio-reader-cluster1-token-2');
  expect([after.metadata.name, after.spec.data]).toEqual([before.metadata.name, before.spec.data]);
  expect(after.spec.refreshInterval).toBe('10m');
});

test('two consumers have nothing in common', () => {
  const names = (consumer: string) => token({ consumer }).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(names('cluster1').filter(name => names('cluster2').includes(name))).toEqual([]);
});

test('no object is shared, which would become an anchor in YAML', () => {
  const all = token().flatMap(referencesIn);
  expect(new Set(all).size).toBe(all.length);
});

test.each([
  [{ consumer: 'Cluster_1' }, 'consumer "Cluster_1" is not a DNS label'],
  [{ awsSecret: 'a b' }, 'AWS secret of the reader\'s token "a b" is neither the name nor the ARN of a secret in AWS Secrets Manager'],
  [{ awsSecret: Fn.ref('Secret') }, 'AWS secret of the reader\'s token is a CDK token'],
  [{ region: '' }, 'region of the AWS secret "" is not an AWS region'],
  [{ refreshMinutes: -1 }, 'refresh time "-1" is not a number of minutes'],
  [{ resourcePolicy: '' }, 'the resource policy of the reader\'s token is not a JSON object: expected what the AWS secret has'],
  [{ resourcePolicy: '[]' }, 'the resource policy of the reader\'s token is not a JSON object'],
  [{ resourcePolicy: 'null' }, 'the resource policy of the reader\'s token is not a JSON object'],
])('fails with %j', (props, message) => {
  expect(() => token(props)).toThrow(message);
});
