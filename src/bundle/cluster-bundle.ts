import { BundleFile } from './bundle-file';
import { certificateAuthority } from './files/certificate-authority-file';
import { controller } from './files/controller-file';
import { demo } from './files/demo-file';
import { discoveredServices } from './files/discovered-services-file';
import { eastWestGateway } from './files/east-west-gateway-files';
import { exposure } from './files/exposure-files';
import { istiod } from './files/istiod-installation-files';
import { namespaces } from './files/namespace-file';
import { readers } from './files/readers-file';
import { remote } from './files/remote-file';
import { remoteSecrets } from './files/remote-secrets-file';
import { secretStores } from './files/secret-store-file';
import { stubServices } from './files/stub-services-file';
import { GitOps } from './git-ops';
import { MeshCluster } from '../mesh';

/** The files of a cluster's bundle, in the order in which they are applied. */
export function clusterBundle(cluster: MeshCluster, gitOps?: GitOps): BundleFile[] {
  return [
    namespaces(cluster),
    ...secretStores(cluster),
    ...certificateAuthority(cluster),
    ...istiod(cluster),
    ...eastWestGateway(cluster),
    ...exposure(cluster),
    ...cluster.consumes.filter(link => link._isDiscovery || link.services.length > 0).map(remote),
    ...stubServices(cluster),
    ...discoveredServices(cluster),
    ...readers(cluster),
    ...remoteSecrets(cluster),
    ...demo(cluster),
    ...(gitOps ? [controller(cluster, gitOps)] : []),
  ];
}
