import { manifests, ofKind } from './manifests';
import { RemoteReader, RemoteReaderProps } from '../../src/kubernetes';
import { ReaderAccess } from '../../src/mesh';

function reader(props: Partial<RemoteReaderProps> = {}): any[] {
  return manifests(chart => new RemoteReader(chart, 'reader', {
    consumer: 'cluster1', access: ReaderAccess.WITHOUT_SECRETS, configMaps: false, ...props,
  }));
}

function rules(props: Partial<RemoteReaderProps> = {}): any[] {
  return ofKind('ClusterRole', reader(props)).rules;
}

function resources(group: string, props: Partial<RemoteReaderProps> = {}): string[] {
  return rules(props).filter(({ apiGroups }) => apiGroups.includes(group)).flatMap(rule => rule.resources);
}

const EVERY_READER = Object.values(ReaderAccess).flatMap(access => [true, false].map(configMaps => ({ access, configMaps })));

test('an account for one consumer, whose role is bound to it alone', () => {
  const objects = reader();
  expect(ofKind('ServiceAccount', objects)).toEqual({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'istio-reader-cluster1', namespace: 'istio-system' },
    automountServiceAccountToken: false,
  });
  expect(ofKind('ClusterRole', objects).metadata).toEqual({ name: 'istio-privatelink-reader-cluster1' });
  expect(ofKind('ClusterRoleBinding', objects)).toMatchObject({
    metadata: { name: 'istio-privatelink-reader-cluster1' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'istio-privatelink-reader-cluster1' },
    subjects: [{ kind: 'ServiceAccount', name: 'istio-reader-cluster1', namespace: 'istio-system' }],
  });
  expect(objects).toHaveLength(3);
});

test('two consumers have nothing in common', () => {
  const names = (consumer: string) => reader({ consumer }).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(names('cluster1').filter(name => names('cluster2').includes(name))).toEqual([]);
});

test.each(EVERY_READER)('reads and never writes with %j', props => {
  for (const { verbs } of rules(props)) {
    expect(verbs).toEqual(['get', 'list', 'watch']);
  }
});

test.each(EVERY_READER)('no rule for every resource of Kubernetes itself with %j', props => {
  for (const { apiGroups, resources: named } of rules(props)) {
    expect(apiGroups).not.toContain('*');
    if (named.includes('*')) {
      expect(apiGroups.every((group: string) => group.endsWith('.istio.io'))).toBe(true);
    }
  }
});

test('discovers services, endpoints, nodes and gateways', () => {
  expect(resources('')).toEqual(expect.arrayContaining(['services', 'pods', 'nodes', 'namespaces']));
  expect(resources('discovery.k8s.io')).toEqual(['endpointslices']);
  expect(resources('gateway.networking.k8s.io')).toEqual(['gateways']);
  expect(resources('networking.istio.io')).toEqual(['*']);
  expect(resources('multicluster.x-k8s.io')).toEqual(['serviceexports', 'serviceimports']);
  expect(resources('apiextensions.k8s.io')).toEqual(['customresourcedefinitions']);
});

test.each(EVERY_READER)('reads Secrets and ConfigMaps as %j says', ({ access, configMaps }) => {
  const all = rules({ access, configMaps }).flatMap(rule => rule.resources);
  expect(all.includes('secrets')).toBe(access === ReaderAccess.WITH_SECRETS);
  expect(all.includes('configmaps')).toBe(configMaps);
});

test.each(EVERY_READER)('makes no reviews, which a mesh with an istiod in every cluster never asks for, with %j', props => {
  expect(rules(props).flatMap(rule => rule.resources)).not.toEqual(expect.arrayContaining([expect.stringMatching(/reviews$/)]));
});

test('fails when the consumer is not a DNS label', () => {
  expect(() => reader({ consumer: 'Cluster_1' })).toThrow('consumer "Cluster_1" is not a DNS label');
});
