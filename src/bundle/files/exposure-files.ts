import { ExposedKubeApi } from '../../kubernetes/exposed-kube-api';
import { ExposedServices } from '../../kubernetes/exposed-services';
import { MeshCluster } from '../../mesh';
import { BundleFile } from '../bundle-file';

export function exposure(cluster: MeshCluster): BundleFile[] {
  const hosts = cluster.exposeAllServices ? ['*.local'] : cluster.exportedServices.map(service => service.host);
  const services: BundleFile = {
    path: '30-expose-services.yaml',
    purpose: `What the east-west gateway of cluster ${cluster.name} passes on.`,
    syncWave: 10,
    content: { chart: chart => { new ExposedServices(chart, 'services', { hosts }); } },
  };
  const kubeApi: BundleFile = {
    path: '31-kube-api.yaml',
    purpose: `The API server of cluster ${cluster.name}, on the same port, for the istiod of clusters that discover services here.`,
    syncWave: 10,
    content: { chart: chart => { new ExposedKubeApi(chart, 'kube-api'); } },
  };
  return cluster.provides.length === 0 ? [] : [
    ...(hosts.length > 0 ? [services] : []),
    ...(cluster.provides.some(link => link._isDiscovery) ? [kubeApi] : []),
  ];
}
