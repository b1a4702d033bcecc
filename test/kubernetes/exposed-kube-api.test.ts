import { manifests, ofKind } from './manifests';
import { ExposedKubeApi } from '../../src/kubernetes';

const objects = manifests(chart => new ExposedKubeApi(chart, 'kube-api'));
const gateway = ofKind('Gateway', objects);
const virtualService = ofKind('VirtualService', objects);

test('one SNI on the port of the mesh traffic, passed through unopened', () => {
  expect(gateway.spec).toEqual({
    selector: { istio: 'eastwestgateway' },
    servers: [{
      port: { number: 15443, name: 'tls-kube-api', protocol: 'TLS' },
      tls: { mode: 'PASSTHROUGH' },
      hosts: ['kubernetes.default.svc'],
    }],
  });
});

test('the SNI leads to the API server of this cluster', () => {
  expect(virtualService.spec).toEqual({
    hosts: ['kubernetes.default.svc'],
    gateways: [gateway.metadata.name],
    tls: [{
      match: [{ port: 15443, sniHosts: ['kubernetes.default.svc'] }],
      route: [{ destination: { host: 'kubernetes.default.svc.cluster.local', port: { number: 443 } } }],
    }],
  });
});

test('the route is bound to the gateway by a name in their common namespace', () => {
  expect(virtualService.metadata.namespace).toBe(gateway.metadata.namespace);
});
