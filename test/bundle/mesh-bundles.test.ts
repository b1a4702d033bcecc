import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Fn, Lazy, Stack } from 'aws-cdk-lib';
import { k8s } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { objects, synth, Tree } from './synth';
import { readTree, temporaryDirectory } from './temporary-directory';
import { MeshBundles } from '../../src/bundle';
import { CertificateAuthority, ExternalSecrets, LinkMode, Mesh, MeshCluster, ReaderAccess, RemoteSecret, ServicePort } from '../../src/mesh';
import { addCluster, exportApi, meshOf, pair } from '../mesh/meshes';

describe('mesh.json', () => {
  test('says what a program needs to know', () => {
    const { mesh, cluster1 } = pair();
    const tree = synth(mesh);
    const description = JSON.parse(tree['mesh.json']);
    expect(description).toMatchObject({ version: 1, meshId: 'demo', trustDomain: 'cluster.local', dnsZone: 'mesh.internal', findings: [] });
    expect(description.clusters[0]).toMatchObject({
      name: 'cluster1',
      network: 'cluster1',
      account: '111111111111',
      region: 'eu-west-1',
      istioVersion: '1.31',
      certificateAuthority: 'files',
      stacks: { provider: 'demo-cluster1-provider', consumer: 'demo-cluster1-consumer' },
      targetGroup: 'demo-cluster1-ew',
      loadBalancer: 'cdk',
      exports: [{ host: cluster1.exportedServices[0].host, ports: [{ name: 'http', protocol: 'http', port: 80 }], serviceAccount: 'api' }],
      imports: ['api.cluster2.svc.cluster.local'],
    });
    expect(description.clusters[0].files.map((file: string) => `cluster1/${file}`).sort()).toEqual(Object.keys(tree).filter(path => path.startsWith('cluster1/')).sort());
    expect(description.links[0]).toEqual({
      consumer: 'cluster1',
      provider: 'cluster2',
      mode: 'discovery',
      endpoint: { hostname: 'cluster2.mesh.internal', port: 15443 },
      services: ['api.cluster2.svc.cluster.local'],
      apiServer: { url: 'https://cluster2.mesh.internal:15443', tlsServerName: 'kubernetes.default.svc' },
      reader: { namespace: 'istio-system', serviceAccount: 'istio-reader-cluster1', access: 'without-secrets', reads: expect.any(Array) },
      remoteSecret: 'cli',
    });
  });

  test.each(Object.values(ReaderAccess))('names what a reader %s may read as its role does', readerAccess => {
    const tree = synth(pair({ mode: LinkMode.discovery({ readerAccess }) }).mesh);
    const { rules } = objects(tree, 'cluster2/50-reader.yaml').find(({ kind }) => kind === 'ClusterRole');
    const ofRole = rules.flatMap((rule: any) => rule.apiGroups.flatMap((group: string) => rule.resources.map((resource: string) => [resource, group].filter(Boolean).join('.'))));
    expect(ofRole.length).toBeGreaterThan(10);
    expect(JSON.parse(tree['mesh.json']).links[0].reader.reads).toEqual(ofRole.sort());
  });

  test('names who makes authorities and remote secrets, and the stack of what they are made from', () => {
    const mesh = new Mesh({ meshId: 'demo' });
    const externalSecrets = ExternalSecrets.withServiceAccount({ roleArn: 'arn:aws:iam::111111111111:role/mesh-secrets' });
    const [a, b] = ['a', 'b'].map(name => addCluster(mesh, name, { externalSecrets, certificateAuthority: CertificateAuthority.certManager({ issuerName: 'root' }) }));
    exportApi(b);
    a.consume(b, { mode: LinkMode.discovery({ remoteSecret: RemoteSecret.externalSecrets() }) });
    const { clusters: described, links } = JSON.parse(synth(mesh)['mesh.json']);
    expect(described.map(({ certificateAuthority, stacks }: any) => [certificateAuthority, stacks])).toEqual([
      ['cert-manager', { consumer: 'demo-a-consumer' }],
      ['cert-manager', { provider: 'demo-b-provider', secrets: 'demo-b-secrets' }],
    ]);
    expect(links.map(({ remoteSecret }: any) => remoteSecret)).toEqual(['external-secrets']);
  });

  test('names no API server and no reader on a service-entry link', () => {
    const [link] = JSON.parse(synth(pair({ mode: LinkMode.serviceEntry() }).mesh)['mesh.json']).links;
    expect(Object.keys(link)).toEqual(['consumer', 'provider', 'mode', 'endpoint', 'services']);
  });
});

describe('outdir', () => {
  const before = process.cwd();
  afterEach(() => {
    process.chdir(before);
    delete process.env.CDK8S_OUTDIR;
  });

  test.each([
    ['given', 'given', 'environment', 'given'],
    ['of the environment', undefined, 'environment', 'environment'],
    ['by default', undefined, undefined, 'dist'],
  ])('%s', (_, outdir, environment, expected) => {
    const directory = temporaryDirectory();
    process.chdir(directory);
    if (environment) {
      process.env.CDK8S_OUTDIR = environment;
    }
    new MeshBundles({ mesh: pair().mesh, outdir, printFindings: false }).synth();
    expect([...new Set(Object.keys(readTree(directory)).map(path => path.split('/')[0]))]).toEqual([expected]);
  });
});

describe('a run that fails writes nothing and changes nothing', () => {
  const good = () => synth(pair().mesh, { outdir });
  let outdir: string;
  beforeEach(() => { outdir = temporaryDirectory(); });

  function failsAfterGood(mesh: Mesh, message: RegExp, use?: (bundles: MeshBundles) => void): void {
    good();
    const before = readTree(outdir);
    expect(() => synth(mesh, { outdir }, use)).toThrow(message);
    expect(readTree(outdir)).toEqual(before);
    const empty = join(temporaryDirectory(), 'dist');
    expect(() => synth(mesh, { outdir: empty }, use)).toThrow(message);
    expect(() => readTree(empty)).toThrow(/ENOENT/);
  }

  test('when the mesh is not valid', () => {
    const { mesh } = pair();
    addCluster(mesh, 'lonely');
    failsAfterGood(mesh, /cluster "lonely" has no link/);
  });

  test.each([
    ['a string', { name: Lazy.string({ produce: () => 'late' }) }],
    ['an attribute', { name: Fn.getAtt('Resource', 'Arn') as unknown as string }],
    ['part of a string', { name: `x-${Stack.of(new Stack()).region}` }],
  ])('when a CDK token is in a chart: %s', (_, metadata) => {
    const { mesh, cluster1 } = pair();
    failsAfterGood(mesh, /token/i, bundles => { new k8s.KubeNamespace(bundles.chart(cluster1, '95-own'), 'own', { metadata }); });
  });

  test('when a CDK token is a key of a map', () => {
    const { mesh, cluster1 } = pair();
    failsAfterGood(mesh, /token/i, bundles => {
      new k8s.KubeConfigMap(bundles.chart(cluster1, '95-own'), 'own', { metadata: { name: 'own' }, data: { [Fn.ref('Key')]: 'value' } });
    });
  });

  test('when an object is in the bundle twice', () => {
    const { mesh, cluster1 } = pair();
    failsAfterGood(mesh, /Namespace istio-system is in cluster1\/00-namespace\.yaml and in cluster1\/95-own\.yaml too: .*rename or remove one/, bundles => {
      new k8s.KubeNamespace(bundles.chart(cluster1, '95-own'), 'own', { metadata: { name: 'istio-system' } });
    });
  });

  test('when a file of one\'s own has the name of a generated one', () => {
    const { mesh, cluster1 } = pair();
    failsAfterGood(mesh, /bundle file "00-namespace\.yaml" of cluster "cluster1" is written by the library: choose another name/, bundles => {
      bundles.chart(cluster1, '00-namespace');
    });
  });

  test('when a foreign file is in the way', () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, 'cluster1'));
    writeFileSync(join(directory, 'cluster1', '00-namespace.yaml'), 'mine');
    expect(() => synth(pair().mesh, { outdir: directory })).toThrow(/cluster1\/00-namespace\.yaml \(not generated by a previous run\)/);
    expect(readTree(directory)).toEqual({ 'cluster1/00-namespace.yaml': 'mine' });
  });
});

test.each(['95', '95-', '95-Own', 'own', '95-own.yaml', '../95-own', '5-own'])('fails when a file of one\'s own is called "%s"', name => {
  const { mesh, cluster1 } = pair();
  expect(() => new MeshBundles({ mesh }).chart(cluster1, name)).toThrow(`bundle file "${name}" of cluster "cluster1" has no valid name: expected two digits`);
});

test('objects of one\'s own are in a file in its place', () => {
  const { mesh, cluster1 } = pair();
  const tree = synth(mesh, {}, bundles => {
    for (const name of ['one', 'two']) {
      new k8s.KubeNamespace(bundles.chart(cluster1, '45-own'), name, { metadata: { name } });
    }
  });
  expect(objects(tree, 'cluster1/45-own.yaml').map(object => object.metadata.name)).toEqual(['one', 'two']);
  const { resources } = objects(tree, 'cluster1/kustomization.yaml')[0];
  expect(resources.slice(resources.indexOf('45-own.yaml') - 1)).toEqual(['42-discovered-services.yaml', '45-own.yaml', '50-reader.yaml']);
});

test('text that YAML 1.1 would read as something else stays text', () => {
  const { mesh, cluster1 } = pair();
  const data = { a: 'on', b: 'yes', c: '1e3', d: '0x10', e: 'null', f: '12:30:00', g: '~', h: 'multi\nline', i: '# no comment', j: '' };
  const tree = synth(mesh, {}, bundles => { new k8s.KubeConfigMap(bundles.chart(cluster1, '95-own'), 'own', { metadata: { name: 'own' }, data }); });
  expect(objects(tree, 'cluster1/95-own.yaml')[0].data).toEqual(data);
});

describe('findings are printed', () => {
  function printed(use: () => void): string {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      use();
      return write.mock.calls.map(([text]) => text).join('');
    } finally {
      write.mockRestore();
    }
  }
  const withFindings = (): Mesh => {
    const { mesh, clusters } = meshOf(['a', 'b', 'c', 'd', 'e']);
    clusters.slice(1).forEach(cluster => clusters[0].consume(cluster));
    clusters.forEach(cluster => exportApi(cluster, { name: 'unused', namespace: `${cluster.name}-2` }));
    return mesh;
  };

  test('in a few lines for each rule', () => {
    const { mesh, clusters } = meshOf(['a', 'b', 'c', 'd', 'e', 'f']);
    clusters.slice(1).forEach(cluster => cluster.consume(clusters[0]));
    const text = printed(() => { synth(mesh, { printFindings: true }); });
    expect(text.match(/^info SVC-02: service api\./gm)).toHaveLength(3);
    expect(text).toContain('info SVC-02: 2 more, see findings in mesh.json\n');
  });

  test('not under the CDK command line, which shows those of the stacks', () => {
    process.env.CDK_OUTDIR = 'cdk.out';
    try {
      expect(printed(() => { synth(withFindings(), { printFindings: undefined }); })).toBe('');
    } finally {
      delete process.env.CDK_OUTDIR;
    }
  });
});

describe('small changes are small diffs', () => {
  const changed = (before: Tree, after: Tree) => [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter(path => before[path] !== after[path]).sort();
  const trio = (extra: (clusters: MeshCluster[]) => void): Tree => {
    const { mesh, clusters } = meshOf(['a', 'b', 'c']);
    clusters[0].consume(clusters[1]);
    clusters[1].consume(clusters[2]);
    extra(clusters);
    return synth(mesh);
  };

  test('a new link changes only its two ends', () => {
    expect(changed(trio(() => undefined), trio(([a, , c]) => { a.consume(c); }))).toEqual([
      'a/40-remote-c.yaml', 'a/42-discovered-services.yaml', 'a/install/istiod-values.yaml', 'a/install/istiod.yaml', 'a/kustomization.yaml', 'c/50-reader.yaml',
      'mesh.json', 'mesh.mmd', 'mesh.svg',
    ]);
  });

  test('a new export changes the provider\'s gateway and its consumers\' settings', () => {
    expect(changed(trio(() => undefined), trio(([, , c]) => { exportApi(c, { name: 'new' }); }))).toEqual([
      'b/42-discovered-services.yaml', 'b/install/istiod-values.yaml', 'b/install/istiod.yaml', 'c/30-expose-services.yaml', 'mesh.json', 'mesh.mmd',
      'mesh.svg',
    ]);
  });

  test('a new cluster changes nothing of those it is not linked with', () => {
    const before = trio(() => undefined);
    const after = trio(([a]) => {
      const d = addCluster(a.mesh, 'd');
      exportApi(d);
      a.consume(d);
    });
    expect(changed(before, after).filter(path => /^[bc]\//.test(path))).toEqual([]);
  });
});

test('property: the order of the declaration does not change a byte', () => {
  const names = ['a', 'b', 'c', 'd'];
  const declare = (order: string[], edges: [string, string][]): Tree => {
    const mesh = new Mesh({ meshId: 'demo' });
    const byName = new Map(order.map(name => [name, addCluster(mesh, name)]));
    order.forEach(name => exportApi(byName.get(name)!, { ports: [ServicePort.http(80), ServicePort.tcp(81)] }));
    edges.forEach(([from, to]) => byName.get(from)!.consume(byName.get(to)!));
    return synth(mesh);
  };
  const ring: [string, string][] = [['a', 'b'], ['b', 'c'], ['c', 'd'], ['d', 'a']];
  const expected = declare(names, ring);
  const shuffled = fc.tuple(fc.shuffledSubarray(names, { minLength: 4 }), fc.shuffledSubarray(ring, { minLength: 4 }));
  fc.assert(fc.property(shuffled, ([order, edges]) => { expect(declare(order, edges)).toEqual(expected); }), { numRuns: 15 });
});
