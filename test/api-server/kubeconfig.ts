import { stringify } from 'yaml';
import { Credentials } from './certificates';

/** What a kubeconfig says of one cluster; its context, its cluster and its user have the same name. */
export interface KubeconfigEntry {
  readonly name: string;
  readonly server: string;
  /** PEM. */
  readonly authority: string;
  readonly client: Credentials;
}

/** A kubeconfig. Without a current context, who forgets to name one gets an error instead of any cluster. */
export function kubeconfig(entries: readonly KubeconfigEntry[], currentContext = ''): string {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return stringify({
    'apiVersion': 'v1',
    'kind': 'Config',
    'clusters': entries.map(({ name, server, authority }) => ({ name, cluster: { server, 'certificate-authority-data': base64(authority) } })),
    'users': entries.map(({ name, client }) => ({
      name,
      user: { 'client-certificate-data': base64(client.certificate), 'client-key-data': base64(client.key) },
    })),
    'contexts': entries.map(({ name }) => ({ name, context: { cluster: name, user: name } })),
    'current-context': currentContext,
  }, { lineWidth: 0 });
}
