import fc from 'fast-check';
import { manifest } from './manifests';
import { ExposedServices } from '../../src/kubernetes';

function exposed(...hosts: string[]): any {
  return manifest(chart => new ExposedServices(chart, 'services', { hosts }));
}

test('passes connections to the hosts through, unopened', () => {
  expect(exposed('api.shop.svc.cluster.local')).toEqual({
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'cross-network-gateway', namespace: 'istio-system' },
    spec: {
      selector: { istio: 'eastwestgateway' },
      servers: [{
        port: { number: 15443, name: 'tls', protocol: 'TLS' },
        tls: { mode: 'AUTO_PASSTHROUGH' },
        hosts: ['api.shop.svc.cluster.local'],
      }],
    },
  });
});

test('the order and repetition of hosts do not matter', () => {
  const host = fc.tuple(fc.constantFrom('a', 'b', 'c-1'), fc.constantFrom('x', 'y')).map(([name, namespace]) => `${name}.${namespace}.svc.cluster.local`);
  fc.assert(fc.property(fc.array(host, { minLength: 1, maxLength: 12 }), hosts => {
    expect(exposed(...hosts).spec.servers[0].hosts).toEqual([...new Set(hosts)].sort());
  }));
});

test.each(['*.local', '*.shop.svc.cluster.local'])('takes the wildcard %s', host => {
  expect(exposed(host).spec.servers[0].hosts).toEqual([host]);
});

test('fails when there is no host, which Istio would take for a broken Gateway', () => {
  expect(() => exposed()).toThrow('no host is exposed: give at least one');
});

test.each(['*', 'api', 'API.shop.svc.cluster.local', 'shop/api.shop.svc.cluster.local', 'a.*.local', 'api.shop.svc.cluster.local.'])('fails when a host is "%s"', host => {
  expect(() => exposed('api.shop.svc.cluster.local', host)).toThrow(/exposed host ".*" is not a DNS name/);
});
