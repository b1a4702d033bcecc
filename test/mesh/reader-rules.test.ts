import { ReaderAccess } from '../../src/mesh';
import { readableResources, readerRules } from '../../src/mesh/reader-rules';

const core = (access: ReaderAccess, configMaps: boolean) => readerRules(access, configMaps).find(({ apiGroups }) => apiGroups.includes(''))!.resources;

const EVERY = Object.values(ReaderAccess).flatMap(access => [true, false].map(configMaps => [access, configMaps] as const));

test('of the core group, Secrets and ConfigMaps on request only, sorted', () => {
  const always = ['endpoints', 'namespaces', 'nodes', 'pods', 'replicationcontrollers', 'services'];
  expect(core(ReaderAccess.WITHOUT_SECRETS, false)).toEqual(always);
  expect(core(ReaderAccess.WITHOUT_SECRETS, true)).toEqual([...always, 'configmaps'].sort());
  expect(core(ReaderAccess.WITH_SECRETS, false)).toEqual([...always, 'secrets'].sort());
  expect(core(ReaderAccess.WITH_SECRETS, true)).toEqual([...always, 'configmaps', 'secrets'].sort());
});

test.each(EVERY)('reads and never writes (%s, config maps: %s)', (access, configMaps) => {
  readerRules(access, configMaps).forEach(({ verbs }) => expect(verbs).toEqual(['get', 'list', 'watch']));
});

test.each(EVERY)('every resource only of groups of Istio (%s, config maps: %s)', (access, configMaps) => {
  for (const { apiGroups, resources } of readerRules(access, configMaps)) {
    expect(apiGroups).not.toContain('*');
    expect(resources.includes('*')).toBe(apiGroups.every(group => group.endsWith('.istio.io')));
  }
});

test('the rules of one caller are not those of the next', () => {
  readerRules(ReaderAccess.WITHOUT_SECRETS, false)[0].resources.push('secrets');
  expect(core(ReaderAccess.WITHOUT_SECRETS, false)).not.toContain('secrets');
});

test('resources are written as kubectl writes them, sorted', () => {
  expect(readableResources(readerRules(ReaderAccess.WITH_SECRETS, true))).toEqual([
    '*.extensions.istio.io', '*.networking.istio.io', '*.security.istio.io', '*.telemetry.istio.io', 'configmaps',
    'customresourcedefinitions.apiextensions.k8s.io', 'endpoints', 'endpointslices.discovery.k8s.io', 'gateways.gateway.networking.k8s.io',
    'gateways.networking.x-k8s.io', 'namespaces', 'nodes', 'pods', 'replicasets.apps', 'replicationcontrollers', 'secrets',
    'serviceexports.multicluster.x-k8s.io', 'serviceimports.multicluster.x-k8s.io', 'services',
  ]);
  expect(readableResources([])).toEqual([]);
  expect(readableResources([{ apiGroups: ['b', ''], resources: ['y', 'x'], verbs: [] }])).toEqual(['x', 'x.b', 'y', 'y.b']);
});
