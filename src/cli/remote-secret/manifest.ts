import { parse, stringify } from 'yaml';
import { DiscoveryLink } from './links';
import {
  REMOTE_SECRET_CLUSTER_ANNOTATION, REMOTE_SECRET_LABEL, RemoteAccess, remoteKubeconfig, remoteSecretName,
} from '../../mesh/remote-kubeconfig';
import { KubeSecret } from '../kubernetes/kube-api';
import { MANAGED_BY } from '../kubernetes/managed-by';

/** Ways to sign in that istiod refuses: they would read files of its own, or run programs (`sanitizeKubeConfig`). */
const REFUSED_CREDENTIALS = ['exec', 'tokenFile', 'client-key', 'client-certificate', 'auth-provider'];

/** The labels by which istiod finds a remote secret, and by which this program knows its own. */
export const REMOTE_SECRET_LABELS = { ...MANAGED_BY, [REMOTE_SECRET_LABEL]: 'true' };

/** The Secret with which the consumer's istiod reads the provider's API server. */
export function remoteSecret(
  { consumer, provider, server, tlsServerName }: DiscoveryLink, { caData, token }: Pick<RemoteAccess, 'caData' | 'token'>,
): KubeSecret {
  const kubeconfig = yamlText(remoteKubeconfig({ cluster: provider.name, server, tlsServerName, caData, token }));
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: remoteSecretName(provider.name),
      namespace: consumer.istioNamespace,
      labels: REMOTE_SECRET_LABELS,
      annotations: { [REMOTE_SECRET_CLUSTER_ANNOTATION]: provider.name },
    },
    type: 'Opaque',
    data: { [provider.name]: Buffer.from(kubeconfig).toString('base64') },
  };
}

/** YAML as kubectl and istiod read it, which is 1.1: a cluster may be called `on`. */
export function yamlText(value: object): string {
  return stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}

/**
 * What a kubeconfig in a remote secret leads to.
 *
 * @param data the kubeconfig in Base64
 * @returns undefined when it cannot be read, holds no token, or istiod would refuse it
 */
export function remoteAccess(cluster: string, data: string): RemoteAccess | undefined {
  try {
    // A warning would quote the line that it is about.
    const config = parse(Buffer.from(data, 'base64').toString(), { version: '1.1', logLevel: 'error' });
    const { context } = config.contexts.find(({ name }: any) => name === config['current-context']);
    const target = config.clusters.find(({ name }: any) => name === context.cluster).cluster;
    const user = config.users.find(({ name }: any) => name === context.user).user;
    const { server, 'tls-server-name': tlsServerName, 'certificate-authority-data': caData } = target;
    const isWhole = [server, caData, user.token].every(value => typeof value === 'string' && value !== '')
      && (tlsServerName === undefined || typeof tlsServerName === 'string')
      && REFUSED_CREDENTIALS.every(key => user[key] === undefined);
    return isWhole ? { cluster, server, tlsServerName, caData, token: user.token } : undefined;
  } catch {
    return undefined;
  }
}
