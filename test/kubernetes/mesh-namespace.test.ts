import { manifest } from './manifests';
import { MeshNamespace, MeshNamespaceProps } from '../../src/kubernetes';

function namespace(props: MeshNamespaceProps): any {
  return manifest(chart => new MeshNamespace(chart, 'namespace', props));
}

test('a GitOps controller that loses the declaration keeps the namespace', () => {
  expect(namespace({ name: 'shop' })).toEqual({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: 'shop',
      annotations: {
        'argocd.argoproj.io/sync-options': 'Prune=false',
        'kustomize.toolkit.fluxcd.io/prune': 'disabled',
      },
    },
  });
});

test('the network comes with readiness gates, so that a rollout of the gateway waits for its target group', () => {
  expect(namespace({ name: 'istio-system', network: 'network1' }).metadata.labels).toEqual({
    'topology.istio.io/network': 'network1',
    'elbv2.k8s.aws/pod-readiness-gate-inject': 'enabled',
  });
});

test('injection by the default revision', () => {
  expect(namespace({ name: 'shop', injection: true }).metadata.labels).toEqual({ 'istio-injection': 'enabled' });
});

test('injection by a named revision, without the label that would mean the default one', () => {
  expect(namespace({ name: 'shop', injection: true, revision: 'stable' }).metadata.labels).toEqual({ 'istio.io/rev': 'stable' });
});

test.each([
  [{ name: 'Shop' }, 'namespace "Shop" is not a DNS label'],
  [{ name: 'istio-system', network: 'net_1' }, 'network "net_1" is not a DNS label'],
  [{ name: 'shop', injection: true, revision: '1.31' }, 'revision "1.31" is not a DNS label'],
  [{ name: 'shop', revision: 'stable' }, 'namespace "shop" names revision "stable" but has no injection'],
])('fails when the props are %j', (props, message) => {
  expect(() => namespace(props)).toThrow(message);
});
