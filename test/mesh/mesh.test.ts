import { Fn } from 'aws-cdk-lib';
import { errorMessage } from './error-message';
import { addCluster, exportApi, meshOf, pair } from './meshes';
import { IstioVersion, LinkKind, LinkMode, Mesh, MeshProps } from '../../src/mesh';

const failure = (props: Partial<MeshProps>) => errorMessage(() => new Mesh({ meshId: 'demo', ...props }));

test('has the defaults that its properties promise', () => {
  expect(new Mesh({ meshId: 'demo' })).toMatchObject({
    meshId: 'demo', trustDomain: 'cluster.local', dnsZone: 'mesh.internal', istioVersion: IstioVersion.V1_31, clusters: [], links: [],
  });
});

describe('fails when', () => {
  test('the id is not a DNS label', () => {
    expect(failure({ meshId: 'Demo' })).toMatch(/^mesh id "Demo" is not a DNS label: expected lower-case letters, digits and hyphens, /);
    expect(failure({ meshId: '' })).toMatch(/^mesh id "" is not a DNS label: expected /);
    expect(failure({ meshId: '1a' })).toMatch(/^mesh id "1a" does not start with a letter: choose /);
    expect(failure({ meshId: 'm'.repeat(33) })).toBe(`mesh id "${'m'.repeat(33)}" has 33 characters: at most 32 are allowed, choose a shorter one`);
  });

  test.each(['', 'Cluster.local', 'cluster.local.', 'spiffe://cluster.local', 'a b'])('the trust domain is %j', trustDomain => {
    expect(failure({ trustDomain })).toBe(
      `trust domain "${trustDomain}" is not a DNS name: expected one or more labels of lower-case letters, digits and hyphens joined by dots, ` +
      'the last with a letter, without a dot at the end, at most 253 characters');
  });

  test.each(['', 'internal', 'mesh.internal.', '.mesh.internal', 'Mesh.internal', '10.0.0.1'])('the zone is %j', dnsZone => {
    expect(failure({ dnsZone })).toBe(
      `dns zone "${dnsZone}" is not a DNS name: expected at least 2 labels of lower-case letters, digits and hyphens joined by dots, ` +
      'the last with a letter, without a dot at the end, at most 220 characters');
  });

  test.each(['cluster.local', 'svc.cluster.local', 'mesh.cluster.local'])('the zone is one of Kubernetes: %s', dnsZone => {
    expect(failure({ dnsZone })).toBe(
      `dns zone "${dnsZone}" is not free: names under cluster.local are answered by each cluster's own DNS, which knows no endpoint, ` +
      'choose another such as "mesh.internal"');
    expect(new Mesh({ meshId: 'demo', dnsZone: `${dnsZone}.example.com` }).dnsZone).toBe(`${dnsZone}.example.com`);
  });

  test('the zone leaves no room for the name of a cluster', () => {
    const zone = (length: number) => `${'a.'.repeat(length / 2 - 1)}aa`;
    const mesh = new Mesh({ meshId: 'demo', dnsZone: zone(220) });
    const link = addCluster(mesh, 'a').consume(addCluster(mesh, 'b'.repeat(32)));
    expect(link._endpointHostname()).toHaveLength(253);
    expect(failure({ dnsZone: zone(222) })).toMatch(/^dns zone "a\.a\..*aa" is not a DNS name: expected .* at most 220 characters$/);
  });

  test.each(['meshId', 'trustDomain', 'dnsZone'] as const)('%s is a token', property => {
    expect(failure({ [property]: Fn.ref('Parameter') })).toMatch(/^(mesh id|trust domain|dns zone) is a CDK token \(\$\{Token\[.+\]\}\): .* give the literal value$/);
  });

  test('two clusters have one name', () => {
    const { mesh } = meshOf(['a', 'b']);
    expect(errorMessage(() => addCluster(mesh, 'a'))).toBe('cluster "a" is added twice to mesh "demo": each cluster needs a name of its own');
    expect(mesh.clusters).toHaveLength(2);
  });

  test.each([
    ['both name it', 'net1', 'net1'],
    ['one has it by default', undefined, 'a'],
  ])('two clusters share a network: %s', (_, first, second) => {
    const mesh = new Mesh({ meshId: 'demo' });
    addCluster(mesh, 'a', { network: first });
    expect(errorMessage(() => addCluster(mesh, 'b', { network: second }))).toBe(
      `network "${second}" of cluster "b" is the network of cluster "a" too: ` +
      'clusters that cannot reach each other\'s pods need different networks, set network or leave it out');
    expect(mesh.clusters.map(cluster => cluster.name)).toEqual(['a']);
  });

  test('a cluster is linked to itself', () => {
    const { mesh, clusters: [a] } = meshOf(['a', 'b']);
    const message = 'cluster "a" is linked to itself: a link leads to another cluster';
    expect(errorMessage(() => a.consume(a))).toBe(message);
    expect(errorMessage(() => mesh.connect(a, a))).toBe(message);
    expect(mesh.links).toEqual([]);
  });

  test('a link is declared twice', () => {
    const { mesh, cluster1, cluster2 } = pair();
    const message = 'link cluster1 -> cluster2 is declared twice: declare each direction once; connect() declares both';
    expect(errorMessage(() => cluster1.consume(cluster2, { mode: LinkMode.serviceEntry() }))).toBe(message);
    expect(errorMessage(() => mesh.connect(cluster1, cluster2))).toBe(message);
    expect(errorMessage(() => mesh.connectAll())).toBe(message);
    expect(errorMessage(() => mesh.connectHub(cluster1))).toBe(message);
    expect(mesh.links.map(link => link.mode.kind)).toEqual([LinkKind.DISCOVERY, LinkKind.DISCOVERY]);
  });

  test('a link leads to a cluster of another mesh', () => {
    const { mesh, clusters: [a, b] } = meshOf(['a', 'b']);
    const { mesh: other, clusters: [c, d] } = meshOf(['a', 'd'], { meshId: 'other' });
    expect(errorMessage(() => a.consume(d))).toBe('cluster "d" is not a cluster of mesh "demo": link clusters of one mesh, as its addCluster() returned them');
    expect(errorMessage(() => a.consume(c))).toMatch(/^cluster "a" is not a cluster of mesh "demo": link clusters of one mesh, /);
    expect(errorMessage(() => mesh.connect(c, d))).toMatch(/^cluster "a" is not a cluster of mesh "demo": /);
    expect(errorMessage(() => mesh.connect(b, d))).toMatch(/^cluster "d" is not a cluster of mesh "demo": /);
    expect(errorMessage(() => mesh.connectHub(d))).toMatch(/^cluster "d" is not a cluster of mesh "demo": /);
    expect([...mesh.links, ...other.links]).toEqual([]);
  });
});

describe('links', () => {
  const names = (mesh: Mesh) => mesh.links.map(link => link.name);

  test('in one direction', () => {
    const { mesh, clusters: [a, b] } = meshOf(['a', 'b']);
    b.consume(a);
    expect(names(mesh)).toEqual(['b -> a']);
    expect([a, b].map(cluster => [cluster.consumes.length, cluster.provides.length])).toEqual([[0, 1], [1, 0]]);
  });

  test('in both directions, with the same options', () => {
    const { mesh } = pair({ mode: LinkMode.serviceEntry() });
    expect(mesh.links.map(link => `${link.name} ${link.mode.kind}`)).toEqual(['cluster1 -> cluster2 service-entry', 'cluster2 -> cluster1 service-entry']);
  });

  test('of a full mesh', () => {
    const { mesh } = meshOf(['c', 'a', 'b']);
    mesh.connectAll({ mode: LinkMode.serviceEntry() });
    expect(names(mesh)).toEqual(['a -> b', 'a -> c', 'b -> a', 'b -> c', 'c -> a', 'c -> b']);
    expect(mesh.links.every(link => link.mode.kind === LinkKind.SERVICE_ENTRY)).toBe(true);
  });

  test('of a hub and its spokes', () => {
    const { mesh, clusters: [hub] } = meshOf(['hub', 'a', 'z']);
    mesh.connectHub(hub, { mode: LinkMode.serviceEntry() });
    expect(names(mesh)).toEqual(['a -> hub', 'hub -> a', 'hub -> z', 'z -> hub']);
    expect(mesh.links.every(link => link.mode.kind === LinkKind.SERVICE_ENTRY)).toBe(true);
  });

  test('appear at once, also after others were read', () => {
    const { mesh, cluster1 } = pair();
    expect(names(mesh)).toHaveLength(2);
    const cluster0 = addCluster(mesh, 'cluster0');
    expect(cluster0.consumes).toEqual([]);
    cluster0.consume(cluster1);
    expect(names(mesh)).toEqual(['cluster0 -> cluster1', 'cluster1 -> cluster2', 'cluster2 -> cluster1']);
    expect(cluster1.provides.map(link => link.consumer.name)).toEqual(['cluster0', 'cluster2']);
  });

  test('of a mesh, like its clusters and findings, are lists of one\'s own', () => {
    const { mesh } = pair();
    mesh.links.pop();
    mesh.clusters.pop();
    mesh.findings.push(...mesh.findings);
    expect([mesh.links.length, mesh.clusters.length, mesh.findings.length]).toEqual([2, 2, 0]);
  });
});

describe('validate', () => {
  test('passes a pair with exports', () => {
    expect(() => pair().mesh.validate()).not.toThrow();
  });

  test('fails with the problem itself when there is one', () => {
    const { mesh, clusters: [a, b] } = meshOf(['a', 'b', 'c']);
    a.consume(b);
    expect(errorMessage(() => mesh.validate())).toBe('cluster "c" has no link: link it with connect() or consume(), or remove it from the mesh');
  });

  test('fails with all problems in one message when there are several', () => {
    const { mesh, clusters: [a, b, c] } = meshOf(['a', 'b', 'c', 'alone']);
    exportApi(b, { namespace: 'shop', serviceAccount: undefined });
    a.consume(b, { mode: LinkMode.serviceEntry() });
    const cn = addCluster(mesh, 'cn', { region: 'cn-north-1' });
    c.consume(cn);
    expect(errorMessage(() => mesh.validate())).toBe([
      'mesh "demo" has 3 problems:',
      '  - cluster "alone" has no link: link it with connect() or consume(), or remove it from the mesh',
      '  - service api.shop.svc.cluster.local is imported over service-entry link a -> b but has no service account: ' +
        'the consumer accepts exactly one identity, export the service with serviceAccount',
      '  - link c -> cn leads from partition "aws" (eu-west-1) to "aws-cn" (cn-north-1): PrivateLink stays inside one partition, remove the link',
    ].join('\n'));
  });
});
