import { KubeObject } from './kube-api';
import { quoted } from '../../mesh/quoted';

/** The mark of the objects that this program makes. https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export const MANAGED_BY = { 'app.kubernetes.io/managed-by': 'istio-privatelink' };

/** Whether this program made the object: what others made, it neither replaces nor deletes unasked. */
export function isOurs({ metadata }: KubeObject): boolean {
  return Object.entries(MANAGED_BY).every(([key, value]) => metadata.labels?.[key] === value);
}

/** The controller that keeps an object as it is, or undefined: what is written to it would not last. */
export function controllerOf({ metadata: { annotations = {}, labels = {}, ownerReferences = [] } }: KubeObject): string | undefined {
  const certificate = annotations['cert-manager.io/certificate-name'];
  if (certificate !== undefined) {
    return `cert-manager (Certificate ${quoted(certificate)})`;
  }
  if (labels['reconcile.external-secrets.io/managed'] === 'true') {
    return 'External Secrets';
  }
  if (annotations['argocd.argoproj.io/tracking-id'] !== undefined) {
    return 'Argo CD';
  }
  if (labels['kustomize.toolkit.fluxcd.io/name'] !== undefined) {
    return 'Flux';
  }
  if (annotations['meta.helm.sh/release-name'] !== undefined) {
    return `Helm (release ${quoted(annotations['meta.helm.sh/release-name'])})`;
  }
  const [owner] = ownerReferences;
  return owner && `its owner (${owner.kind} ${owner.name})`;
}
