import { StubService } from '../../kubernetes/stub-service';
import { ExportedService, MeshCluster, NameResolution } from '../../mesh';
import { BundleFile } from '../bundle-file';

export function stubServices(cluster: MeshCluster): BundleFile[] {
  const services = stubs(cluster);
  return services.length === 0 ? [] : [{
    path: '41-stub-services.yaml',
    purpose: `Names by which callers in cluster ${cluster.name} resolve services that only other clusters run.`,
    syncWave: 20,
    content: {
      chart: chart => {
        for (const { host, namespace, name, ports } of services) {
          new StubService(chart, host, { namespace, name, ports });
        }
      },
    },
  }];
}

/** Imported services that no Service of the cluster itself stands for. */
export function stubs(cluster: MeshCluster): ExportedService[] {
  if (cluster.nameResolution !== NameResolution.STUB_SERVICES) {
    return [];
  }
  const own = new Set(cluster.exportedServices.map(service => service.host));
  const byHost = new Map(cluster.importedServices.filter(service => !own.has(service.host)).map(service => [service.host, service]));
  return [...byHost.values()];
}
