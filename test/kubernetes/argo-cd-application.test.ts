import { Aws } from 'aws-cdk-lib';
import { manifest } from './manifests';
import { ArgoCdApplication, ArgoCdApplicationProps } from '../../src/kubernetes';

const PROPS: ArgoCdApplicationProps = {
  name: 'demo-cluster1',
  repoUrl: 'https://git.example/mesh.git',
  path: 'dist/cluster1',
  targetRevision: 'main',
  project: 'default',
  argoNamespace: 'argocd',
  destinationName: 'cluster1',
};

function application(props: Partial<ArgoCdApplicationProps> = {}): any {
  return manifest(chart => new ArgoCdApplication(chart, 'application', { ...PROPS, ...props }));
}

test('keeps the cluster as the bundle says, and tries again while istiod starts', () => {
  expect(application()).toEqual({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'demo-cluster1', namespace: 'argocd' },
    spec: {
      project: 'default',
      source: { repoURL: 'https://git.example/mesh.git', path: 'dist/cluster1', targetRevision: 'main' },
      destination: { name: 'cluster1' },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        syncOptions: ['ServerSideApply=true'],
        retry: { limit: 10, backoff: { duration: '10s', factor: 2, maxDuration: '5m' } },
      },
    },
  });
});

test('the cluster by the URL of its API server', () => {
  expect(application({ destinationName: undefined, destinationServer: 'https://kubernetes.default.svc' }).spec.destination)
    .toEqual({ server: 'https://kubernetes.default.svc' });
});

test.each([
  [{ destinationName: undefined }, 'Argo CD application "demo-cluster1" has no destination: give exactly one of destinationServer and destinationName'],
  [{ destinationServer: 'https://kubernetes.default.svc' }, 'Argo CD application "demo-cluster1" has two destinations'],
  [{ destinationName: '' }, 'destinationName of Argo CD application "demo-cluster1" is empty'],
  [{ repoUrl: ' ' }, 'repoUrl of Argo CD application "demo-cluster1" is empty'],
  [{ project: '' }, 'project of Argo CD application "demo-cluster1" is empty'],
  [{ targetRevision: Aws.REGION }, 'targetRevision of Argo CD application "demo-cluster1" is a CDK token'],
  [{ name: 'Demo' }, 'Argo CD application "Demo" is not a Kubernetes name'],
  [{ argoNamespace: 'argo.cd' }, 'namespace of Argo CD "argo.cd" is not a DNS label'],
  [{ path: '/dist' }, 'path "/dist" of Argo CD application "demo-cluster1" is not a path in a repository: expected one from the root'],
  [{ path: 'dist/../..' }, 'path "dist/../.." of Argo CD application "demo-cluster1" is not a path in a repository'],
])('fails when the props have %j', (props, message) => {
  expect(() => application(props)).toThrow(message);
});
