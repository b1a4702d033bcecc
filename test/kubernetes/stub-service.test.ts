import { manifest } from './manifests';
import { StubService, StubServiceProps } from '../../src/kubernetes';
import { ServicePort } from '../../src/mesh';

function stub(props: Partial<StubServiceProps> = {}): any {
  return manifest(chart => new StubService(chart, 'service', { namespace: 'shop', name: 'api', ports: [ServicePort.http(80)], ...props }));
}

test('a Service that selects no pods', () => {
  expect(stub()).toEqual({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'api', namespace: 'shop' },
    spec: { type: 'ClusterIP', ports: [{ name: 'http', port: 80 }] },
  });
});

test('the protocol is said where the name of the port does not start with it', () => {
  const ports = [
    ServicePort.http(80, { name: 'http-web' }),
    ServicePort.http(81, { name: 'httpx' }),
    ServicePort.grpc(82, { name: 'orders' }),
    // The name would say HTTP/1.1.
    ServicePort.http2(83, { name: 'http' }),
  ];
  expect(stub({ ports }).spec.ports).toEqual([
    { name: 'http-web', port: 80 },
    { name: 'httpx', port: 81, appProtocol: 'http' },
    { name: 'orders', port: 82, appProtocol: 'grpc' },
    { name: 'http', port: 83, appProtocol: 'http2' },
  ]);
});

test.each([
  [{ namespace: 'Shop' }, 'namespace "Shop" of a stub service is not a DNS label'],
  [{ name: '1api' }, 'name "1api" of a stub service does not start with a letter'],
  [{ ports: [] }, 'service api.shop has no port'],
  [{ ports: [ServicePort.http(80), ServicePort.http(80)] }, 'service api.shop has two ports'],
])('fails when the props have %j', (props, message) => {
  expect(() => stub(props)).toThrow(message);
});
