import { DiscoveredService } from '../../kubernetes/discovered-service';
import { MeshCluster, ServicePort } from '../../mesh';
import { BundleFile } from '../bundle-file';

export function discoveredServices(cluster: MeshCluster): BundleFile[] {
  const services = discovered(cluster);
  return services.size === 0 ? [] : [{
    path: '42-discovered-services.yaml',
    purpose: `How callers in cluster ${cluster.name} connect to the services of other clusters.`,
    syncWave: 20,
    content: {
      chart: chart => services.forEach((ports, host) => new DiscoveredService(chart, host, { host, ports })),
    },
  }];
}

/** The ports by host: where several clusters run a service, istiod merges their endpoints, and the ports of all count. */
function discovered(cluster: MeshCluster): Map<string, ServicePort[]> {
  const overDiscovery = new Set(cluster.consumes.filter(link => link._isDiscovery).flatMap(link => link.services));
  const portsByHost = new Map<string, ServicePort[]>();
  for (const { host, ports } of cluster.importedServices.filter(service => overDiscovery.has(service))) {
    const known = portsByHost.get(host) ?? [];
    portsByHost.set(host, [...known, ...ports.filter(({ port }) => !known.some(other => other.port === port))]);
  }
  return portsByHost;
}
