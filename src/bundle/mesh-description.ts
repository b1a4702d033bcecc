import { ClusterVpc, LinkKind, Mesh, MeshCluster, MeshLink } from '../mesh';
import { clusterStackNames } from '../mesh/cluster-stack-names';
import { MESH_DESCRIPTION_VERSION } from '../mesh/mesh-json';
import { EAST_WEST_PORT, ISTIO_NAMESPACE, KUBE_API_SERVER_NAME, loadBalancingName, readerServiceAccount } from '../mesh/names';
import { readableResources } from '../mesh/reader-rules';

/**
 * `mesh.json`: the mesh for programs, the command line tool first of all.
 *
 * @param files the paths of each cluster's bundle, by cluster
 */
export function meshDescription(mesh: Mesh, files: ReadonlyMap<MeshCluster, string[]>): string {
  const description = {
    version: MESH_DESCRIPTION_VERSION,
    meshId: mesh.meshId,
    trustDomain: mesh.trustDomain,
    dnsZone: mesh.dnsZone,
    clusters: mesh.clusters.map(cluster => describeCluster(cluster, files.get(cluster)!)),
    links: mesh.links.map(describeLink),
    findings: mesh.findings,
  };
  return `${JSON.stringify(description, undefined, 2)}\n`;
}

function describeCluster(cluster: MeshCluster, files: string[]): object {
  const { mesh, name } = cluster;
  return {
    name,
    network: cluster.network,
    account: cluster.account,
    region: cluster.region,
    vpc: describeVpc(cluster.vpc),
    istioVersion: cluster.istioVersion.version,
    revision: cluster.revision,
    istioNamespace: ISTIO_NAMESPACE,
    certificateAuthority: cluster.certificateAuthority.kind,
    stacks: clusterStackNames(cluster),
    loadBalancer: cluster.loadBalancer._maker,
    targetGroup: cluster.loadBalancer.fromKubernetesService || cluster.provides.length === 0 ? undefined : loadBalancingName(mesh.meshId, name),
    exports: cluster.exportedServices.map(service => ({
      host: service.host,
      ports: service.ports.map(port => ({ name: port.name, protocol: port.protocol, port: port.port })),
      serviceAccount: service.serviceAccount,
    })),
    imports: [...new Set(cluster.importedServices.map(service => service.host))],
    bundle: name,
    files,
  };
}

/** What is not known before the deployment is left out. */
function describeVpc({ _vpcId, availabilityZones, _subnetIds }: ClusterVpc): object {
  return { id: _vpcId, availabilityZones, subnetIds: _subnetIds };
}

function describeLink(link: MeshLink): object {
  const hostname = link._endpointHostname();
  return {
    consumer: link.consumer.name,
    provider: link.provider.name,
    mode: link.mode.kind,
    endpoint: { hostname, port: EAST_WEST_PORT },
    services: link.services.map(service => service.host),
    ...(link.mode.kind === LinkKind.DISCOVERY && {
      apiServer: { url: `https://${hostname}:${EAST_WEST_PORT}`, tlsServerName: KUBE_API_SERVER_NAME },
      reader: {
        namespace: ISTIO_NAMESPACE,
        serviceAccount: readerServiceAccount(link.consumer.name),
        access: link.mode.readerAccess,
        reads: readableResources(link._readerRules),
      },
      remoteSecret: link.mode.remoteSecret!.kind,
    }),
  };
}
