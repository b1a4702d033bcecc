import { manifest } from './manifests';
import { RemoteNetworkGateway, RemoteNetworkGatewayProps } from '../../src/kubernetes';

function gateway(props: Partial<RemoteNetworkGatewayProps> = {}): any {
  return manifest(chart => new RemoteNetworkGateway(chart, 'gateway', {
    cluster: 'cluster2', network: 'network2', address: 'cluster2.mesh.internal', ...props,
  }));
}

test('names the endpoint as the gateway of the other network', () => {
  expect(gateway()).toEqual({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: {
      name: 'istio-remote-cluster2',
      namespace: 'istio-system',
      labels: { 'topology.istio.io/network': 'network2' },
    },
    spec: {
      gatewayClassName: 'istio-remote',
      addresses: [{ type: 'Hostname', value: 'cluster2.mesh.internal' }],
      listeners: [{
        name: 'cross-network',
        port: 15443,
        protocol: 'TLS',
        tls: { mode: 'Passthrough', options: { 'gateway.istio.io/listener-protocol': 'auto-passthrough' } },
      }],
    },
  });
});

test('says that an IPv4 address is one, because istiod skips an address without a type', () => {
  expect(gateway({ address: '10.0.0.10' }).spec.addresses).toEqual([{ type: 'IPAddress', value: '10.0.0.10' }]);
});

test.each([
  [{ cluster: 'Cluster2' }, 'cluster name "Cluster2" is not a DNS label'],
  [{ network: '' }, 'network "" of cluster "cluster2" is not a DNS label'],
  [{ address: 'endpoint' }, 'address "endpoint" of cluster "cluster2" is not a DNS name'],
  [{ address: '10.0.0.256' }, 'address "10.0.0.256" of cluster "cluster2" is neither an IPv4 address nor a DNS name'],
  [{ address: 'fd00::1' }, 'address "fd00::1" of cluster "cluster2" is not a DNS name'],
  [{ address: 'cluster2.mesh.internal:15443' }, 'is not a DNS name'],
])('fails when the props have %j', (props, message) => {
  expect(() => gateway(props)).toThrow(message);
});
