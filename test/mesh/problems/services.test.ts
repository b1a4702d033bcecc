import { problemsOf } from './problems-of';
import { LinkMode, Mesh, NameResolution } from '../../../src/mesh';
import { addCluster, exportApi, meshOf, pair } from '../meshes';

const SERVICE_ENTRY = { mode: LinkMode.serviceEntry() };
const HOST = 'api.shop.svc.cluster.local';

describe('a service account', () => {
  test('fails when it is missing on a service-entry link', () => {
    const { mesh, clusters: [a, b] } = meshOf(['a', 'b']);
    exportApi(b, { namespace: 'shop', serviceAccount: undefined });
    a.consume(b, SERVICE_ENTRY);
    expect(problemsOf(mesh)).toEqual([
      `service ${HOST} is imported over service-entry link a -> b but has no service account: the consumer accepts exactly one identity, export the service with serviceAccount`,
    ]);
  });

  test('is not needed on a discovery link, nor for what is not imported', () => {
    const { mesh, clusters: [a, b, c] } = meshOf(['a', 'b', 'c']);
    exportApi(b, { namespace: 'shop', serviceAccount: undefined });
    a.consume(b);
    c.consume(b, { ...SERVICE_ENTRY, services: b.exportedServices.filter(service => service.serviceAccount !== undefined) });
    expect(problemsOf(mesh)).toEqual([]);
  });
});

describe('stub Services', () => {
  function stubbed(resolution: NameResolution, mode: LinkMode): Mesh {
    const { mesh, clusters: [b] } = meshOf(['b']);
    addCluster(mesh, 'a', { nameResolution: resolution }).consume(b, { mode });
    return mesh;
  }

  test('fail with a service-entry link', () => {
    expect(problemsOf(stubbed(NameResolution.STUB_SERVICES, LinkMode.serviceEntry()))).toEqual([
      'cluster "a" resolves names by stub Services, but link a -> b is a service-entry link: ' +
      'a Service hides the ServiceEntry of the same host, use NameResolution.DNS_CAPTURE',
    ]);
  });

  test('go with a discovery link, and DNS capture with either', () => {
    expect([
      ...problemsOf(stubbed(NameResolution.STUB_SERVICES, LinkMode.discovery())),
      ...problemsOf(stubbed(NameResolution.DNS_CAPTURE, LinkMode.serviceEntry())),
    ]).toEqual([]);
  });
});

describe('one host over two links', () => {
  /** Cluster `a` consumes `b`, `c` and `d`, which all export the service `api` of namespace `shop`. */
  function consuming(...modes: LinkMode[]): Mesh {
    const { mesh, clusters: [a, ...providers] } = meshOf(['a', 'b', 'c', 'd'].slice(0, modes.length + 1));
    providers.forEach((provider, index) => {
      exportApi(provider, { namespace: 'shop' });
      a.consume(provider, { mode: modes[index] });
    });
    return mesh;
  }
  const over = (provider: string) => `service ${HOST} is imported into cluster "a" over service-entry link a -> ${provider}`;

  test('fails when the modes are both', () => {
    expect(problemsOf(consuming(LinkMode.serviceEntry(), LinkMode.discovery()))).toEqual([
      `${over('b')} and visible over discovery link a -> c, where the discovered Service hides the ServiceEntry: use one mode for both links`,
    ]);
    expect(problemsOf(consuming(LinkMode.discovery(), LinkMode.serviceEntry()))).toEqual([
      `${over('c')} and visible over discovery link a -> b, where the discovered Service hides the ServiceEntry: use one mode for both links`,
    ]);
  });

  test('fails when the discovered service is not even imported', () => {
    const { mesh, clusters: [a, b, c] } = meshOf(['a', 'b', 'c']);
    exportApi(b, { namespace: 'shop' });
    exportApi(c, { namespace: 'shop' });
    a.consume(b, SERVICE_ENTRY);
    a.consume(c, { services: c.exportedServices.slice(0, 1) });
    expect(problemsOf(mesh)).toEqual([expect.stringMatching(/ over service-entry link a -> b and visible over discovery link a -> c, .*: use one mode for both links$/)]);
  });

  test('fails when both links are service-entry links, once for each two', () => {
    const advice = 'a ServiceEntry leads to one provider, use LinkMode.discovery() for a service that several clusters run, or import it from one of them with services';
    expect(problemsOf(consuming(LinkMode.serviceEntry(), LinkMode.serviceEntry(), LinkMode.serviceEntry()))).toEqual([
      `${over('b')} and over service-entry link a -> c: ${advice}`,
      `${over('b')} and over service-entry link a -> d: ${advice}`,
      `${over('c')} and over service-entry link a -> d: ${advice}`,
    ]);
  });

  test('fails when the consumer runs the service itself', () => {
    const { mesh, clusters: [a, b] } = meshOf(['a', 'b']);
    exportApi(a, { namespace: 'shop' });
    exportApi(b, { namespace: 'shop' });
    a.consume(b, SERVICE_ENTRY);
    expect(problemsOf(mesh)).toEqual([
      `${over('b')}, but the cluster runs a Service of that name itself, which hides the ServiceEntry: use LinkMode.discovery() for the link, or another name`,
    ]);
  });

  test('is fine when all links discover it', () => {
    expect(problemsOf(consuming(LinkMode.discovery(), LinkMode.discovery()))).toEqual([]);
  });

  test('is fine when it is imported from one of them', () => {
    const { mesh, clusters: [a, b, c] } = meshOf(['a', 'b', 'c']);
    a.consume(b, { ...SERVICE_ENTRY, services: [exportApi(b, { namespace: 'shop' })] });
    exportApi(c, { namespace: 'shop' });
    a.consume(c, { ...SERVICE_ENTRY, services: c.exportedServices.filter(service => service.namespace === 'c') });
    expect(problemsOf(mesh)).toEqual([]);
  });

  test('is fine when the consumers differ, or the hosts', () => {
    const { mesh } = pair(SERVICE_ENTRY);
    expect(problemsOf(mesh)).toEqual([]);
  });
});
