import { App, DefaultStackSynthesizer, Stage, Validations } from 'aws-cdk-lib';
import { EXPLICIT_STACK_TAGS } from 'aws-cdk-lib/cx-api';
import * as fc from 'fast-check';
import { resourcesOfType, Synthesized, synthesizeApp, synthesizeMesh } from './synthesize';
import { LinkMode, Mesh, MeshClusterProps, MeshStacks, ReaderAccess } from '../../src';
import { consumerStackName, providerStackName } from '../../src/mesh/names';
import { declareMesh, meshDeclarations } from '../mesh/arbitraries';
import { errorMessage } from '../mesh/error-message';
import { addCluster, exportApi, meshOf, pair } from '../mesh/meshes';

/** Three clusters in two accounts and two regions, all linked. */
function fullMesh(): Mesh {
  const mesh = new Mesh({ meshId: 'demo' });
  const elsewhere: Partial<MeshClusterProps>[] = [{}, { account: '222222222222' }, { region: 'eu-west-2' }];
  elsewhere.forEach((props, index) => exportApi(addCluster(mesh, `cluster${index + 1}`, props)));
  mesh.connectAll();
  return mesh;
}

const order = ({ stacks }: Synthesized) =>
  Object.fromEntries(Object.entries(stacks).map(([name, { dependencies }]) => [name, [...dependencies].sort()]));

describe('stacks of each topology, providers before consumers', () => {
  test('pair', () => {
    expect(order(synthesizeMesh(pair().mesh))).toEqual({
      'demo-cluster1-provider': [],
      'demo-cluster2-provider': [],
      'demo-cluster1-consumer': ['demo-cluster2-provider'],
      'demo-cluster2-consumer': ['demo-cluster1-provider'],
    });
  });

  test('one direction', () => {
    const { mesh, clusters: [a, b] } = meshOf(['a', 'b']);
    a.consume(b);
    expect(order(synthesizeMesh(mesh))).toEqual({ 'demo-b-provider': [], 'demo-a-consumer': ['demo-b-provider'] });
  });

  test('full mesh across accounts and regions', () => {
    expect(order(synthesizeMesh(fullMesh()))).toEqual({
      'demo-cluster1-provider': [],
      'demo-cluster2-provider': [],
      'demo-cluster3-provider': [],
      'demo-cluster1-consumer': ['demo-cluster2-provider', 'demo-cluster3-provider'],
      'demo-cluster2-consumer': ['demo-cluster1-provider', 'demo-cluster3-provider'],
      'demo-cluster3-consumer': ['demo-cluster1-provider', 'demo-cluster2-provider'],
    });
  });

  test('hub and spokes', () => {
    const { mesh, clusters: [hub] } = meshOf(['hub', 'a', 'b']);
    mesh.connectHub(hub);
    const synthesized = synthesizeMesh(mesh);
    expect(order(synthesized)).toEqual({
      'demo-a-provider': [],
      'demo-b-provider': [],
      'demo-hub-provider': [],
      'demo-a-consumer': ['demo-hub-provider'],
      'demo-b-consumer': ['demo-hub-provider'],
      'demo-hub-consumer': ['demo-a-provider', 'demo-b-provider'],
    });
    expect(resourcesOfType(synthesized.stacks['demo-hub-consumer'], 'AWS::EC2::VPCEndpoint')).toHaveLength(2);
    expect(resourcesOfType(synthesized.stacks['demo-a-consumer'], 'AWS::EC2::VPCEndpoint')).toHaveLength(1);
  });

  test('any valid mesh: a stack for each side of each cluster, an endpoint for each link', () => {
    fc.assert(fc.property(meshDeclarations(), declaration => {
      const mesh = declareMesh(declaration);
      const synthesized = synthesizeMesh(mesh);
      expect(order(synthesized)).toEqual(Object.fromEntries(mesh.clusters.flatMap(({ name, provides, consumes }) => [
        ...provides.length > 0 ? [[providerStackName(mesh.meshId, name), []]] : [],
        ...consumes.length > 0
          ? [[consumerStackName(mesh.meshId, name), consumes.map(link => providerStackName(mesh.meshId, link.provider.name)).sort()]]
          : [],
      ])));
      const endpoints = Object.values(synthesized.stacks).flatMap(stack => resourcesOfType(stack, 'AWS::EC2::VPCEndpoint'));
      expect(endpoints).toHaveLength(mesh.links.length);
      expect(endpoints.filter(({ Properties }) => Properties!.ServiceRegion !== undefined))
        .toHaveLength(mesh.links.filter(link => link.isCrossRegion).length);
      for (const permissions of Object.values(synthesized.stacks).flatMap(stack => resourcesOfType(stack, 'AWS::EC2::VPCEndpointServicePermissions'))) {
        expect(permissions.Properties!.AllowedPrincipals).not.toContainEqual(expect.stringContaining('*'));
      }
    }), { numRuns: 15 });
  });
});

describe('the program finds the stacks', () => {
  const { mesh, clusters: [a, b, c] } = meshOf(['a', 'b', 'c']);
  a.consume(b);
  c.consume(b);
  const stacks = new MeshStacks(new App(), 'Mesh', { mesh });

  test('as lists sorted by cluster, and by name', () => {
    expect(stacks.providerStacks.map(({ stackName }) => stackName)).toEqual(['demo-b-provider']);
    expect(stacks.consumerStacks.map(({ stackName }) => stackName)).toEqual(['demo-a-consumer', 'demo-c-consumer']);
    expect(stacks.providerStack('b')).toBe(stacks.providerStacks[0]);
    expect(stacks.consumerStack('c')).toBe(stacks.consumerStacks[1]);
    expect(stacks.consumerStack('c').node.path).toBe('Mesh/c-consumer');
  });

  test('fails when there is none for the name', () => {
    expect(errorMessage(() => stacks.providerStack('a'))).toBe('cluster "a" has no provider stack: the clusters with one are b');
    expect(errorMessage(() => stacks.consumerStack('x'))).toBe('cluster "x" has no consumer stack: the clusters with one are a, c');
  });
});

describe('tags and descriptions', () => {
  /** Of the types that the stacks use, those that take no tags. */
  const WITHOUT_TAGS = ['AWS::EC2::SecurityGroupIngress', 'AWS::EC2::VPCEndpointServicePermissions', 'AWS::ElasticLoadBalancingV2::Listener', 'AWS::Route53::RecordSet'];
  const tagsOf = (properties: { readonly [key: string]: any }) =>
    Object.fromEntries((properties.Tags ?? properties.HostedZoneTags ?? []).map(({ Key, Value }: any) => [Key, Value]));
  const { stacks } = synthesizeMesh(fullMesh(), { tags: { team: 'mesh', note: '' } });

  test('every resource that takes tags carries those of mesh and cluster and the given ones', () => {
    const untagged = new Set<string>();
    for (const [name, { template }] of Object.entries(stacks)) {
      for (const { Type, Properties } of Object.values(template.Resources)) {
        const tags = tagsOf(Properties!);
        if (Object.keys(tags).length === 0) {
          untagged.add(Type);
        } else {
          expect(tags).toMatchObject({ 'istio-privatelink/mesh': 'demo', 'istio-privatelink/cluster': name.split('-')[1], 'team': 'mesh', 'note': '' });
        }
      }
    }
    expect([...untagged].sort()).toEqual(WITHOUT_TAGS);
  });

  test('what a console lists has a name', () => {
    const names = (stack: string, type: string) => resourcesOfType(stacks[stack], type).map(({ Properties }) => tagsOf(Properties!).Name);
    expect(names('demo-cluster1-consumer', 'AWS::EC2::VPCEndpoint')).toEqual(['demo-cluster1-to-cluster2', 'demo-cluster1-to-cluster3']);
    expect(names('demo-cluster1-consumer', 'AWS::EC2::SecurityGroup')).toEqual(['demo-cluster1-to-cluster2', 'demo-cluster1-to-cluster3']);
    expect(names('demo-cluster1-provider', 'AWS::EC2::VPCEndpointService')).toEqual(['demo-cluster1-east-west']);
  });

  test.each([true, false])('the stacks carry the tags too (explicit stack tags: %s)', explicit => {
    const { stacks: synthesized } = synthesizeMesh(pair().mesh, { tags: { team: 'mesh' } }, { context: { [EXPLICIT_STACK_TAGS]: explicit } });
    expect(synthesized['demo-cluster1-consumer'].tags).toEqual({ 'istio-privatelink/mesh': 'demo', 'istio-privatelink/cluster': 'cluster1', 'team': 'mesh' });
  });

  test('stacks, outputs, security groups and their rules, zones, records and roles are described', () => {
    const described = (value: unknown) => expect(value).toEqual(expect.stringMatching(/^[A-Za-z0-9 ,.:;()_/-]{8,255}$/));
    for (const { template } of Object.values(stacks)) {
      described(template.Description);
      Object.values(template.Outputs!).forEach(({ Description }) => described(Description));
      for (const { Type, Properties } of Object.values(template.Resources)) {
        const { Description, GroupDescription, Comment, HostedZoneConfig, SecurityGroupIngress = [], SecurityGroupEgress = [] } = Properties!;
        if (/SecurityGroup|Role$|RecordSet$|HostedZone$/.test(Type)) {
          described(Description ?? GroupDescription ?? Comment ?? HostedZoneConfig?.Comment);
        }
        [...SecurityGroupIngress, ...SecurityGroupEgress].forEach((rule: any) => described(rule.Description));
      }
    }
  });

  test.each([['aws:team', 'a'], ['', 'a'], ['a'.repeat(129), 'a'], ['a|b', 'a'], ['team', 'a'.repeat(257)], ['team', '<a>']])('fails when a tag is %s=%s', (key, value) => {
    expect(errorMessage(() => new MeshStacks(new App(), 'Mesh', { mesh: pair().mesh, tags: { [key]: value } }))).toMatch(/^tag ".*" with value ".*" is not valid: a key has /);
  });
});

describe('findings', () => {
  const reader = () => pair({ mode: LinkMode.discovery({ readerAccess: ReaderAccess.WITH_SECRETS }) }).mesh;
  const messages = (synthesized: Synthesized, stack: string) => synthesized.stacks[stack].messages.map(({ level, text }) => `${level} ${text}`);

  test('none where there are none', () => {
    const synthesized = synthesizeMesh(pair().mesh);
    expect(Object.values(synthesized.stacks).flatMap(({ messages: found }) => found)).toEqual([]);
  });

  test('a warning on the stack that it concerns, under a stable id', () => {
    const synthesized = synthesizeMesh(reader());
    expect(messages(synthesized, 'demo-cluster2-provider')).toEqual([expect.stringMatching(
      /^warning cluster "cluster1" can read every Secret of cluster "cluster2".* \[ack: annotation::cdk-istio-privatelink:SEC-01\]$/)]);
    expect(messages(synthesized, 'demo-cluster2-consumer')).toEqual([]);
  });

  test('an information where it is one', () => {
    const mesh = new Mesh({ meshId: 'demo' });
    const [a, b] = ['a', 'b'].map(name => addCluster(mesh, name, { podSecurityGroupIds: [], podCidrs: ['10.0.0.0/16'] }));
    exportApi(b);
    a.consume(b);
    expect(messages(synthesizeMesh(mesh), 'demo-b-provider')).toEqual([expect.stringMatching(/^info the security groups .* \[ack: cdk-istio-privatelink:SEC-05\]$/)]);
  });

  test('about a cluster without a provider stack on its consumer stack', () => {
    const mesh = new Mesh({ meshId: 'demo' });
    const a = addCluster(mesh, 'a', { defaultReader: true });
    const b = addCluster(mesh, 'b');
    exportApi(b);
    a.consume(b);
    expect(messages(synthesizeMesh(mesh), 'demo-a-consumer')).toEqual([expect.stringContaining('SEC-04')]);
  });

  test('about a link on the stack of its consumer', () => {
    const mesh = new Mesh({ meshId: 'demo' });
    const [a, b] = ['a', 'b'].map(name => addCluster(mesh, name));
    a.consume(b);
    expect(messages(synthesizeMesh(mesh), 'demo-a-consumer')).toEqual([expect.stringContaining('TOPO-01')]);
  });

  test('can be acknowledged', () => {
    const app = new App();
    const stacks = new MeshStacks(app, 'Mesh', { mesh: reader() });
    Validations.of(stacks.providerStack('cluster1')).acknowledge({ id: 'cdk-istio-privatelink:SEC-01', reason: 'one team' });
    const synthesized = synthesizeApp(app);
    expect(messages(synthesized, 'demo-cluster1-provider')).toEqual([]);
    expect(messages(synthesized, 'demo-cluster2-provider')).toHaveLength(1);
  });

  test('can be acknowledged for the whole app', () => {
    const app = new App();
    new MeshStacks(app, 'Mesh', { mesh: reader() });
    Validations.of(app).acknowledge({ id: 'cdk-istio-privatelink:SEC-01', reason: 'one team' });
    expect(Object.values(synthesizeApp(app).stacks).flatMap(({ messages: found }) => found)).toEqual([]);
  });

  test('can be acknowledged for a scope around the stacks before they are found', () => {
    const app = new App();
    const stage = new Stage(app, 'Stage');
    Validations.of(stage).acknowledge({ id: 'cdk-istio-privatelink:SEC-01', reason: 'one team' });
    new MeshStacks(stage, 'Mesh', { mesh: reader() });
    expect(Object.values(synthesizeApp(app).stacks).flatMap(({ messages: found }) => found)).toEqual([]);
  });

  test('many of a kind on one stack are cut short', () => {
    const { mesh, clusters: [hub, ...spokes] } = meshOf(['hub', 'a', 'b', 'c', 'd', 'e']);
    const mode = LinkMode.discovery({ readerAccess: ReaderAccess.WITH_SECRETS });
    spokes.forEach(spoke => spoke.consume(hub, { mode }));
    const found = messages(synthesizeMesh(mesh), 'demo-hub-provider').filter(text => text.includes('SEC-01'));
    expect(found).toHaveLength(4);
    expect(found[3]).toBe('warning 2 more findings of this kind: d -> hub, e -> hub [ack: annotation::cdk-istio-privatelink:SEC-01]');
  });
});

describe('the declaration', () => {
  test('fails when it is not valid, before there is any stack', () => {
    const app = new App();
    expect(errorMessage(() => new MeshStacks(app, 'Mesh', { mesh: meshOf(['a', 'b']).mesh }))).toMatch(/^mesh "demo" has 2 problems:\n/);
    expect(app.node.findAll().map(({ node }) => node.path)).toEqual(['', 'Mesh']);
  });

  test('fails when a cluster needs more endpoints than its VPC may hold', () => {
    const { mesh, clusters: [hub, ...spokes] } = meshOf(['hub', ...Array.from({ length: 51 }, (_, index) => `spoke-${index}`)]);
    spokes.forEach(spoke => hub.consume(spoke));
    expect(errorMessage(() => new MeshStacks(new App(), 'Mesh', { mesh }))).toMatch(/"hub".*51.*50/);
  });
});

test('termination protection and synthesizer are those of all stacks', () => {
  const { stacks } = synthesizeMesh(pair().mesh, { terminationProtection: true, synthesizer: new DefaultStackSynthesizer({ qualifier: 'mesh' }) });
  for (const { terminationProtection, text } of Object.values(stacks)) {
    expect(terminationProtection).toBe(true);
    expect(text).toContain('/cdk-bootstrap/mesh/version');
  }
});

test('the same mesh gives the same bytes, wherever it stands in the app', () => {
  const texts = ({ stacks }: Synthesized) => Object.fromEntries(Object.entries(stacks).map(([name, { text }]) => [name, text]));
  const moved = new App();
  new MeshStacks(new Stage(moved, 'Production'), 'EastWest', { mesh: fullMesh() });
  expect(texts(synthesizeApp(moved))).toEqual(texts(synthesizeMesh(fullMesh())));
});
