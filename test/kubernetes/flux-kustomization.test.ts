import { manifest } from './manifests';
import { FluxKustomization, FluxKustomizationProps } from '../../src/kubernetes';

const PROPS: FluxKustomizationProps = {
  name: 'demo-cluster1',
  namespace: 'flux-system',
  path: 'dist/cluster1',
  sourceName: 'mesh',
  sourceKind: 'GitRepository',
  gatewayHealthCheck: true,
};

function kustomization(props: Partial<FluxKustomizationProps> = {}): any {
  return manifest(chart => new FluxKustomization(chart, 'kustomization', { ...PROPS, ...props }));
}

test('keeps the cluster as the bundle says, and is ready once the gateway is', () => {
  expect(kustomization()).toEqual({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'demo-cluster1', namespace: 'flux-system' },
    spec: {
      interval: '10m',
      retryInterval: '1m',
      timeout: '5m',
      path: './dist/cluster1',
      prune: true,
      sourceRef: { kind: 'GitRepository', name: 'mesh' },
      healthChecks: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'istio-eastwestgateway', namespace: 'istio-system' }],
    },
  });
});

test('a bundle without the gateway is ready at once', () => {
  expect(kustomization({ gatewayHealthCheck: false }).spec).not.toHaveProperty('healthChecks');
});

test('a path that starts with a dot already', () => {
  expect(kustomization({ path: './dist/cluster1' }).spec.path).toBe('./dist/cluster1');
});

test.each(['GitRepository', 'OCIRepository', 'Bucket'])('takes a %s', sourceKind => {
  expect(kustomization({ sourceKind }).spec.sourceRef.kind).toBe(sourceKind);
});

test.each([
  [{ sourceKind: 'HelmRepository' }, 'has the kind "HelmRepository": expected one of GitRepository, OCIRepository, Bucket'],
  [{ name: '' }, 'Flux kustomization "" is not a Kubernetes name'],
  [{ namespace: 'flux.system' }, 'namespace "flux.system" of Flux kustomization "demo-cluster1" is not a DNS label'],
  [{ sourceName: 'Mesh' }, 'source "Mesh" of Flux kustomization "demo-cluster1" is not a Kubernetes name'],
  [{ path: '' }, 'path "" of Flux kustomization "demo-cluster1" is not a path in a repository'],
])('fails when the props have %j', (props, message) => {
  expect(() => kustomization(props)).toThrow(message);
});
