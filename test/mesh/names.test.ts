import * as fc from 'fast-check';
import { clusterNames } from './arbitraries';
import {
  cacertsSecretName, consumerStackName, EAST_WEST_PORT, endpointDnsNameOutput, endpointRecordName, HEALTH_CHECK_PATH, HEALTH_CHECK_PORT,
  loadBalancingName, partialSecretArn, providerStackName, READER_TOKEN_PROPERTIES, readerServiceAccount, readerTokenSecret, readerTokenSecretName,
  secretsStackName, secretStoreName,
} from '../../src/mesh/names';
import { qualifiableName } from '../../src/mesh/qualifiable-name';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html */
const LOAD_BALANCING_NAME = /^(?!internal-)[a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/;

describe('loadBalancingName', () => {
  test('is readable where it fits, and shortened with a hash where not', () => {
    expect(loadBalancingName('demo', 'cluster1')).toBe('demo-cluster1-ew');
    expect(loadBalancingName('demo', 'a'.repeat(24))).toBe(`demo-${'a'.repeat(24)}-ew`);
    expect(loadBalancingName('demo', 'a'.repeat(25))).toMatch(/^a{23}-[0-9a-f]{8}$/);
  });

  test('tells where the mesh ends and the cluster begins', () => {
    expect(loadBalancingName('a', 'b-c')).toBe('a-b-c-ew');
    expect(loadBalancingName('a-b', 'c')).toBe('a-b--c-ew');
  });

  test('does not start with what AWS keeps for itself', () => {
    expect(loadBalancingName('internal', 'cluster1')).toMatch(/^ew-cluster1-[0-9a-f]{8}$|^cluster1-[0-9a-f]{8}$/);
    expect(loadBalancingName('internal', 'internal')).toMatch(/^ew-internal-[0-9a-f]{8}$/);
    expect(loadBalancingName('internals', 'internal')).toBe('internals-internal-ew');
  });

  test('does not end the readable part with a hyphen', () => {
    expect(loadBalancingName('demo', `${'a'.repeat(20)}---b${'c'.repeat(9)}`)).toMatch(/^a{20}-[0-9a-f]{8}$/);
  });

  // The likeliest to go wrong: hyphens in both, names at the limits, names that AWS keeps for itself.
  const meshOrCluster = () => fc.oneof(
    { weight: 3, arbitrary: clusterNames() },
    fc.constantFrom('internal', 'internal-a', 'a', 'a-b', 'b-c', 'a-b-c', 'c', 'ew', 'a-ew', 'x'.repeat(32)),
    fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 1, maxLength: 10 }).filter(name => /^[a-z]+(-[a-z]+)*$/.test(name)),
  );

  test('is a name that Elastic Load Balancing takes, the same each time', () => {
    fc.assert(fc.property(meshOrCluster(), meshOrCluster(), (meshId, cluster) => {
      const name = loadBalancingName(meshId, cluster);
      expect(name).toMatch(LOAD_BALANCING_NAME);
      expect(loadBalancingName(meshId, cluster)).toBe(name);
    }), { numRuns: 500 });
  });

  test('differs wherever mesh or cluster differ', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.tuple(meshOrCluster(), meshOrCluster()), { minLength: 2, maxLength: 60, selector: both => both.join('/') }), all => {
      expect(new Set(all.map(both => loadBalancingName(...both))).size).toBe(all.length);
    }), { numRuns: 200 });
  });

  test('differs for every way to cut one text into mesh and cluster', () => {
    const text = 'a-b-c-d-e-f';
    const cuts = [...text].flatMap((character, index) => (character === '-' ? [[text.slice(0, index), text.slice(index + 1)] as const] : []));
    expect(new Set(cuts.map(cut => loadBalancingName(...cut))).size).toBe(5);
  });
});

describe('endpointDnsNameOutput', () => {
  test('writes hyphens as X', () => {
    expect(endpointDnsNameOutput('cluster1')).toBe('EndpointDnsNameCluster1');
    expect(endpointDnsNameOutput('team-a-1')).toBe('EndpointDnsNameTeamXaX1');
    expect(endpointDnsNameOutput('x')).toBe('EndpointDnsNameX');
  });

  test('is a logical id, another for each cluster', () => {
    const names = fc.oneof(clusterNames(), fc.string({ unit: fc.constantFrom('x', 'a', '-'), minLength: 1, maxLength: 6 }).filter(name => /^[a-z]([a-z-]*[a-z])?$/.test(name)));
    fc.assert(fc.property(fc.uniqueArray(names, { minLength: 2, maxLength: 60 }), clusters => {
      const outputs = clusters.map(endpointDnsNameOutput);
      outputs.forEach(output => expect(output).toMatch(/^[A-Za-z0-9]{1,255}$/));
      expect(new Set(outputs).size).toBe(clusters.length);
    }), { numRuns: 200 });
  });
});

test('the names of stacks are names that CloudFormation takes, and differ within a mesh', () => {
  fc.assert(fc.property(clusterNames(), fc.uniqueArray(clusterNames(), { minLength: 2, maxLength: 12 }), (meshId, clusters) => {
    const stacks = clusters.flatMap(cluster => [providerStackName, consumerStackName, secretsStackName].map(name => name(meshId, cluster)));
    stacks.forEach(name => expect(name).toMatch(/^[A-Za-z][A-Za-z0-9-]{0,127}$/));
    expect(new Set(stacks).size).toBe(stacks.length);
  }));
  expect([providerStackName, consumerStackName, secretsStackName].map(name => name('demo', 'cluster1')))
    .toEqual(['demo-cluster1-provider', 'demo-cluster1-consumer', 'demo-cluster1-secrets']);
});

// https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio
test('the ports are those of Istio', () => {
  expect([EAST_WEST_PORT, HEALTH_CHECK_PORT, HEALTH_CHECK_PATH]).toEqual([15443, 15021, '/healthz/ready']);
});

test('endpoints and readers are named after the other cluster', () => {
  expect(endpointRecordName('cluster2', 'mesh.internal')).toBe('cluster2.mesh.internal');
  expect(readerServiceAccount('cluster1')).toBe('istio-reader-cluster1');
});

test('property: no two clusters of any meshes have stacks of one name', () => {
  const pairs = fc.tuple(clusterNames(), clusterNames());
  fc.assert(fc.property(pairs, pairs, ([mesh1, cluster1], [mesh2, cluster2]) => {
    fc.pre(mesh1 !== mesh2 || cluster1 !== cluster2);
    const names = [[mesh1, cluster1], [mesh2, cluster2]]
      .flatMap(([mesh, cluster]) => [providerStackName(mesh, cluster), consumerStackName(mesh, cluster), secretsStackName(mesh, cluster)]);
    expect(new Set(names).size).toBe(6);
    // The likely clash: the same text, split at another hyphen.
    const text = `${mesh1}-${cluster1}`;
    const splits = [...text.matchAll(/-/g)].map(({ index }) => [text.slice(0, index), text.slice(index! + 1)])
      .filter(parts => parts.every(part => /^[a-z]/.test(part)));
    expect(new Set(splits.map(([mesh, cluster]) => providerStackName(mesh, cluster))).size).toBe(splits.length);
  }));
});

test.each(['a--b', 'a-----b'])('fails when "%s" is a mesh or a cluster, whose names are joined with two hyphens', name => {
  expect(() => qualifiableName(name, 'cluster name')).toThrow(`cluster name "${name}" has two hyphens in a row, ` +
    'which separate mesh and cluster in the names of stacks: use single hyphens');
});

describe('secrets in AWS', () => {
  const someClusters = () => fc.uniqueArray(clusterNames(), { minLength: 2, maxLength: 6 });
  /** The names of all secrets of a mesh. */
  const secretsOf = (meshId: string, clusters: readonly string[]) => clusters.flatMap(provider => [
    cacertsSecretName(meshId, provider),
    ...clusters.filter(consumer => consumer !== provider).map(consumer => readerTokenSecretName(meshId, provider, consumer)),
  ]);

  test('say whose they are', () => {
    expect(cacertsSecretName('demo', 'cluster1')).toBe('istio-privatelink/demo/cluster1/cacerts');
    expect(readerTokenSecretName('demo', 'cluster2', 'cluster1')).toBe('istio-privatelink/demo/cluster2/readers/cluster1/token');
  });

  // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
  test('property: have names that AWS takes, and takes for no complete ARN', () => {
    fc.assert(fc.property(clusterNames(), someClusters(), (meshId, clusters) => {
      for (const name of secretsOf(meshId, clusters)) {
        expect(name).toMatch(/^[A-Za-z0-9/_+=.@-]{1,512}$/);
        expect(name).not.toMatch(/-[A-Za-z0-9]{6}$/);
      }
    }), { numRuns: 200 });
  });

  test('property: have another name for each mesh, provider and consumer', () => {
    fc.assert(fc.property(fc.uniqueArray(clusterNames(), { minLength: 2, maxLength: 3 }), someClusters(), (meshes, clusters) => {
      const names = meshes.flatMap(meshId => secretsOf(meshId, clusters));
      expect(new Set(names).size).toBe(meshes.length * clusters.length ** 2);
    }), { numRuns: 200 });
  });

  test('property: what stands for all readers of a cluster, or all tokens of a reader, stands for nothing else', () => {
    const matches = (pattern: string, name: string) => new RegExp(`^${pattern.split('*').map(part => part.replace(/[.+]/g, '\\$&')).join('.*')}$`).test(name);
    fc.assert(fc.property(fc.uniqueArray(clusterNames(), { minLength: 2, maxLength: 2 }), someClusters(), ([mesh, other], clusters) => {
      const [cluster] = clusters;
      const found = (pattern: string) => [mesh, other].flatMap(meshId => secretsOf(meshId, clusters)).filter(name => matches(pattern, name));
      const others = clusters.filter(name => name !== cluster);
      expect(found(readerTokenSecretName(mesh, cluster, '*'))).toEqual(others.map(consumer => readerTokenSecretName(mesh, cluster, consumer)));
      expect(found(readerTokenSecretName(mesh, '*', cluster))).toEqual(others.map(provider => readerTokenSecretName(mesh, provider, cluster)));
    }), { numRuns: 200 });
  });

  test('have an ARN in the partition, region and account of their owner', () => {
    expect(partialSecretArn({ partition: 'aws-cn', region: 'cn-north-1', account: '000000000003' }, 'a/b')).toBe('arn:aws-cn:secretsmanager:cn-north-1:000000000003:secret:a/b');
  });

  test('hold properties that are not nested when they are pushed', () => {
    expect(Object.values(READER_TOKEN_PROPERTIES)).toEqual(['token', 'ca']);
  });
});

test('property: tokens of readers and stores have names that Kubernetes takes', () => {
  fc.assert(fc.property(clusterNames(), fc.integer({ min: 1, max: 999_999 }), (consumer, revision) => {
    expect(readerTokenSecret(consumer, revision)).toMatch(/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
  }));
  expect(readerTokenSecret('cluster1', 2)).toBe('istio-reader-cluster1-token-2');
  expect(secretStoreName('eu-west-1')).toBe('istio-privatelink-eu-west-1');
});
