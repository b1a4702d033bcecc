import { ClusterAuthority, Holder, newKeyPair } from '../api-server/certificates';
import { kubeconfig } from '../api-server/kubeconfig';

/** Who a program is to the API server, and where it finds it. */
export interface ClientOptions extends Holder {
  /** The name of the cluster. */
  readonly cluster: string;
  readonly server: string;
}

/** A kubeconfig for a program that is part of the cluster. */
export async function clientKubeconfig(authority: ClusterAuthority, { cluster, server, ...holder }: ClientOptions): Promise<string> {
  return kubeconfig([{ name: cluster, server, authority: authority.certificate, client: await authority.issue(holder) }], cluster);
}

export interface ControlPlaneKeysOptions {
  /** The name of the cluster. */
  readonly cluster: string;
  /** The address of the API server for the controller manager. */
  readonly server: string;
  /** All addresses of the API server. */
  readonly ipAddresses: readonly string[];
}

/** What the servers of a control plane read, text by file name; `flags.ts` names the files. */
export async function controlPlaneKeys(authority: ClusterAuthority, options: ControlPlaneKeysOptions): Promise<{ [file: string]: string }> {
  const { cluster, server, ipAddresses } = options;
  const etcd = await authority.issue({ commonName: 'etcd', ipAddresses: ['127.0.0.1'] });
  const apiServer = await authority.issue({
    commonName: 'kube-apiserver',
    dnsNames: ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local', 'localhost'],
    ipAddresses,
  });
  const serviceAccounts = newKeyPair();
  return {
    'ca.crt': authority.certificate,
    'etcd.crt': etcd.certificate,
    'etcd.key': etcd.key,
    'apiserver.crt': apiServer.certificate,
    'apiserver.key': apiServer.key,
    'service-accounts.key': serviceAccounts.privateKey,
    'service-accounts.pub': serviceAccounts.publicKey,
    'controller-manager.kubeconfig': await clientKubeconfig(authority, { cluster, server, commonName: 'system:kube-controller-manager' }),
  };
}
