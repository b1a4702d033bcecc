import { DiscoveryLink } from './links';
import { remoteSecretName } from '../../mesh/remote-kubeconfig';
import { RemoteSecretKind } from '../../mesh/remote-secret-kind';
import { KubeSecret } from '../kubernetes/kube-api';
import { isOurs } from '../kubernetes/managed-by';

/** What to do about a remote secret that is missing or wrong. */
export function createAdvice(link: DiscoveryLink, secret?: KubeSecret): string {
  const { consumer, provider } = link;
  const name = remoteSecretName(provider.name);
  if (link.remoteSecret === RemoteSecretKind.EXTERNAL_SECRETS) {
    return `see "kubectl describe externalsecret ${name} -n ${consumer.istioNamespace}" in ${consumer.name}`;
  }
  const command = `run "istio-privatelink remote-secret create --from ${provider.name} --to ${consumer.name} --apply`;
  if (secret === undefined) {
    return `${command}"`;
  }
  return secret.metadata.name === name ? `${command}${isOurs(secret) ? '' : ' --force'}"` : `delete that Secret, then ${command}"`;
}

/** What to do about a token that is to be replaced while it is still good. */
export function rotateAdvice({ consumer, provider, remoteSecret }: DiscoveryLink): string {
  return remoteSecret === RemoteSecretKind.EXTERNAL_SECRETS
    ? 'raise tokenRevision where the mesh is declared'
    : `run "istio-privatelink remote-secret rotate --from ${provider.name} --to ${consumer.name}"`;
}
