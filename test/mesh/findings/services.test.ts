import { found } from './found';
import { FindingSeverity, ServicePort } from '../../../src/mesh';
import { exportApi, meshOf, pair } from '../meshes';

describe('SVC-01', () => {
  function drift(...ports: ServicePort[][]) {
    const { mesh, clusters } = meshOf(ports.map((_, index) => 'abc'[index]));
    clusters.forEach((cluster, index) => exportApi(cluster, { namespace: 'shop', ports: ports[index] }));
    mesh.connectAll();
    return found(mesh, 'SVC-01');
  }

  test.each([
    ['number', ServicePort.http(8080), 'http:8080'],
    ['name', ServicePort.http(80, { name: 'web' }), 'web:80'],
  ])('a service has another port %s in another cluster', (_, port, other) => {
    expect(drift([ServicePort.http(80)], [port])).toEqual([{
      id: 'SVC-01',
      severity: FindingSeverity.WARNING,
      subject: 'b',
      message: `service api.shop.svc.cluster.local has the ports ${other} in cluster "b" but http:80 in "a": ` +
        'Istio merges only ports of the same name and number, make them equal',
    }]);
  });

  test('each cluster is compared with the first', () => {
    const more = [ServicePort.http(80), ServicePort.grpc(90)];
    expect(drift([ServicePort.http(80)], more, more).map(({ subject }) => subject)).toEqual(['b', 'c']);
    expect(drift(more, more, [ServicePort.http(80)])).toMatchObject([{ subject: 'c', message: expect.stringContaining('has the ports http:80 in cluster "c" but grpc:90, http:80 in "a"') }]);
  });

  test('not where the ports are equal, in whatever order', () => {
    expect(drift([ServicePort.http(80), ServicePort.grpc(90)], [ServicePort.grpc(90), ServicePort.http(80)])).toEqual([]);
  });

  test('not between services of other names', () => {
    const { mesh, cluster1, cluster2 } = pair();
    exportApi(cluster1, { namespace: 'shop', ports: [ServicePort.http(80)] });
    exportApi(cluster2, { namespace: 'shop', name: 'web', ports: [ServicePort.http(8080)] });
    expect(found(mesh, 'SVC-01')).toEqual([]);
  });
});

describe('SVC-02', () => {
  test('nobody imports an exported service', () => {
    const { mesh, clusters: [a, b] } = meshOf(['a', 'b']);
    a.consume(b);
    expect(found(mesh, 'SVC-02')).toEqual([{
      id: 'SVC-02',
      severity: FindingSeverity.INFO,
      subject: 'a',
      message: 'service api.a.svc.cluster.local of cluster "a" is exported but imported by nobody: link a consumer, or do not export it',
    }]);
  });

  test('the consumers import others only', () => {
    const { mesh, clusters: [a, b] } = meshOf(['a', 'b']);
    const web = exportApi(b, { name: 'web' });
    a.consume(b, { services: [web] });
    b.consume(a);
    expect(found(mesh, 'SVC-02')).toMatchObject([{ subject: 'b', message: expect.stringMatching(/^service api\.b\.svc\.cluster\.local of cluster "b" /) }]);
  });

  test('not where one consumer imports it', () => {
    expect(found(pair().mesh, 'SVC-02')).toEqual([]);
  });
});
