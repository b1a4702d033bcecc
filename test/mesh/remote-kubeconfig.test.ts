import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { clusterNames } from './arbitraries';
import { remoteKubeconfig, remoteSecretName } from '../../src/mesh/remote-kubeconfig';

const ACCESS = { cluster: 'cluster2', server: 'https://cluster2.mesh.internal:15443', caData: 'Q0E=', token: 'token' };

// As istioctl create-remote-secret writes it: keys in this order, the name of the cluster for cluster, context and user alike.
test('is what istioctl writes, key for key', () => {
  expect(stringify(remoteKubeconfig(ACCESS))).toBe(`apiVersion: v1
clusters:
  - cluster:
      certificate-authority-data: Q0E=
      server: https://cluster2.mesh.internal:15443
    name: cluster2
contexts:
  - context:
      cluster: cluster2
      user: cluster2
    name: cluster2
current-context: cluster2
kind: Config
users:
  - name: cluster2
    user:
      token: token
`);
});

test('names what the certificate of the API server must name, where it is given', () => {
  expect(remoteKubeconfig({ ...ACCESS, tlsServerName: 'kubernetes.default.svc' })).toMatchObject({
    clusters: [{ cluster: { 'certificate-authority-data': 'Q0E=', 'server': ACCESS.server, 'tls-server-name': 'kubernetes.default.svc' } }],
  });
  expect(JSON.stringify(remoteKubeconfig(ACCESS))).not.toContain('tls-server-name');
});

test('the token is in one place only', () => {
  expect(JSON.stringify(remoteKubeconfig({ ...ACCESS, token: 'SENTINEL' })).split('SENTINEL')).toHaveLength(2);
});

test('property: remote secrets have names that Kubernetes takes, another for each cluster', () => {
  fc.assert(fc.property(fc.uniqueArray(clusterNames(), { minLength: 2, maxLength: 20 }), clusters => {
    const names = clusters.map(remoteSecretName);
    names.forEach(name => expect(name).toMatch(/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/));
    expect(new Set(names).size).toBe(clusters.length);
  }));
  expect(remoteSecretName('cluster2')).toBe('istio-remote-secret-cluster2');
});
