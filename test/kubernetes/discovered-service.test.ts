import { manifests } from './manifests';
import { DiscoveredService } from '../../src/kubernetes';
import { ServicePort } from '../../src/mesh';

function destinationRule(...ports: ServicePort[]): any {
  const objects = manifests(chart => new DiscoveredService(chart, 'service', { host: 'api.shop.svc.cluster.local', ports }));
  expect(objects).toHaveLength(1);
  return objects[0];
}

const UNTIL_HALF_OF_THE_DRAIN = { tcp: { connectTimeout: '3s', maxConnectionDuration: '30s' } };

test('connections for requests end before the gateway that they go through, which drains for 60 seconds', () => {
  for (const port of [ServicePort.http(80), ServicePort.http2(80), ServicePort.grpc(80)]) {
    expect(destinationRule(port)).toEqual({
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name: 'api.shop.svc.cluster.local', namespace: 'istio-system' },
      spec: { host: 'api.shop.svc.cluster.local', trafficPolicy: { connectionPool: UNTIL_HALF_OF_THE_DRAIN } },
    });
  }
});

test('connections of other protocols are never ended by the proxy', () => {
  for (const port of [ServicePort.tcp(5432), ServicePort.tls(5432)]) {
    expect(destinationRule(port).spec.trafficPolicy).toEqual({ connectionPool: { tcp: { connectTimeout: '3s' } } });
    expect(destinationRule(ServicePort.http(80), port).spec.trafficPolicy).toEqual({
      connectionPool: UNTIL_HALF_OF_THE_DRAIN,
      portLevelSettings: [{ port: { number: 5432 }, connectionPool: { tcp: { connectTimeout: '3s' } } }],
    });
  }
});

test('a service without ports, and a host that is no DNS name, are refused', () => {
  expect(() => destinationRule()).toThrow(
    'service api.shop.svc.cluster.local has no port: give at least one, for instance ports: [ServicePort.http(80)]');
  expect(() => manifests(chart => new DiscoveredService(chart, 'service', { host: 'API', ports: [ServicePort.http(80)] }))).toThrow('discovered host "API"');
});
