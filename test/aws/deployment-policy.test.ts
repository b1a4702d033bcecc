import { readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as fc from 'fast-check';
import { allows, requests } from './deployment-policy-requests';
import { withoutListenerTags } from './listener-tags';
import { newStack, onlyProperties, Resource, Synthesized, synthesizeMesh, synthesizeStack, SynthesizedStack, TemplateFile } from './synthesize';
import { CertificateAuthority, ClusterVpc, DeploymentPolicy, ExternalSecrets, LinkMode, Mesh, MeshCluster, RemoteSecret } from '../../src';
import { RESOURCE_PERMISSIONS, usedPermissions } from '../../src/aws/resource-permissions';
import { consumerStackName, providerStackName, secretsStackName } from '../../src/mesh/names';
import { meshes } from '../mesh/arbitraries';
import { addCluster, exportApi, pair } from '../mesh/meshes';

const GOLDEN = join(__dirname, '..', 'golden');
const MAX_MANAGED_POLICY = 6_144;

/** The policies of all stacks of a mesh, by the name of the stack. */
function policies(mesh: Mesh): { [stackName: string]: { policy: DeploymentPolicy; cluster: MeshCluster } } {
  const { meshId } = mesh;
  return Object.fromEntries(mesh.clusters.flatMap(cluster => [
    ...cluster.provides.length > 0 ? [[providerStackName(meshId, cluster.name), DeploymentPolicy.forProvider(cluster)] as const] : [],
    ...cluster.consumes.length > 0 ? [[consumerStackName(meshId, cluster.name), DeploymentPolicy.forConsumer(cluster)] as const] : [],
  ].map(([stackName, policy]) => [stackName, { policy, cluster }])));
}

function secretsPolicies(mesh: Mesh, { stacks }: Synthesized): ReturnType<typeof policies> {
  return Object.fromEntries(mesh.clusters.filter(({ name }) => stacks[secretsStackName(mesh.meshId, name)])
    .map(cluster => [secretsStackName(mesh.meshId, cluster.name), { policy: DeploymentPolicy.forSecrets(cluster), cluster }]));
}

function typesOf({ Resources }: TemplateFile): string[] {
  return [...new Set(Object.values(Resources).map(({ Type }) => Type))].sort();
}

function json(policy: DeploymentPolicy): any[] {
  return policy.documents.map(document => document.toJSON());
}

/** What the resources of the stack need, and the policy does not allow. */
function missing(stack: SynthesizedStack, policy: DeploymentPolicy, cluster: MeshCluster): string[] {
  const documents = json(policy);
  const crossRegion = [...cluster.consumes, ...cluster.provides].some(link => link.isCrossRegion);
  const landscape = { partition: cluster.partition, providerAccounts: cluster.consumes.map(({ provider }) => provider.account) };
  const kept = (type: string, name = '') => type === 'AWS::SecretsManager::Secret' && name.endsWith('/cacerts');
  return Object.values(stack.template.Resources).flatMap(resource => [...usedPermissions([resource.Type])]
    .filter(action => crossRegion || action !== 'vpce:AllowMultiRegion')
    .filter(action => action !== 'secretsmanager:DeleteSecret' || !kept(resource.Type, resource.Properties!.Name))
    .flatMap(action => requests(stack, resource, action, landscape))
    .filter(request => !allows(documents, request))
    .map(({ action, resource: arn, context }) => `${resource.Type}: ${action} on ${arn} with ${JSON.stringify(context)}`));
}

/** Two accounts that keep tokens for each other, so that every kind of statement is there. */
function secretsMesh(meshId = 'demo'): Mesh {
  const mesh = new Mesh({ meshId });
  const clusters = ['111111111111', '222222222222'].map((account, index) => addCluster(mesh, `cluster${index + 1}`, {
    account,
    certificateAuthority: CertificateAuthority.externalSecrets(),
    externalSecrets: ExternalSecrets.withServiceAccount({ roleArn: `arn:aws:iam::${account}:role/eso` }),
  }));
  clusters.forEach(cluster => exportApi(cluster));
  mesh.connect(clusters[0], clusters[1], { mode: LinkMode.discovery({ remoteSecret: RemoteSecret.externalSecrets() }) });
  return mesh;
}

describe('the table of permissions', () => {
  const templates = readdirSync(GOLDEN).flatMap(example => readdirSync(join(GOLDEN, example, 'templates')).filter(name => !name.endsWith('-network.template.json'))
    .map(name => [`${example}/${name}`, JSON.parse(readFileSync(join(GOLDEN, example, 'templates', name), 'utf8')) as TemplateFile] as const));

  test.each(templates)('has every type of %s', (_, template) => {
    expect(Object.keys(RESOURCE_PERMISSIONS)).toEqual(expect.arrayContaining(typesOf(template)));
  });

  test('has no type that no template has', () => {
    expect([...new Set(templates.flatMap(([, template]) => typesOf(template)))].sort()).toEqual(Object.keys(RESOURCE_PERMISSIONS).sort());
  });

  test('says that a type is not in it', () => {
    expect(() => usedPermissions(['AWS::EC2::VPCEndpoint', 'AWS::SNS::Topic'])).toThrow(
      'no permissions are known for resources of type AWS::SNS::Topic: add what its CloudFormation schema lists to RESOURCE_PERMISSIONS');
  });

  test.each(Object.entries(RESOURCE_PERMISSIONS))('has sorted actions and known exceptions for %s', (_, { permissions, unused = {}, source }) => {
    expect(permissions).toEqual([...new Set(permissions)].sort());
    expect(permissions).toEqual(expect.arrayContaining(Object.values(unused).flat()));
    expect(permissions.every(permission => /^[a-z0-9-]+:[A-Z][A-Za-z]+$/.test(permission))).toBe(true);
    expect(source).toMatch(/^CloudFormation resource schema of 202\d-\d\d-\d\d$|^https:\/\/docs\.aws\.amazon\.com\//);
  });
});

describe('what a stack needs', () => {
  test('the policies allow for every mesh, with no type beside', () => {
    fc.assert(fc.property(meshes(), mesh => {
      const synthesized = synthesizeMesh(mesh);
      const all = { ...policies(mesh), ...secretsPolicies(mesh, synthesized) };
      expect(Object.keys(all).sort()).toEqual(Object.keys(synthesized.stacks).sort());
      for (const [name, { policy, cluster }] of Object.entries(all)) {
        const stack = synthesized.stacks[name];
        expect(policy.stackName).toBe(name);
        expect(policy.resourceTypes).toEqual(typesOf(stack.template));
        expect(missing(stack, policy, cluster)).toEqual([]);
      }
    }), { numRuns: 25 });
  }, 120_000);

  test('is not allowed where the template has a type, or a resource, that the policy is not for', () => {
    const mesh = secretsMesh();
    const { stacks } = synthesizeMesh(mesh);
    const [cluster] = mesh.clusters;
    const stack = stacks['demo-cluster1-provider'];
    const policy = DeploymentPolicy.forProvider(cluster);
    const withResource = (New: Resource): SynthesizedStack => ({ ...stack, template: { Resources: { ...stack.template.Resources, New } } });
    expect(() => missing(withResource({ Type: 'AWS::SNS::Topic' }), policy, cluster)).toThrow('AWS::SNS::Topic');
    expect(missing(withResource({ Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/a' } }), policy, cluster)).not.toEqual([]);
    expect(missing(withResource({ Type: 'AWS::IAM::Role', Properties: { RoleName: 'other' } }), policy, cluster)).not.toEqual([]);
  });

  test('includes the outputs of providers, by region and account, unless they come from a file', () => {
    const mesh = new Mesh({ meshId: 'demo' });
    const hub = addCluster(mesh, 'hub');
    addCluster(mesh, 'near');
    addCluster(mesh, 'far', { region: 'us-east-1' });
    addCluster(mesh, 'foreign', { account: '222222222222' });
    mesh.connectHub(hub);
    const statements = (policy: DeploymentPolicy) => json(policy).flatMap(({ Statement }) => Statement)
      .filter(({ Action }) => ['sts:AssumeRole', 'cloudformation:DescribeStacks'].includes(Action)).map(statement => [statement.Action, statement.Resource]);
    expect(statements(DeploymentPolicy.forConsumer(hub))).toEqual([
      ['cloudformation:DescribeStacks', 'arn:aws:cloudformation:us-east-1:111111111111:stack/demo-far-provider/*'],
      ['sts:AssumeRole', 'arn:aws:iam::222222222222:role/demo-foreign-eu-west-1-111111111111'],
    ]);
    expect(statements(DeploymentPolicy.forConsumer(hub, { stackOutputs: false }))).toEqual([]);
    expect(DeploymentPolicy.forProvider(hub).resourceTypes).toContain('AWS::IAM::Role');
    expect(DeploymentPolicy.forProvider(hub, { stackOutputs: false }).resourceTypes).not.toContain('AWS::IAM::Role');
    expect(JSON.stringify(json(DeploymentPolicy.forProvider(hub, { stackOutputs: false })))).not.toContain('iam:CreateRole"');
  });

  test('is created with the tags of the cluster only in its own region', () => {
    const { cluster1 } = pair();
    const create = (cluster: string, region = 'eu-west-1') => allows(json(DeploymentPolicy.forProvider(cluster1)), {
      action: 'elasticloadbalancing:CreateLoadBalancer',
      resource: `arn:aws:elasticloadbalancing:${region}:111111111111:loadbalancer/net/a/1`,
      context: { 'aws:RequestTag/istio-privatelink/mesh': 'demo', 'aws:RequestTag/istio-privatelink/cluster': cluster },
    });
    expect([create('cluster1'), create('cluster2'), create('cluster1', 'us-east-1')]).toEqual([true, false, false]);
  });

  test('includes endpoints to providers only', () => {
    const { cluster1 } = pair();
    const create = (owner: string) => allows(json(DeploymentPolicy.forConsumer(cluster1)), {
      action: 'ec2:CreateVpcEndpoint',
      resource: 'arn:aws:ec2:eu-west-1:111111111111:vpc-endpoint/vpce-1',
      context: { 'aws:RequestTag/istio-privatelink/mesh': 'demo', 'aws:RequestTag/istio-privatelink/cluster': 'cluster1', 'ec2:VpceServiceOwner': owner },
    });
    expect([create('111111111111'), create('999999999999')]).toEqual([true, false]);
  });
});

describe('what no stack needs', () => {
  test('no action has a wildcard, and no resource without a name is of an action that changes something there', () => {
    const mesh = secretsMesh();
    const all = [...Object.values(policies(mesh)), ...Object.values(secretsPolicies(mesh, synthesizeMesh(mesh)))].map(({ policy }) => policy);
    const statements = all.flatMap(json).flatMap(({ Statement }) => Statement);
    expect(statements.flatMap(({ Action }) => Action).filter(action => /[*?]/.test(action))).toEqual([]);
    const everywhere = statements.filter(statement => [statement.Resource].flat().includes('*')).flatMap(({ Action }) => Action);
    expect([...new Set(everywhere)].filter(action => !/:(Describe|List)/.test(action)).sort()).toEqual(['kms:CreateKey', 'route53:CreateHostedZone']);
    expect(statements.flatMap(({ Action }) => Action)).not.toContain('secretsmanager:GetSecretValue');
  });

  test.each([
    ['another mesh', 'other', 'cluster1'],
    ['another cluster of the mesh', 'demo', 'cluster2'],
  ])('nothing is allowed by the names and tags of %s', (_, meshId, name) => {
    const { stacks } = synthesizeMesh(secretsMesh(meshId));
    const [own] = secretsMesh().clusters;
    const sides = {
      provider: DeploymentPolicy.forProvider(own),
      consumer: DeploymentPolicy.forConsumer(own),
      secrets: DeploymentPolicy.forSecrets(own),
    };
    const landscape = { partition: 'aws', providerAccounts: [own.account] };
    const asked = Object.entries(sides)
      .flatMap(([side, policy]) => {
        // As if it were in the same account: the name and the tags have to tell them apart.
        const stack = { ...stacks[`${meshId}-${name}-${side}`], account: own.account };
        return Object.values(stack.template.Resources)
          // Those that only account and region tell apart, with the reason beside their scope.
          .filter(({ Type }) => !/Listener$|Key$|Route53|RolePolicy$|GroupIngress$/.test(Type))
          .flatMap(resource => [...usedPermissions([resource.Type])]
            .flatMap(action => requests(stack, resource, action, landscape)))
          .filter(({ resource }) => resource !== '*' && !/:(vpc|key|subnet)\//.test(resource))
          .map(request => ({ request, allowed: allows(json(policy), request) }));
      });
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter(({ allowed }) => allowed).map(({ request }) => request)).toEqual([]);
  });

  test('provider and consumer side have nothing in common but security groups, tags and reading', () => {
    const [cluster] = secretsMesh().clusters;
    const actions = (policy: DeploymentPolicy): string[] => json(policy).flatMap(({ Statement }) => Statement).flatMap(({ Action }) => Action);
    const provider = new Set(actions(DeploymentPolicy.forProvider(cluster)));
    const common = [...new Set(actions(DeploymentPolicy.forConsumer(cluster)))].filter(action => provider.has(action));
    expect(common.filter(action => !/SecurityGroup|:Describe/.test(action)).sort()).toEqual(['ec2:CreateTags', 'ec2:DeleteTags', 'ssm:GetParameters']);
    expect([...provider]).not.toEqual(expect.arrayContaining(['ec2:CreateVpcEndpoint']));
    expect([...provider].filter(action => action.startsWith('route53:'))).toEqual([]);
    expect(actions(DeploymentPolicy.forConsumer(cluster)).filter(action => /^(iam|elasticloadbalancing|kms|secretsmanager):/.test(action))).toEqual([]);
  });
});

describe('the size', () => {
  /** A hub linked in both directions with so many clusters, each in an account of its own, with names as long as they get. */
  function hub(spokes: number): MeshCluster {
    const mesh = new Mesh({ meshId: 'mesh-with-a-name-of-some-length' });
    const cluster = addCluster(mesh, 'hub-with-a-name-of-some-length', { interfaceEndpointQuota: 1000 });
    for (let index = 0; index < spokes; index++) {
      addCluster(mesh, `spoke-with-a-name-of-length-${index}`, { account: String(200_000_000_000 + index) });
    }
    mesh.connectHub(cluster);
    return cluster;
  }

  test.each([[1, 1, 1], [50, 2, 2]])('with %d other accounts a provider takes %d managed policies and a consumer %d', (spokes, provider, consumer) => {
    const cluster = hub(spokes);
    const found = [DeploymentPolicy.forProvider(cluster), DeploymentPolicy.forConsumer(cluster)].map(json);
    expect(found.map(({ length }) => length)).toEqual([provider, consumer]);
    found.flat().forEach(document => expect(JSON.stringify(document).length).toBeLessThanOrEqual(MAX_MANAGED_POLICY));
    const resources = found[1].flatMap(({ Statement }) => Statement).filter(({ Action }) => Action === 'sts:AssumeRole')
      .flatMap(statement => statement.Resource);
    expect(new Set(resources).size).toBe(spokes);
  });

  test('fails early when a role cannot have so many', () => {
    expect(() => DeploymentPolicy.forConsumer(hub(700))).toThrow(new RegExp(
      '^the role that deploys stack "mesh-with-a-name-of-some-length--hub-with-a-name-of-some-length-consumer" needs \\d+ managed policies of 6144 characters: ' +
      'IAM takes 10 in a role \\(https:.*\\), hand over the ids in a file \\(EndpointServiceIds.fromOutputs\\(\\), with stackOutputs: false here\\), or split the mesh$'));
  });
});

test('a document is that of a managed policy', () => {
  const stack = newStack();
  const [document] = DeploymentPolicy.forProvider(pair().cluster1).documents;
  new iam.ManagedPolicy(stack, 'Policy', { document });
  expect(onlyProperties(synthesizeStack(stack), 'AWS::IAM::ManagedPolicy').PolicyDocument).toEqual(document.toJSON());
});

describe('fails', () => {
  test('for a stack that the cluster does not have', () => {
    const mesh = new Mesh({ meshId: 'demo' });
    const [alone] = [addCluster(mesh, 'alone')];
    expect(() => DeploymentPolicy.forProvider(alone)).toThrow('cluster "alone" needs no policy for a provider stack: no other cluster consumes it');
    expect(() => DeploymentPolicy.forConsumer(alone)).toThrow('cluster "alone" needs no policy for a consumer stack: it consumes no other cluster');
    expect(() => DeploymentPolicy.forSecrets(alone)).toThrow('cluster "alone" needs no policy for a secrets stack: External Secrets brings it no');
  });

  test.each(['', 'a-qualifier-too-long', 'a/b', '*'])('for the qualifier "%s"', bootstrapQualifier => {
    const { cluster1 } = pair();
    expect(() => DeploymentPolicy.forProvider(cluster1, { bootstrapQualifier })).toThrow(
      `bootstrap qualifier "${bootstrapQualifier}" is not valid: expected 1 to 10 letters, digits, hyphens or underscores`);
  });

  test('for no qualifier that the CDK takes, and names its parameter', () => {
    const { cluster1 } = pair();
    expect(JSON.stringify(json(DeploymentPolicy.forConsumer(cluster1, { bootstrapQualifier: 'mesh' }))))
      .toContain('"arn:aws:ssm:eu-west-1:111111111111:parameter/cdk-bootstrap/mesh/version"');
  });
});

describe('the golden policies', () => {
  /** The mesh of `examples/cross-account`. */
  function company(): Mesh {
    const mesh = new Mesh({ meshId: 'company', trustDomain: 'mesh.example.com', dnsZone: 'mesh.example.internal' });
    const vpc = (digit: string, region: string, zones: readonly string[], zoneIds: readonly string[]) => ClusterVpc.fromAttributes({
      vpcId: `vpc-0a${digit.repeat(15)}`,
      availabilityZones: zones.map(zone => `${region}${zone}`),
      availabilityZoneIds: [...zoneIds],
      subnetIds: zones.map((_, index) => `subnet-0${'abc'[index]}${digit.repeat(15)}`),
    });
    const platform = mesh.addCluster('platform', {
      account: '111111111111',
      region: 'eu-west-1',
      vpc: vpc('1', 'eu-west-1', ['a', 'b', 'c'], ['euw1-az1', 'euw1-az2', 'euw1-az3']),
      podSecurityGroupIds: ['sg-0a111111111111111'],
    });
    const orders = mesh.addCluster('orders', {
      account: '222222222222',
      region: 'eu-west-1',
      vpc: vpc('2', 'eu-west-1', ['a', 'b'], ['euw1-az2', 'euw1-az3']),
      podSecurityGroupIds: ['sg-0a222222222222222'],
    });
    const analytics = mesh.addCluster('analytics', {
      account: '333333333333', region: 'us-east-1', vpc: vpc('3', 'us-east-1', ['a', 'b'], ['use1-az4', 'use1-az6']), podCidrs: ['10.30.0.0/16'],
    });
    [platform, orders, analytics].forEach(cluster => exportApi(cluster));
    mesh.connectHub(platform);
    return mesh;
  }

  test('are those of the example', () => {
    const directory = join(GOLDEN, 'cross-account', 'templates');
    const golden: TemplateFile[] = readdirSync(directory).map(name => JSON.parse(readFileSync(join(directory, name), 'utf8')));
    const synthesized = Object.values(synthesizeMesh(company()).stacks).map(({ template }) => template);
    expect(Object.fromEntries(synthesized.map(template => [template.Description, withoutListenerTags(template)])))
      .toEqual(Object.fromEntries(golden.map(({ Description, Resources }) => [Description, Resources])));
  });

  const ofExample = ['platform', 'orders', 'analytics'].flatMap(cluster => ['provider', 'consumer'].map(side => `company-${cluster}-${side}`));

  test.each([...ofExample, 'demo-cluster1-secrets'])('of %s', stackName => {
    const policy = ofExample.includes(stackName) ? policies(company())[stackName].policy : DeploymentPolicy.forSecrets(secretsMesh().clusters[0]);
    const file = join(__dirname, 'deployment-policy-golden', `${stackName}.json`);
    const documents = json(policy);
    expect(documents).toHaveLength(1);
    const text = `${JSON.stringify(documents[0], undefined, 2)}\n`;
    if (process.env.UPDATE_GOLDEN) {
      writeFileSync(file, text);
    }
    expect(text).toBe(readFileSync(file, 'utf8'));
  });
});
