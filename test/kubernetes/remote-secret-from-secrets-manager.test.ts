import { Fn } from 'aws-cdk-lib';
import { parse } from 'yaml';
import { manifest } from './manifests';
import { RemoteSecretFromSecretsManager, RemoteSecretFromSecretsManagerProps } from '../../src/kubernetes';
import { remoteKubeconfig, remoteSecretName } from '../../src/mesh/remote-kubeconfig';

const AWS_SECRET = 'arn:aws:secretsmanager:us-east-1:222222222222:secret:mesh/cluster2/token';
const CA = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

function remoteSecret(props: Partial<RemoteSecretFromSecretsManagerProps> = {}): any {
  return manifest(chart => new RemoteSecretFromSecretsManager(chart, 'secret', {
    cluster: 'cluster2', address: 'cluster2.mesh.internal', awsSecret: AWS_SECRET, region: 'us-east-1', ...props,
  }));
}

/** What External Secrets does with the two expressions of the template, as Go and sprig do it. */
function rendered(template: string, { token, ca }: { token: string; ca: string }): string {
  return template
    .replace('{{ .ca | b64enc }}', () => Buffer.from(ca).toString('base64'))
    .replace('{{ .token | toJson }}', () => JSON.stringify(token).replace(/[<>&]/g, character => `\\u00${character.charCodeAt(0).toString(16)}`));
}

test('a Secret that istiod takes for a remote secret, and that goes with the object', () => {
  const { apiVersion, kind, metadata, spec } = remoteSecret();
  expect({ apiVersion, kind, metadata }).toEqual({
    apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', metadata: { name: 'istio-remote-secret-cluster2', namespace: 'istio-system' },
  });
  expect(spec).toEqual({
    refreshInterval: '60m',
    secretStoreRef: { kind: 'SecretStore', name: 'istio-privatelink-us-east-1' },
    target: {
      name: remoteSecretName('cluster2'),
      creationPolicy: 'Owner',
      deletionPolicy: 'Retain',
      template: {
        engineVersion: 'v2',
        type: 'Opaque',
        metadata: { labels: { 'istio/multiCluster': 'true' }, annotations: { 'networking.istio.io/cluster': 'cluster2' } },
        data: { cluster2: expect.any(String) },
      },
    },
    data: [
      { secretKey: 'token', remoteRef: { key: AWS_SECRET, property: 'token' } },
      { secretKey: 'ca', remoteRef: { key: AWS_SECRET, property: 'ca' } },
    ],
  });
});

test('the template gives the kubeconfig that the command line tool makes', () => {
  const text = rendered(remoteSecret().spec.target.template.data.cluster2, { token: 'eyJ.a-b_c.d', ca: CA });
  expect(text).not.toContain('{{');
  expect(parse(text)).toEqual(remoteKubeconfig({
    cluster: 'cluster2',
    server: 'https://cluster2.mesh.internal:15443',
    tlsServerName: 'kubernetes.default.svc',
    caData: Buffer.from(CA).toString('base64'),
    token: 'eyJ.a-b_c.d',
  }));
});

test('a token of another cluster can be nothing but a token', () => {
  const token = '"\nclusters: [{cluster: {server: "https://evil.example.com"}}] <&> \\ {{ .ca }}';
  const kubeconfig = parse(rendered(remoteSecret().spec.target.template.data.cluster2, { token, ca: CA }));
  expect(kubeconfig.users).toEqual([{ name: 'cluster2', user: { token } }]);
  expect(kubeconfig.clusters[0].cluster.server).toBe('https://cluster2.mesh.internal:15443');
});

test('an address that is an IPv4 address, a secret by its name, read more often', () => {
  const { spec } = remoteSecret({ address: '10.0.0.10', awsSecret: 'mesh/cluster2/token', refreshMinutes: 5 });
  expect(parse(rendered(spec.target.template.data.cluster2, { token: 't', ca: CA })).clusters[0].cluster.server).toBe('https://10.0.0.10:15443');
  expect(spec.data[0].remoteRef.key).toBe('mesh/cluster2/token');
  expect(spec.refreshInterval).toBe('5m');
});

test.each([
  [{ cluster: 'Cluster_2' }, 'cluster name "Cluster_2" is not a DNS label'],
  [{ address: '10.0.0' }, 'address "10.0.0" of cluster "cluster2" is neither an IPv4 address nor a DNS name'],
  [{ address: Fn.importValue('Dns') }, 'address of cluster "cluster2" is a CDK token'],
  [{ awsSecret: '{{ .x }}' }, 'AWS secret "{{ .x }}" of cluster "cluster2" is neither the name nor the ARN of a secret in AWS Secrets Manager'],
  [{ region: 'here' }, 'region of the AWS secret "here" is not an AWS region'],
  [{ refreshMinutes: NaN }, 'refresh time "NaN" is not a number of minutes'],
])('fails with %j', (props, message) => {
  expect(() => remoteSecret(props)).toThrow(message);
});
