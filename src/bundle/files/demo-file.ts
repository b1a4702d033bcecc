import { DemoApplication } from '../../kubernetes/demo-application';
import { MeshCluster } from '../../mesh';
import { BundleFile } from '../bundle-file';

export function demo(cluster: MeshCluster): BundleFile[] {
  const servers = cluster.demoWebServers;
  return servers.length === 0 ? [] : [{
    path: '90-demo.yaml',
    purpose: `The sample web server of cluster ${cluster.name}.`,
    syncWave: 40,
    content: {
      chart: chart => {
        for (const { service, image, replicas } of servers) {
          new DemoApplication(chart, service.host, {
            cluster: cluster.name,
            namespace: service.namespace,
            name: service.name,
            serviceAccount: service.serviceAccount!,
            port: service.ports[0],
            image,
            replicas,
            revision: cluster.revision,
          });
        }
      },
    },
  }];
}
