import { ImportedService } from '../../kubernetes/imported-service';
import { RemoteNetworkGateway } from '../../kubernetes/remote-network-gateway';
import { MeshLink } from '../../mesh';
import { BundleFile } from '../bundle-file';

export function remote(link: MeshLink): BundleFile {
  const { consumer, provider } = link;
  const address = link._endpointHostname();
  return {
    path: `40-remote-${provider.name}.yaml`,
    purpose: link._isDiscovery
      ? `Where cluster ${consumer.name} finds the gateway of network ${provider.network}.`
      : `The services that cluster ${consumer.name} calls in cluster ${provider.name}, and the identities that it accepts there.`,
    syncWave: 20,
    content: {
      chart: chart => {
        if (link._isDiscovery) {
          new RemoteNetworkGateway(chart, 'gateway', { cluster: provider.name, network: provider.network, address });
          return;
        }
        for (const service of link.services) {
          new ImportedService(chart, service.host, {
            host: service.host,
            ports: service.ports,
            address,
            trustDomain: consumer.mesh.trustDomain,
            namespace: service.namespace,
            serviceAccount: service.serviceAccount!,
          });
        }
      },
    },
  };
}
