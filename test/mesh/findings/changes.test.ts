import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { found } from './found';
import {
  ClusterVpc, DeployedMesh, Finding, FindingSeverity, LoadBalancer, Mesh, MeshBundles, MeshClusterProps, MeshProps,
} from '../../../src';
import { temporaryDirectory } from '../../bundle/temporary-directory';
import { declareMesh, meshDeclarations } from '../arbitraries';
import { addCluster, exportApi, hexId, vpcAttributes } from '../meshes';

interface Declaration {
  readonly mesh?: Partial<MeshProps>;
  /** The clusters beside "a", with what is special about them. */
  readonly clusters?: { readonly [name: string]: Partial<MeshClusterProps> };
  /** Whether "a" calls the others, but they do not call "a". */
  readonly oneWay?: boolean;
}

/** Cluster "a", linked with each of the others: with "b", if none are given. */
function declare({ mesh: props = {}, clusters = { b: {} }, oneWay = false }: Declaration, deployed?: DeployedMesh): Mesh {
  const mesh = new Mesh({ meshId: 'demo', deployed, ...props });
  const a = addCluster(mesh, 'a');
  exportApi(a);
  for (const [name, overrides] of Object.entries(clusters)) {
    const cluster = addCluster(mesh, name, overrides);
    exportApi(cluster);
    a.consume(cluster);
    if (!oneWay) {
      cluster.consume(a);
    }
  }
  return mesh;
}

/** What the bundles of a declaration say of it. */
function description(mesh: Mesh): string {
  const outdir = join(temporaryDirectory(), 'dist');
  new MeshBundles({ mesh, outdir, printFindings: false }).synth();
  return join(outdir, 'mesh.json');
}

function changes(before: Declaration, after: Declaration): Finding[] {
  return declare(after, DeployedMesh.fromFile(description(declare(before)))).findings.filter(({ id }) => id.startsWith('CHG-'));
}

const warning = (id: string, subject: string, message: string): Finding => ({ id, severity: FindingSeverity.WARNING, subject, message });

const ANEW = { region: 'eu-west-2', vpc: ClusterVpc.fromAttributes(vpcAttributes('b', { availabilityZones: ['eu-west-2a', 'eu-west-2b'] })) };

test('an unchanged mesh has none, nor has one whose last deployment is not given', () => {
  expect(changes({}, {})).toEqual([]);
  expect(declare({}).findings.filter(({ id }) => id.startsWith('CHG-'))).toEqual([]);
});

test('no mesh differs from itself', () => {
  fc.assert(fc.property(meshDeclarations(), declaration => {
    const deployed = DeployedMesh.fromFile(description(declareMesh(declaration)));
    const mesh = declareMesh(declaration);
    Object.assign(mesh, { deployed });
    expect(mesh.findings.filter(({ id }) => id.startsWith('CHG-'))).toEqual([]);
  }), { numRuns: 20 });
});

test('what joins is none', () => {
  expect(changes({}, { clusters: { b: {}, c: {} } })).toEqual([]);
});

test('a first deployment has nothing to be compared with', () => {
  const path = join(temporaryDirectory(), 'deployed.json');
  expect(found(declare({}, DeployedMesh.fromFile(path)), 'CHG-01')).toEqual([{
    id: 'CHG-01',
    severity: FindingSeverity.INFO,
    subject: 'demo',
    message: `nothing was compared with what is deployed, because the deployed mesh "${path}" does not exist: once this is deployed, copy the mesh.json of the bundles there`,
  }]);
});

test('another mesh id', () => {
  // Every stack has another name; that they remain is part of it.
  expect(changes({}, { mesh: { meshId: 'prod' } })).toEqual([warning('CHG-02', 'prod',
    'the id of the mesh was "demo" and is "prod": every load balancer, endpoint service and endpoint is made anew, and the gateways leave the target groups in use ' +
    'as soon as a bundle is applied; keep the id, or deploy all stacks, apply all bundles at a time when calls may fail, and delete the stacks of "demo"')]);
});

test('another dns zone, and another trust domain', () => {
  expect(changes({}, { mesh: { dnsZone: 'mesh.example', trustDomain: 'example' } })).toEqual([
    warning('CHG-03', 'demo', 'the dns zone was "mesh.internal" and is "mesh.example": the private zone of each consumer is replaced, and until its new bundle is applied ' +
      'calls to other clusters fail, because the old names do not resolve; keep the zone, or apply each bundle at once when its consumer stack is deployed'),
    warning('CHG-04', 'demo', 'the trust domain was "cluster.local" and is "example": workloads with certificates of the one refuse those of the other until all are ' +
      'restarted, and authorization policies that name the old one match nobody; keep it, or make the old one an alias in meshConfig.trustDomainAliases first'),
  ]);
});

test.each([
  ['region', { b: ANEW }, 'account 111111111111, region eu-west-1 and is in account 111111111111, region eu-west-2'],
  ['account', { b: { account: '222222222222' } }, 'account 111111111111, region eu-west-1 and is in account 222222222222, region eu-west-1'],
])('another %s, of which all else follows', (_, clusters, where) => {
  expect(changes({}, { clusters })).toEqual([warning('CHG-05', 'b',
    `cluster "b" was in ${where}: its load balancer, endpoint service and endpoints are made anew there, its consumers are led there before a gateway is registered, ` +
    'and its old stacks stay; add the new place as a cluster of another name, move the callers to it, then remove this one')]);
});

test('another network', () => {
  expect(changes({}, { clusters: { b: { network: 'network2' } } })).toEqual([warning('CHG-06', 'b',
    'the network of cluster "b" was "b" and is "network2": until the bundles of this cluster and of all its consumers are applied and its workloads are restarted, ' +
    'its consumers look for the gateway of a network that nobody has, and dial addresses of pods that they cannot reach; keep the network, or change it at a time when calls may fail')]);
});

test('another VPC, also where it is looked up', () => {
  const vpc = (name: string) => ClusterVpc.fromAttributes(vpcAttributes(name));
  const [old, now] = [vpcAttributes('b').vpcId, vpcAttributes('other').vpcId];
  const expected = [warning('CHG-07', 'b',
    `the VPC of cluster "b" was ${old} and is ${now}: its load balancer, endpoints and their private zone must be replaced, which cuts all its links, and CloudFormation ` +
    'refuses it for a target group, because its name is taken by the old one; add the new place as a cluster of another name, move the callers to it, then remove this one')];
  expect(changes({}, { clusters: { b: { vpc: vpc('other') } } })).toEqual(expected);
  expect(changes({}, { clusters: { b: { vpc: ClusterVpc.fromLookup(now) } } })).toEqual(expected);
  expect(changes({}, { clusters: { b: { vpc: ClusterVpc.fromLookup(old) } } })).toEqual([]);
});

describe('zones and subnets', () => {
  const zones = (...availabilityZones: string[]) => ({ b: { vpc: ClusterVpc.fromAttributes(vpcAttributes('b', { availabilityZones })) } });
  const subnet = (zone: string) => `subnet-${hexId(`b/${zone}`)}`;
  const leaves = (what: string) => [warning('CHG-08', 'b', `cluster "b" leaves ${what}: connections through its load balancer and its endpoints there are cut, ` +
    'and a consumer whose endpoint is in no other zone of it is cut off; deploy what comes in addition first, and what goes in a later deployment')];

  test('a zone less', () => {
    expect(changes({ clusters: zones('eu-west-1a', 'eu-west-1b', 'eu-west-1c') }, { clusters: zones('eu-west-1a') }))
      .toEqual(leaves(`${subnet('eu-west-1b')} in zone eu-west-1b and ${subnet('eu-west-1c')} in zone eu-west-1c`));
  });

  test('a zone more, or the same in another order', () => {
    expect(changes({ clusters: zones('eu-west-1a', 'eu-west-1b') }, { clusters: zones('eu-west-1b', 'eu-west-1c', 'eu-west-1a') })).toEqual([]);
  });

  test('another subnet in a zone', () => {
    const attributes = vpcAttributes('b');
    const [, second] = attributes.subnetIds;
    const moved = ClusterVpc.fromAttributes({ ...attributes, subnetIds: [`subnet-${hexId('new')}`, second!] });
    expect(changes({}, { clusters: { b: { vpc: moved } } })).toEqual(leaves(`${subnet('eu-west-1a')} in zone eu-west-1a`));
  });

  test('where the subnets of the deployed mesh are not known, its zones are compared', () => {
    const path = description(declare({}));
    const deployed = JSON.parse(readFileSync(path, 'utf8'));
    delete deployed.clusters[1].vpc.subnetIds;
    writeFileSync(path, JSON.stringify(deployed));
    expect(found(declare({ clusters: zones('eu-west-1b') }, DeployedMesh.fromFile(path)), 'CHG-08')).toEqual(leaves('zone eu-west-1a'));
    expect(found(declare({}, DeployedMesh.fromFile(path)), 'CHG-08')).toEqual([]);
  });

  test('where an earlier release wrote nothing of the VPC, nothing is said of it', () => {
    const path = description(declare({}));
    const deployed = JSON.parse(readFileSync(path, 'utf8'));
    delete deployed.clusters[1].vpc;
    writeFileSync(path, JSON.stringify(deployed));
    expect(declare({ clusters: { b: { vpc: ClusterVpc.fromLookup(`vpc-${hexId('x')}`) } } }, DeployedMesh.fromFile(path)).findings
      .filter(({ id }) => id.startsWith('CHG-'))).toEqual([]);
  });
});

test('another maker of the load balancer', () => {
  const expected = (before: string, now: string) => [warning('CHG-09', 'b',
    `the load balancer of cluster "b" was made by ${before} and is made by ${now}: the endpoint service moves to another load balancer, which cuts the connections of ` +
    'all consumers, and calls fail until the gateway is registered there; keep it, or change it at a time when calls may fail')];
  const byService = { clusters: { b: { loadBalancer: LoadBalancer.fromService() } } };
  expect(changes({}, byService)).toEqual(expected('the CDK', 'a Service'));
  expect(changes(byService, {})).toEqual(expected('a Service', 'the CDK'));
});

test('stacks that nobody needs any more', () => {
  const expected = (...lists: [string, string][]) => lists.map(([cluster, stacks]) => ({
    id: 'CHG-10',
    severity: FindingSeverity.INFO,
    subject: 'demo',
    message: `cluster "${cluster}" no longer needs ${stacks} in account 111111111111, region eu-west-1, and cdk deploy deletes no stack that has left the program: ` +
      'delete it with aws cloudformation delete-stack, that of the consumer before that of its provider',
  }));
  expect(changes({ clusters: { b: {}, c: {} } }, {})).toEqual(expected(['c', 'demo-c-consumer and demo-c-provider']));
  expect(changes({}, { oneWay: true })).toEqual(expected(['a', 'demo-a-provider'], ['b', 'demo-b-consumer']));
});

test.each([
  ['{', /^mesh description ".*deployed.json" is not JSON: give DeployedMesh.fromFile the mesh.json of the last deployment$/],
  ['{"version":2}', /has version "2", and this release reads version 1/],
  ['{"version":1,"meshId":"demo","trustDomain":"cluster.local","dnsZone":"mesh.internal","clusters":[{"name":"a"}]}', /clusters\[0\]\.network is missing, expected a name/],
])('fails with %s', (content, message) => {
  const path = join(temporaryDirectory(), 'deployed.json');
  writeFileSync(path, content);
  expect(() => DeployedMesh.fromFile(path)).toThrow(message);
});

test('fails with a directory', () => {
  const path = join(temporaryDirectory(), 'deployed.json');
  mkdirSync(path);
  expect(() => DeployedMesh.fromFile(path)).toThrow(/cannot be read \(EISDIR/);
});
