import { join } from 'path';
import { App, DefaultStackSynthesizer, Stage, Validations } from 'aws-cdk-lib';
import { EXPLICIT_STACK_TAGS } from 'aws-cdk-lib/cx-api';
import * as fc from 'fast-check';
import { LISTENERS_TAKE_TAGS } from './listener-tags';
import { resourcesOfType, Synthesized, synthesizeApp, synthesizeMesh } from './synthesize';
import {
  CertificateAuthority, CertificateAuthorityKind, DeployedMesh, ExternalSecrets, LinkMode, Mesh, MeshBundles, MeshCluster, MeshClusterProps,
  MeshStacks, ReaderAccess, RemoteSecret, RemoteSecretKind,
} from '../../src';
import { consumerStackName, providerStackName, secretsStackName } from '../../src/mesh/names';
import { temporaryDirectory } from '../bundle/temporary-directory';
import { declareMesh, meshDeclarations } from '../mesh/arbitraries';
import { errorMessage } from '../mesh/error-message';
import { addCluster, exportApi, meshOf, pair } from '../mesh/meshes';

const ELSEWHERE: Partial<MeshClusterProps>[] = [{}, { account: '222222222222' }, { region: 'eu-west-2' }];

/** Three clusters in two accounts and two regions, all linked. */
function fullMesh(): Mesh {
  const mesh = new Mesh({ meshId: 'demo' });
  ELSEWHERE.forEach((props, index) => exportApi(addCluster(mesh, `cluster${index + 1}`, props)));
  mesh.connectAll();
  return mesh;
}

/** The same with all secrets in AWS. */
function fullMeshWithSecrets(): Mesh {
  const mesh = new Mesh({ meshId: 'demo' });
  ELSEWHERE.forEach((props, index) => exportApi(addCluster(mesh, `cluster${index + 1}`, {
    ...props,
    certificateAuthority: CertificateAuthority.externalSecrets(),
    externalSecrets: ExternalSecrets.withServiceAccount({ roleArn: `arn:aws:iam::${props.account ?? '111111111111'}:role/eso` }),
  })));
  mesh.connectAll({ mode: external });
  return mesh;
}

/** The role and how it is used, for a cluster in the first account. */
const withOperatorRole = { externalSecrets: ExternalSecrets.withOperatorRole({ roleArn: 'arn:aws:iam::111111111111:role/eso' }) };
const external = LinkMode.discovery({ remoteSecret: RemoteSecret.externalSecrets() });

/** Whether External Secrets brings the cluster its authority, takes a token from it, or brings it one from another account. */
function hasSecrets({ certificateAuthority, consumes, provides }: MeshCluster): boolean {
  const links = [...provides, ...consumes.filter(link => link.isCrossAccount)];
  return certificateAuthority.kind === CertificateAuthorityKind.EXTERNAL_SECRETS
    || links.some(({ mode }) => mode.remoteSecret?.kind === RemoteSecretKind.EXTERNAL_SECRETS);
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

  test('any valid mesh: a stack for each side of each cluster and for its secrets, an endpoint for each link', () => {
    fc.assert(fc.property(meshDeclarations(), declaration => {
      const mesh = declareMesh(declaration);
      const synthesized = synthesizeMesh(mesh);
      const withSecrets = mesh.clusters.filter(hasSecrets).map(({ name }) => name);
      expect(order(synthesized)).toEqual(Object.fromEntries(mesh.clusters.flatMap(({ name, provides, consumes }) => [
        ...provides.length > 0 ? [[providerStackName(mesh.meshId, name), []]] : [],
        ...consumes.length > 0
          ? [[consumerStackName(mesh.meshId, name), consumes.map(link => providerStackName(mesh.meshId, link.provider.name)).sort()]]
          : [],
        ...withSecrets.includes(name) ? [[secretsStackName(mesh.meshId, name), []]] : [],
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
  const d = addCluster(mesh, 'd', withOperatorRole);
  exportApi(d);
  addCluster(mesh, 'e', { ...withOperatorRole, certificateAuthority: CertificateAuthority.externalSecrets() }).consume(d, { mode: external });
  const stacks = new MeshStacks(new App(), 'Mesh', { mesh });

  test('as lists sorted by cluster, and by name', () => {
    expect(stacks.providerStacks.map(({ stackName }) => stackName)).toEqual(['demo-b-provider', 'demo-d-provider']);
    expect(stacks.consumerStacks.map(({ stackName }) => stackName)).toEqual(['demo-a-consumer', 'demo-c-consumer', 'demo-e-consumer']);
    expect(stacks.secretsStacks.map(({ stackName }) => stackName)).toEqual(['demo-d-secrets', 'demo-e-secrets']);
    expect(stacks.providerStack('b')).toBe(stacks.providerStacks[0]);
    expect(stacks.consumerStack('c')).toBe(stacks.consumerStacks[1]);
    expect(stacks.consumerStack('c').node.path).toBe('Mesh/c-consumer');
    expect(stacks.secretsStack('e')).toBe(stacks.secretsStacks[1]);
    expect(stacks.secretsStack('e').node.path).toBe('Mesh/e-secrets');
  });

  test('fails when there is none for the name', () => {
    expect(errorMessage(() => stacks.providerStack('a'))).toBe('cluster "a" has no provider stack: the clusters with one are b, d');
    expect(errorMessage(() => stacks.consumerStack('x'))).toBe('cluster "x" has no consumer stack: the clusters with one are a, c, e');
    expect(errorMessage(() => stacks.secretsStack('a'))).toBe('cluster "a" has no secrets stack: the clusters with one are d, e');
  });
});

describe('tags and descriptions', () => {
  /** Of the types that the stacks use, those that take no tags. */
  const WITHOUT_TAGS = [
    'AWS::EC2::SecurityGroupIngress', 'AWS::EC2::VPCEndpointServicePermissions', ...LISTENERS_TAKE_TAGS ? [] : ['AWS::ElasticLoadBalancingV2::Listener'], 'AWS::IAM::RolePolicy',
    'AWS::KMS::Alias', 'AWS::Route53::RecordSet', 'AWS::SecretsManager::ResourcePolicy',
  ];
  const tagsOf = (properties: { readonly [key: string]: any }) =>
    Object.fromEntries((properties.Tags ?? properties.HostedZoneTags ?? []).map(({ Key, Value }: any) => [Key, Value]));
  const { stacks } = synthesizeMesh(fullMeshWithSecrets(), { tags: { team: 'mesh', note: '' } });

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

  test('stacks, outputs, security groups and their rules, zones, records, roles, keys and secrets are described', () => {
    const described = (value: unknown) => expect(value).toEqual(expect.stringMatching(/^[A-Za-z0-9 ,.:;()_/-]{8,255}$/));
    for (const { template } of Object.values(stacks)) {
      described(template.Description);
      Object.values(template.Outputs!).forEach(({ Description }) => described(Description));
      for (const { Type, Properties } of Object.values(template.Resources)) {
        const { Description, GroupDescription, Comment, HostedZoneConfig, SecurityGroupIngress = [], SecurityGroupEgress = [] } = Properties!;
        if (/SecurityGroup|Role$|RecordSet$|HostedZone$|Key$|Secret$/.test(Type)) {
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
      /^warning cluster "cluster1" can read every Secret of cluster "cluster2".* \[ack: [aA]nnotation::cdk-istio-privatelink:SEC-01\]$/)]);
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

  test('about secrets on the stack that holds them', () => {
    const mesh = new Mesh({ meshId: 'demo' });
    const [a, b] = ['a', 'b'].map(name => addCluster(mesh, name, withOperatorRole));
    exportApi(b);
    a.consume(b, { mode: external });
    const synthesized = synthesizeMesh(mesh);
    expect(messages(synthesized, 'demo-b-secrets')).toEqual([
      expect.stringMatching(/^warning .* in any namespace of cluster "b" .*SEC-07\]$/),
      expect.stringMatching(/^info the token with which cluster "a" reads .* cluster "b" .*SEC-06\]$/),
    ]);
    expect(messages(synthesized, 'demo-b-provider')).toEqual([]);
    // The token of "a" is in the other cluster's stack.
    expect(messages(synthesized, 'demo-a-consumer')).toEqual([expect.stringMatching(/^warning .* in any namespace of cluster "a" .*SEC-07\]$/)]);
  });

  test('about the mesh as a whole on its first stack', () => {
    const deployed = DeployedMesh.fromFile(join(__dirname, 'never-deployed.json'));
    const synthesized = synthesizeMesh(pair({}, { deployed }).mesh);
    expect(messages(synthesized, 'demo-cluster1-provider')).toEqual([expect.stringMatching(/^info nothing was compared .* \[ack: cdk-istio-privatelink:CHG-01\]$/)]);
  });

  test('about a cluster that changes on the stack that changes', () => {
    const outdir = temporaryDirectory();
    new MeshBundles({ mesh: pair().mesh, outdir, printFindings: false }).synth();
    const mesh = new Mesh({ meshId: 'demo', deployed: DeployedMesh.fromFile(join(outdir, 'mesh.json')) });
    const [cluster1, cluster2] = [addCluster(mesh, 'cluster1'), addCluster(mesh, 'cluster2', { network: 'network2' })];
    [cluster1, cluster2].forEach(cluster => exportApi(cluster));
    mesh.connect(cluster1, cluster2);
    const synthesized = synthesizeMesh(mesh);
    expect(messages(synthesized, 'demo-cluster1-provider')).toEqual([]);
    expect(messages(synthesized, 'demo-cluster2-provider')).toEqual([expect.stringMatching(/^warning the network of cluster "cluster2" was "cluster2" and is "network2": .*CHG-06\]$/)]);
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
    expect(found[3]).toMatch(/^warning 2 more findings of this kind: d -> hub, e -> hub \[ack: [aA]nnotation::cdk-istio-privatelink:SEC-01\]$/);
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
  const { stacks } = synthesizeMesh(fullMeshWithSecrets(), { terminationProtection: true, synthesizer: new DefaultStackSynthesizer({ qualifier: 'mesh' }) });
  for (const { terminationProtection, text } of Object.values(stacks)) {
    expect(terminationProtection).toBe(true);
    expect(text).toContain('/cdk-bootstrap/mesh/version');
  }
});

test('the same mesh gives the same bytes, wherever it stands in the app', () => {
  const texts = ({ stacks }: Synthesized) => Object.fromEntries(Object.entries(stacks).map(([name, { text }]) => [name, text]));
  const moved = new App();
  new MeshStacks(new Stage(moved, 'Production'), 'EastWest', { mesh: fullMeshWithSecrets() });
  expect(texts(synthesizeApp(moved))).toEqual(texts(synthesizeMesh(fullMeshWithSecrets())));
});
