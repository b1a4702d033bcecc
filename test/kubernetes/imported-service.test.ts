import fc from 'fast-check';
import { manifests, ofKind } from './manifests';
import { ImportedService, ImportedServiceProps } from '../../src/kubernetes';
import { ServicePort } from '../../src/mesh';

const PROPS: ImportedServiceProps = {
  host: 'api.shop.svc.cluster.local',
  ports: [ServicePort.http(80)],
  address: 'cluster2.mesh.internal',
  trustDomain: 'mesh.example',
  namespace: 'shop',
  serviceAccount: 'api',
};

function imported(props: Partial<ImportedServiceProps> = {}): { serviceEntry: any; destinationRule: any } {
  const objects = manifests(chart => new ImportedService(chart, 'service', { ...PROPS, ...props }));
  expect(objects).toHaveLength(2);
  return { serviceEntry: ofKind('ServiceEntry', objects), destinationRule: ofKind('DestinationRule', objects) };
}

test('the service has its own name and ports here, and the endpoint as its address', () => {
  const ports = [ServicePort.http(80), ServicePort.grpc(9000), ServicePort.tcp(5432, { name: 'postgres' })];
  const { apiVersion, metadata, spec } = imported({ ports }).serviceEntry;
  expect(apiVersion).toBe('networking.istio.io/v1');
  expect(metadata.namespace).toBe('istio-system');
  expect(spec).toEqual({
    hosts: ['api.shop.svc.cluster.local'],
    location: 'MESH_INTERNAL',
    resolution: 'DNS',
    ports: [
      { name: 'http', number: 80, protocol: 'HTTP' },
      { name: 'grpc', number: 9000, protocol: 'GRPC' },
      { name: 'postgres', number: 5432, protocol: 'TCP' },
    ],
    endpoints: [{ address: 'cluster2.mesh.internal', ports: { http: 15443, grpc: 15443, postgres: 15443 } }],
    subjectAltNames: ['spiffe://mesh.example/ns/shop/sa/api'],
  });
});

test('the mutual TLS of the mesh, with one identity', () => {
  const { host, trafficPolicy } = imported().destinationRule.spec;
  expect(host).toBe('api.shop.svc.cluster.local');
  expect(trafficPolicy.tls).toEqual({ mode: 'ISTIO_MUTUAL', subjectAltNames: ['spiffe://mesh.example/ns/shop/sa/api'] });
});

test('the ServiceEntry and the DestinationRule accept the same identity of the same service', () => {
  const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$/);
  fc.assert(fc.property(label, label, label, fc.constantFrom('cluster.local', 'td', 'a.b.example'), (name, namespace, serviceAccount, trustDomain) => {
    const { serviceEntry, destinationRule } = imported({ host: `${name}.${namespace}.svc.cluster.local`, namespace, serviceAccount, trustDomain });
    expect(serviceEntry.spec.hosts).toEqual([destinationRule.spec.host]);
    expect(serviceEntry.spec.subjectAltNames).toEqual([`spiffe://${trustDomain}/ns/${namespace}/sa/${serviceAccount}`]);
    expect(destinationRule.spec.trafficPolicy.tls.subjectAltNames).toEqual(serviceEntry.spec.subjectAltNames);
  }));
});

test('the address of a lost zone is left out soon, but never more than half of the addresses', () => {
  const { connectionPool, outlierDetection } = imported().destinationRule.spec.trafficPolicy;
  expect(connectionPool.tcp.connectTimeout).toBe('3s');
  expect(outlierDetection).toEqual({
    splitExternalLocalOriginErrors: true,
    consecutiveLocalOriginFailures: 5,
    consecutive5xxErrors: 0,
    consecutiveGatewayErrors: 0,
    maxEjectionPercent: 50,
  });
});

test('connections for requests end before their gateway; the others have all but that', () => {
  expect(imported().destinationRule.spec.trafficPolicy.connectionPool).toEqual({ tcp: { connectTimeout: '3s', maxConnectionDuration: '30s' } });
  const { trafficPolicy } = imported({ ports: [ServicePort.http(80), ServicePort.tcp(5432)] }).destinationRule.spec;
  const { portLevelSettings: [postgres, ...others], ...http } = trafficPolicy;
  expect(others).toEqual([]);
  // What a port does not say itself would be Istio's default: no pinned identity among it.
  expect(postgres).toEqual({ ...http, port: { number: 5432 }, connectionPool: { tcp: { connectTimeout: '3s' } } });
  expect(postgres.tls).toEqual({ mode: 'ISTIO_MUTUAL', subjectAltNames: ['spiffe://mesh.example/ns/shop/sa/api'] });
  expect(imported({ ports: [ServicePort.tcp(5432)] }).destinationRule.spec.trafficPolicy.connectionPool).toEqual({ tcp: { connectTimeout: '3s' } });
});

test('no two hosts share a name', () => {
  const label = fc.stringMatching(/^[a-c]([a-c-]{0,3}[a-c])?$/);
  const host = fc.tuple(label, label).map(([name, namespace]) => `${name}.${namespace}.svc.cluster.local`);
  fc.assert(fc.property(fc.uniqueArray(host, { minLength: 2, maxLength: 2 }), hosts => {
    const names = hosts.map(each => imported({ host: each }).serviceEntry.metadata.name);
    expect(names[0]).not.toBe(names[1]);
  }));
});

test('a service with the longest names there are still has a valid name', () => {
  const host = `${'a'.repeat(63)}.${'b'.repeat(63)}.svc.cluster.local`;
  expect(imported({ host }).serviceEntry.metadata.name.length).toBeLessThanOrEqual(253);
});

test.each([
  [{ host: '*.shop.svc.cluster.local' }, 'imported host "*.shop.svc.cluster.local" is not a DNS name'],
  [{ host: 'api' }, 'imported host "api" is not a DNS name'],
  [{ ports: [] }, 'service api.shop.svc.cluster.local has no port'],
  [{ ports: [ServicePort.http(80), ServicePort.http(81)] }, 'service api.shop.svc.cluster.local has two ports named "http"'],
  [{ ports: [ServicePort.http(80), ServicePort.tcp(80)] }, 'or with the number 80'],
  [{ address: '10.0.0' }, 'address "10.0.0" of service api.shop.svc.cluster.local is neither an IPv4 address nor a DNS name'],
  [{ trustDomain: 'Mesh' }, 'trust domain "Mesh" is not a DNS name'],
  [{ namespace: 'a.b' }, 'namespace "a.b" of service api.shop.svc.cluster.local is not a DNS label'],
  [{ serviceAccount: '' }, 'service account "" of service api.shop.svc.cluster.local is not a Kubernetes name'],
  [{ serviceAccount: '*' }, 'service account "*" of service api.shop.svc.cluster.local is not a Kubernetes name'],
])('fails when the props have %j', (props, message) => {
  expect(() => imported(props)).toThrow(message);
});
