import { mkdtempSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnResource, NestedStack } from 'aws-cdk-lib';
import { synthesizeApp } from './synthesize';
import { ExternalSecrets, LinkMode, Mesh, MeshStacks, RemoteSecret } from '../../src';
import { addCluster, exportApi, pair } from '../mesh/meshes';

const outdirs: string[] = [];
afterEach(() => outdirs.splice(0).forEach(outdir => rmSync(outdir, { recursive: true })));

function newApp(context: { [key: string]: unknown } = {}): App {
  const outdir = mkdtempSync(join(tmpdir(), 'stack-size-'));
  outdirs.push(outdir);
  return new App({ outdir, context });
}

/** A cluster that consumes `spokes` others: three resources for each, and the hosted zone. */
function hub(spokes: number): Mesh {
  const mesh = new Mesh({ meshId: 'demo' });
  const cluster = addCluster(mesh, 'hub', { interfaceEndpointQuota: 1000 });
  for (let index = 1; index <= spokes; index++) {
    const spoke = addCluster(mesh, `spoke-${index}`);
    exportApi(spoke);
    cluster.consume(spoke);
  }
  return mesh;
}

function synthesisError(app: App): string {
  try {
    app.synth();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('expected an error, but nothing was thrown');
}

const LIMITS = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html';

test('fails when a stack has more than 500 resources, and says which cluster has how many links', () => {
  const app = newApp();
  new MeshStacks(app, 'Mesh', { mesh: hub(167) });
  const message = synthesisError(app);
  expect(message).toContain('[Mesh/hub-consumer] stack "demo-hub-consumer" of cluster "hub", which has 167 providers, holds 502 resources: ' +
    `CloudFormation takes 500 in a stack (${LIMITS}), link fewer clusters with it, or split the mesh`);
  expect(message.split('\n')).toHaveLength(2);
  expect(readdirSync(outdirs[0])).toEqual([]);
});

test('500 resources are enough for 166 links, with a warning, and fit into a template', () => {
  const app = newApp();
  new MeshStacks(app, 'Mesh', { mesh: hub(166) });
  const { messages, text } = synthesizeApp(app).stacks['demo-hub-consumer'];
  outdirs.pop();
  expect(messages.filter(({ level }) => level === 'warning').map(message => message.text.replace('[ack: Annotation::', '[ack: annotation::'))).toEqual([
    'stack "demo-hub-consumer" of cluster "hub", which has 166 providers, holds 499 resources of the 500 that CloudFormation takes ' +
    `(${LIMITS}): it cannot take many more links [ack: annotation::cdk-istio-privatelink:StackResources]`,
  ]);
  expect(text.length).toBeLessThan(600_000);
});

test.each([
  [9, false],
  [11, true],
])('with %d more resources there is a warning: %s', (more, warned) => {
  const app = newApp({ '@aws-cdk/core:stackResourceLimit': 20 });
  const { mesh } = pair();
  const stack = new MeshStacks(app, 'Mesh', { mesh }).consumerStack('cluster1');
  // Beside the four of the link, and those of a nested stack count there only.
  const nested = new NestedStack(stack, 'Nested');
  for (let index = 0; index < more; index++) {
    new CfnResource(stack, `Topic${index}`, { type: 'AWS::SNS::Topic' });
    new CfnResource(nested, `Topic${index}`, { type: 'AWS::SNS::Topic' });
  }
  const { messages } = synthesizeApp(app).stacks['demo-cluster1-consumer'];
  outdirs.pop();
  expect(messages.some(({ text }) => text.includes('StackResources'))).toBe(warned);
});

test.each([[12, false], [13, true], [0, true]])('whoever moves the limit of the CDK to %d moves this one (13 resources pass: %s)', (limit, passes) => {
  const app = newApp({ '@aws-cdk/core:stackResourceLimit': limit });
  new MeshStacks(app, 'Mesh', { mesh: hub(4) });
  if (passes) {
    expect(Object.keys(synthesizeApp(app).stacks['demo-hub-consumer'].template.Resources)).toHaveLength(13);
    outdirs.pop();
  } else {
    expect(synthesisError(app)).toContain('which has 4 providers, holds 13 resources: CloudFormation takes 12 in a stack');
  }
});

test('fails when a template is larger than CloudFormation takes', () => {
  const app = newApp();
  const mesh = new Mesh({ meshId: 'demo' });
  const provider = addCluster(mesh, 'provider');
  exportApi(provider);
  const principalArns = Array.from({ length: 12_000 }, (_, index) => `arn:aws:iam::111111111111:role/a-role-with-a-name-as-long-as-they-usually-are-${index}`);
  addCluster(mesh, 'consumer', { principalArns }).consume(provider);
  new MeshStacks(app, 'Mesh', { mesh });
  expect(synthesisError(app)).toMatch(
    /^template of stack "demo-provider-provider" has 1\d{6} bytes: CloudFormation takes 1000000 \(https:.*\), link fewer clusters with it, give them fewer principalArns/);
});

describe('secrets', () => {
  /** A cluster that others read with tokens from AWS: two resources for each, and the key with its alias. */
  function read(readers: number): Mesh {
    const mesh = new Mesh({ meshId: 'demo' });
    const externalSecrets = ExternalSecrets.withServiceAccount({ roleArn: 'arn:aws:iam::111111111111:role/eso' });
    const provider = addCluster(mesh, 'provider', { externalSecrets });
    exportApi(provider);
    for (let index = 1; index <= readers; index++) {
      addCluster(mesh, `reader-${index}`, { externalSecrets }).consume(provider, { mode: LinkMode.discovery({ remoteSecret: RemoteSecret.externalSecrets() }) });
    }
    return mesh;
  }

  test('fails when a stack has more resources than fit', () => {
    // The provider stack has 7 resources: of the two, this one is too large.
    const app = newApp({ '@aws-cdk/core:stackResourceLimit': 11 });
    new MeshStacks(app, 'Mesh', { mesh: read(5) });
    const message = synthesisError(app);
    expect(message).toContain('[Mesh/provider-secrets] stack "demo-provider-secrets" of cluster "provider", which has 5 readers, holds 12 resources: ' +
      'CloudFormation takes 11 in a stack');
    expect(message.split('\n')).toHaveLength(2);
  });

  test('fails when a template is too large', () => {
    const app = newApp();
    const stack = new MeshStacks(app, 'Mesh', { mesh: read(1) }).secretsStack('provider');
    new CfnResource(stack, 'Topic', { type: 'AWS::SNS::Topic', properties: { DisplayName: 'a'.repeat(1_000_000) } });
    expect(synthesisError(app)).toMatch(/^template of stack "demo-provider-secrets" has 1\d{6} bytes: CloudFormation takes 1000000 /);
  });
});
