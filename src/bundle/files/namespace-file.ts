import { stubs } from './stub-services-file';
import { MeshNamespace } from '../../kubernetes/mesh-namespace';
import { MeshCluster } from '../../mesh';
import { ISTIO_NAMESPACE } from '../../mesh/names';
import { BundleFile } from '../bundle-file';

export function namespaces(cluster: MeshCluster): BundleFile {
  // The demo brings its own namespace, and an object belongs in one file.
  const elsewhere = new Set([ISTIO_NAMESPACE, ...cluster.demoWebServers.map(server => server.service.namespace)]);
  const exported = new Set(cluster.exportedServices.map(service => service.namespace).filter(name => !elsewhere.has(name)));
  const stubbed = new Set(stubs(cluster).map(service => service.namespace).filter(name => !elsewhere.has(name) && !exported.has(name)));
  return {
    path: '00-namespace.yaml',
    purpose: `The namespaces of cluster ${cluster.name}, and the network that Istio's own namespace says the cluster is.`,
    syncWave: -30,
    content: {
      chart: chart => {
        new MeshNamespace(chart, 'istio', { name: ISTIO_NAMESPACE, network: cluster.network });
        for (const name of [...exported].sort()) {
          new MeshNamespace(chart, name, { name, injection: true, revision: cluster.revision });
        }
        for (const name of [...stubbed].sort()) {
          new MeshNamespace(chart, name, { name });
        }
      },
    },
  };
}
