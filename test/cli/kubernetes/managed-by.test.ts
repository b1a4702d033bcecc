import { KubeMetadata } from '../../../src/cli/kubernetes/kube-api';
import { controllerOf, isOurs, MANAGED_BY } from '../../../src/cli/kubernetes/managed-by';

test.each<[string, KubeMetadata, boolean]>([
  ['our label', { labels: { team: 'mesh', ...MANAGED_BY } }, true],
  ['another\'s', { labels: { 'app.kubernetes.io/managed-by': 'Helm' } }, false],
  ['other labels', { labels: { team: 'mesh' } }, false],
  ['no labels', {}, false],
  ['our mark as an annotation', { annotations: MANAGED_BY }, false],
])('what has %s', (_, metadata, expected) => {
  expect(isOurs({ metadata })).toBe(expected);
});

test.each<[string, KubeMetadata, string | undefined]>([
  ['nothing', {}, undefined],
  ['our label', { labels: MANAGED_BY }, undefined],
  ['cert-manager\'s annotation', { annotations: { 'cert-manager.io/certificate-name': 'istio-ca' } }, 'cert-manager (Certificate "istio-ca")'],
  ['an annotation of two lines', { annotations: { 'cert-manager.io/certificate-name': 'a\nb' } }, 'cert-manager (Certificate "a\\nb")'],
  ['the label of External Secrets', { labels: { 'reconcile.external-secrets.io/managed': 'true' } }, 'External Secrets'],
  ['that label with another value', { labels: { 'reconcile.external-secrets.io/managed': 'false' } }, undefined],
  ['an id of Argo CD', { annotations: { 'argocd.argoproj.io/tracking-id': 'app:/Secret:istio-system/cacerts' } }, 'Argo CD'],
  ['the label of Flux', { labels: { 'kustomize.toolkit.fluxcd.io/name': 'mesh' } }, 'Flux'],
  ['a release of Helm', { annotations: { 'meta.helm.sh/release-name': 'certs' } }, 'Helm (release "certs")'],
  ['an owner', { ownerReferences: [{ kind: 'SealedSecret', name: 'cacerts' }] }, 'its owner (SealedSecret cacerts)'],
])('what has %s is kept by', (_, metadata, expected) => {
  expect(controllerOf({ metadata })).toBe(expected);
});
