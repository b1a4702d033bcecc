/**
 * The shape of a remote secret, as `istioctl create-remote-secret` makes it and istiod reads it.
 *
 * The command line tool fills it with a token, and the bundles with what External Secrets replaces by one.
 * https://istio.io/latest/docs/reference/commands/istioctl/#istioctl-create-remote-secret
 */

/** The only thing by which istiod tells a remote secret from others. */
export const REMOTE_SECRET_LABEL = 'istio/multiCluster';

/** Which cluster a remote secret leads to, for people and istioctl; istiod takes the key of the data. */
export const REMOTE_SECRET_CLUSTER_ANNOTATION = 'networking.istio.io/cluster';

export function remoteSecretName(provider: string): string {
  return `istio-remote-secret-${provider}`;
}

/** The API server of a cluster, and what proves the right to read it. */
export interface RemoteAccess {
  /** The name of the cluster that is read. */
  readonly cluster: string;
  /** The URL of its API server, as istiod in the consumer reaches it. */
  readonly server: string;
  /** The name that the API server's certificate must have, where the URL has another. */
  readonly tlsServerName?: string;
  /** What the certificate must be signed by: PEM in Base64. */
  readonly caData: string;
  /** The bearer token. */
  readonly token: string;
}

/** The kubeconfig, with the keys in the order in which istioctl writes them. */
export function remoteKubeconfig({ cluster, server, tlsServerName, caData, token }: RemoteAccess): object {
  return {
    'apiVersion': 'v1',
    'clusters': [{
      cluster: {
        'certificate-authority-data': caData,
        server,
        ...(tlsServerName !== undefined && { 'tls-server-name': tlsServerName }),
      },
      name: cluster,
    }],
    'contexts': [{ context: { cluster, user: cluster }, name: cluster }],
    'current-context': cluster,
    'kind': 'Config',
    'users': [{ name: cluster, user: { token } }],
  };
}
