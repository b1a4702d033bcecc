import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { COREDNS_USER } from './dns';
import { ClusterAuthority } from '../../api-server/certificates';
import { clientKubeconfig, controlPlaneKeys } from '../../control-plane/keys';
import { API_SERVER_PORT } from '../network/management-link';
import { LabVpc } from '../vpc';

/** The first address of the services' range is that of the Service `kubernetes`. */
export function kubernetesService({ serviceCidr }: LabVpc): string {
  return serviceCidr.replace(/\.0\/\d+$/, '.1');
}

/** Writes the certificates, keys and kubeconfigs of everything that runs in a cluster, and of its administrator. */
export async function writeClusterKeys(vpc: LabVpc, nodeName: string, directory: string): Promise<void> {
  const { cluster, nodeAddress, managementAddress } = vpc;
  const authority = await ClusterAuthority.create(cluster);
  const server = `https://${nodeAddress}:${API_SERVER_PORT}`;
  const client = async (commonName: string) => clientKubeconfig(authority, { cluster, server, commonName });
  const node = { commonName: `system:node:${nodeName}`, organization: 'system:nodes' };
  const kubelet = await authority.issue({ ...node, dnsNames: [nodeName], ipAddresses: [nodeAddress] });
  const kubeletClient = await authority.issue({ commonName: 'kube-apiserver-kubelet-client', organization: 'system:masters' });
  const admin = await authority.issue({ commonName: 'admin', organization: 'system:masters' });
  const contents: { [file: string]: string } = {
    ...await controlPlaneKeys(authority, { cluster, server, ipAddresses: [nodeAddress, managementAddress, kubernetesService(vpc), '127.0.0.1'] }),
    'kubelet.crt': kubelet.certificate,
    'kubelet.key': kubelet.key,
    'kubelet.kubeconfig': await clientKubeconfig(authority, { cluster, server, ...node }),
    'kubelet-client.crt': kubeletClient.certificate,
    'kubelet-client.key': kubeletClient.key,
    'scheduler.kubeconfig': await client('system:kube-scheduler'),
    'kube-proxy.kubeconfig': await client('system:kube-proxy'),
    'coredns.kubeconfig': await client(COREDNS_USER),
    'admin.crt': admin.certificate,
    'admin.key': admin.key,
  };
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const [file, text] of Object.entries(contents)) {
    writeFileSync(join(directory, file), text, { mode: 0o600 });
  }
}
