import { LinkKind, Mesh, MeshCluster, MeshLink } from '../mesh';
import { needsSecretsStack } from '../mesh/cluster-secrets';
import {
  consumerStackName, EAST_WEST_PORT, ISTIO_NAMESPACE, KUBE_API_SERVER_NAME, loadBalancingName, providerStackName, readerServiceAccount,
  secretsStackName,
} from '../mesh/names';
import { readableResources } from '../mesh/reader-rules';

/** `mesh.json`: the mesh for programs, the command line tool first of all. Additions keep the version, other changes raise it. */
export const MESH_DESCRIPTION_VERSION = 1;

/**
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
    istioVersion: cluster.istioVersion.version,
    revision: cluster.revision,
    istioNamespace: ISTIO_NAMESPACE,
    certificateAuthority: cluster.certificateAuthority.kind,
    stacks: {
      provider: cluster.provides.length > 0 ? providerStackName(mesh.meshId, name) : undefined,
      consumer: cluster.consumes.length > 0 ? consumerStackName(mesh.meshId, name) : undefined,
      secrets: needsSecretsStack(cluster) ? secretsStackName(mesh.meshId, name) : undefined,
    },
    loadBalancer: cluster.loadBalancer.fromKubernetesService ? 'service' : 'cdk',
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
