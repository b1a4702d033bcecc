import * as fc from 'fast-check';
import { declareMesh, describeMesh, LinkDeclaration, MeshDeclaration, meshDeclarations, reordered } from './arbitraries';
import { errorMessage } from './error-message';
import { addCluster, clusterProps, exportApi, meshOf, vpcAttributes } from './meshes';
import {
  ClusterVpc, EndpointAddress, ExportedService, IstioVersion, LinkKind, LoadBalancer, Mesh, MeshCluster, MeshLink, ServicePort,
} from '../../src/mesh';
import { problems } from '../../src/mesh/problems';

describe('the declarations that the tests make', () => {
  test('are valid where they should be, and of every kind', () => {
    const kinds = new Set<string>();
    fc.assert(fc.property(meshDeclarations(), declaration => {
      const mesh = declareMesh(declaration);
      mesh.validate();
      mesh.links.forEach(link => kinds.add(link.mode.kind));
      mesh.findings.forEach(({ id }) => kinds.add(id));
    }), { numRuns: 100 });
    expect([...kinds]).toEqual(expect.arrayContaining([
      LinkKind.DISCOVERY, LinkKind.SERVICE_ENTRY, 'SEC-01', 'SEC-03', 'SEC-06', 'SEC-07', 'SVC-02', 'TOPO-02', 'VER-01', 'NET-01', 'NET-02',
    ]));
  });

  test('have problems where they may', () => {
    const found = new Set<string>();
    fc.assert(fc.property(meshDeclarations({ valid: false }), declaration => {
      for (const problem of problems(declareMesh(declaration))) {
        found.add(problem.replace(/"[^"]*"|\S+ -> \S+|\S+\.svc\.cluster\.local/g, '…').slice(0, 40));
      }
    }), { numRuns: 200 });
    expect(found.size).toBeGreaterThan(5);
  });
});

test('the order of the declaration changes nothing', () => {
  const twoOrders = meshDeclarations({ valid: false }).chain(declaration => fc.tuple(fc.constant(declaration), reordered(declaration)));
  fc.assert(fc.property(twoOrders, ([one, other]) => {
    const [mesh, again] = [declareMesh(one), declareMesh(other)];
    expect(describeMesh(again)).toEqual(describeMesh(mesh));
    expect(problems(again)).toEqual(problems(mesh));
  }));
});

test('clusters and links are sorted by name', () => {
  fc.assert(fc.property(meshDeclarations({ valid: false }), declaration => {
    const mesh = declareMesh(declaration);
    const names = declaration.clusters.map(({ name }) => name).sort();
    expect(mesh.clusters.map(({ name }) => name)).toEqual(names);
    const links = declaration.links.map(({ consumer, provider }) => [names.indexOf(consumer), names.indexOf(provider)])
      .sort(([a, b], [c, d]) => a - c || b - d);
    expect(mesh.links.map(({ name }) => name)).toEqual(links.map(([consumer, provider]) => `${names[consumer]} -> ${names[provider]}`));
    for (const cluster of mesh.clusters) {
      expect(cluster.consumes).toEqual(mesh.links.filter(({ consumer }) => consumer === cluster));
      expect(cluster.provides).toEqual(mesh.links.filter(({ provider }) => provider === cluster));
    }
  }));
});

/** Calls every getter of the object, and spoils the list where it returns one. */
function spoilLists(object: object): number {
  let spoiled = 0;
  for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(object)))) {
    if (get && !name.startsWith('_')) {
      const list: unknown = get.call(object);
      if (Array.isArray(list)) {
        list.reverse();
        list.push('spoiled');
        spoiled++;
      }
    }
  }
  return spoiled;
}

test('no list that a getter returns is the model itself', () => {
  fc.assert(fc.property(meshDeclarations({ valid: false }), declaration => {
    const mesh = declareMesh(declaration);
    const before = JSON.stringify(describeMesh(mesh));
    const parts: object[] = [mesh, ...mesh.links, ...mesh.clusters.flatMap(cluster => [cluster, cluster.vpc, ...cluster.exportedServices])];
    // A list that is a plain property, not a getter, could be spoiled for good.
    for (const part of parts) {
      expect(Object.entries(part).filter(([name, value]) => !name.startsWith('_') && Array.isArray(value))).toEqual([]);
    }
    expect(parts.map(spoilLists).reduce((sum, spoiled) => sum + spoiled, 0)).toBeGreaterThan(parts.length);
    expect(JSON.stringify(describeMesh(mesh))).toBe(before);
  }), { numRuns: 50 });
});

describe('a further link', () => {
  /** A declaration, and a link that it lacks. */
  const withFurtherLink = (): fc.Arbitrary<[MeshDeclaration, LinkDeclaration]> => meshDeclarations({ valid: false })
    .chain(declaration => {
      const names = declaration.clusters.map(({ name }) => name);
      const missing = names.flatMap(consumer => names.filter(provider => provider !== consumer).map(provider => ({ consumer, provider })))
        .filter(({ consumer, provider }) => !declaration.links.some(link => link.consumer === consumer && link.provider === provider));
      return missing.length === 0 ? fc.constant(undefined) : fc.record({
        ends: fc.constantFrom(...missing),
        mode: fc.constantFrom('discovery' as const, 'discovery-with-secrets' as const, 'service-entry' as const),
        externalRemoteSecret: fc.boolean(),
        pastedAddress: fc.boolean(),
        onlyFirst: fc.boolean(),
      }).map(({ ends, ...options }): [MeshDeclaration, LinkDeclaration] => [declaration, { ...ends, ...options }]);
    })
    .filter(found => found !== undefined);

  test('changes nothing of the clusters and links that it does not touch', () => {
    fc.assert(fc.property(withFurtherLink(), ([declaration, link]) => {
      const ends = new Set([link.consumer, link.provider]);
      const [before, after] = [declareMesh(declaration), declareMesh({ ...declaration, links: [...declaration.links, link] })];
      const untouched = (mesh: Mesh) => {
        const { clusters, links, findings } = describeMesh(mesh) as { clusters: MeshCluster[]; links: MeshLink[]; findings: Mesh['findings'] };
        const name = `${link.consumer} -> ${link.provider}`;
        return {
          clusters: clusters.filter(cluster => !ends.has(cluster.name)),
          links: links.filter(other => other.name !== name),
          // Islands are a matter of the mesh as a whole.
          findings: findings.filter(({ id, subject }) => id !== 'TOPO-02' && subject !== name && !ends.has(subject)),
        };
      };
      expect(untouched(after)).toEqual(untouched(before));
      expect(after.links).toHaveLength(before.links.length + 1);
    }));
  });

  test('never makes more islands', () => {
    fc.assert(fc.property(withFurtherLink(), ([declaration, link]) => {
      const islands = (mesh: Mesh) => mesh.findings.filter(({ id }) => id === 'TOPO-02').length;
      const [before, after] = [islands(declareMesh(declaration)), islands(declareMesh({ ...declaration, links: [...declaration.links, link] }))];
      expect([before, before - 1]).toContain(after);
    }), { numRuns: 50 });
  });
});

describe('text that is not valid', () => {
  const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
  const isName = (text: string) => text.length <= 253 && text.split('.').every(label => LABEL.test(label));
  const isService = (text: string) => LABEL.test(text) && /^[a-z]/.test(text);
  const vpc = (overrides: object) => ClusterVpc.fromAttributes(vpcAttributes('a', overrides));
  const service = (overrides: object) => exportApi(meshOf(['a']).clusters[0], { namespace: 'shop', ...overrides });
  const cluster = (overrides: object) => addCluster(new Mesh({ meshId: 'demo' }), 'a', overrides);

  // What is valid is said here in other words than in the model; where these are stricter, a valid text is left out.
  const takers: [what: string, isValid: (text: string) => boolean, take: (text: string) => unknown][] = [
    ['mesh id', isService, text => new Mesh({ meshId: text })],
    ['trust domain', isName, text => new Mesh({ meshId: 'demo', trustDomain: text })],
    ['dns zone', isName, text => new Mesh({ meshId: 'demo', dnsZone: text })],
    ['cluster name', isService, text => new Mesh({ meshId: 'demo' }).addCluster(text, clusterProps('a'))],
    ['account', text => /^[0-9]{12}$/.test(text), account => cluster({ account })],
    ['region', text => /^[a-z]+(-[a-z]+)+-[0-9]$/.test(text), region => cluster({ region })],
    ['network', text => LABEL.test(text), network => cluster({ network })],
    ['revision', text => LABEL.test(text), revision => cluster({ revision })],
    ['security group', text => /^sg-[0-9a-f]+$/.test(text), id => cluster({ podSecurityGroupIds: [id] })],
    ['pod range', text => /^[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+[/][0-9]+$/.test(text), range => cluster({ podCidrs: [range] })],
    ['principal', text => text.startsWith('arn:'), arn => cluster({ principalArns: [arn] })],
    ['vpc', text => /^vpc-[0-9a-f]+$/.test(text), vpcId => vpc({ vpcId })],
    ['looked-up vpc', text => /^vpc-[0-9a-f]+$/.test(text), vpcId => ClusterVpc.fromLookup(vpcId)],
    ['subnet', text => /^subnet-[0-9a-f]+$/.test(text), id => vpc({ subnetIds: ['subnet-0a0000000', id] })],
    ['zone', text => /^[-a-z0-9]+$/.test(text), zone => vpc({ availabilityZones: ['eu-west-1a', zone], subnetIds: ['subnet-0a0000000', 'subnet-0b0000000'] })],
    ['zone id', text => /^[-a-z0-9]+$/.test(text), id => vpc({ availabilityZoneIds: ['euw1-az1', id] })],
    ['namespace', text => LABEL.test(text), namespace => service({ namespace })],
    ['service', isService, name => service({ name })],
    ['service account', isName, serviceAccount => service({ serviceAccount })],
    ['port name', text => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text), name => ServicePort.http(80, { name })],
    ['version', text => /^1[.][0-9]+([.][0-9]+)?$/.test(text), text => IstioVersion.of(text)],
    ['load balancer', text => text.startsWith('arn:'), loadBalancerArn => LoadBalancer.fromService({ loadBalancerArn })],
    ['EKS cluster', text => /^[-\w]+$/.test(text), eksClusterName => LoadBalancer.fromService({ eksClusterName })],
    ['endpoint address', isName, name => EndpointAddress.fromDnsName(name)],
  ];

  /** Anything at all, and what is nearly right. */
  const texts = () => fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'ab1-._/:*$ \n'), maxLength: 20 }),
    fc.constantFrom('', ' ', '*', 'undefined ', '__proto__', 'constructor!', '${Token[X.1]}', '#{Token[X.1]}', 'a\u2028b', '\ud800'),
    fc.constantFrom('a'.repeat(5000), '-'.repeat(300)),
    fc.tuple(
      fc.constantFrom('vpc-0a0000000', 'sg-0a0000000', 'subnet-0a0000000', '111111111111', 'eu-west-1', '1.31', '10.0.0.0/8', 'a.example.com', 'a'),
      fc.constantFrom('\n', ' ', '\u0000', '*', '/', ';', '"', '1', 'x'),
      fc.boolean(),
    ).map(([good, junk, first]) => first ? junk + good : good + junk),
  );

  test.each(takers)('never passes as %s, and is shown', (_, isValid, take) => {
    fc.assert(fc.property(texts().filter(text => !isValid(text)), text => {
      const message = errorMessage(() => take(text));
      expect(message).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
      expect(message).toMatch(/^\S.+: \S.+$/);
      if (/^[ -~]*$/.test(text)) {
        expect(message).toContain(JSON.stringify(text).slice(1, -1));
      }
    }), { numRuns: 500 });
  });

  test('leaves the mesh as it was', () => {
    fc.assert(fc.property(texts().filter(text => !isService(text)), text => {
      const { mesh, clusters: [a, b] } = meshOf(['a', 'b']);
      a.consume(b);
      const before = JSON.stringify(describeMesh(mesh));
      errorMessage(() => addCluster(mesh, text));
      errorMessage(() => addCluster(mesh, 'c', { account: text }));
      errorMessage(() => exportApi(a, { name: text }));
      expect(JSON.stringify(describeMesh(mesh))).toBe(before);
    }), { numRuns: 50 });
  });
});

test('a service is one of its cluster, whatever others export', () => {
  fc.assert(fc.property(meshDeclarations({ valid: false }), declaration => {
    const mesh = declareMesh(declaration);
    const isOf = (cluster: MeshCluster) => (service: ExportedService) =>
      service.cluster === cluster.name && cluster.exportedServices.includes(service);
    expect(mesh.links.every(link => link.services.every(isOf(link.provider)))).toBe(true);
    expect(mesh.clusters.every(cluster => cluster.exportedServices.every(isOf(cluster)))).toBe(true);
  }), { numRuns: 50 });
});
