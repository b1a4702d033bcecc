import { writeFileSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { resourcesOfType, synthesizeApp } from './synthesize';
import { EndpointServiceIds, Mesh, MeshStacks } from '../../src';
import { temporaryDirectory } from '../bundle/temporary-directory';
import { errorMessage } from '../mesh/error-message';
import { addCluster, exportApi } from '../mesh/meshes';

const EAST = { account: '111111111111', region: 'eu-west-1' };
const WEST = { account: '222222222222', region: 'us-east-1' };

/** Two clusters in two accounts that consume each other, with ids from a file of the given content. */
function stacks(outputs?: unknown): { app: App; meshStacks: MeshStacks; file: string } {
  const file = join(temporaryDirectory(), 'outputs.json');
  if (outputs !== undefined) {
    writeFileSync(file, typeof outputs === 'string' ? outputs : JSON.stringify(outputs));
  }
  const mesh = new Mesh({ meshId: 'demo' });
  const [east, west] = [addCluster(mesh, 'east', EAST), addCluster(mesh, 'west', WEST)];
  exportApi(east);
  exportApi(west);
  mesh.connect(east, west);
  const app = new App();
  return { app, file, meshStacks: new MeshStacks(app, 'Mesh', { mesh, endpointServiceIds: EndpointServiceIds.fromOutputs(file) }) };
}

const DEPLOYED = {
  'demo-east-provider': { EndpointServiceId: 'vpce-svc-0aaa', TargetGroupName: 'demo-east-ew' },
  'demo-west-provider': { EndpointServiceId: 'vpce-svc-0bbb' },
};

test('the templates hold the ids, and no stack reads another', () => {
  const { stacks: synthesized } = synthesizeApp(stacks(DEPLOYED).app);
  const [endpoint] = resourcesOfType(synthesized['demo-east-consumer'], 'AWS::EC2::VPCEndpoint');
  expect(endpoint.Properties).toMatchObject({ ServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0bbb', ServiceRegion: 'us-east-1' });
  for (const { template } of Object.values(synthesized)) {
    expect(JSON.stringify(template)).not.toMatch(/Fn::GetStackOutput|Fn::ImportValue|AWS::IAM::Role/);
  }
});

test('consumers are still deployed after their providers, and deleted before', () => {
  const { meshStacks } = stacks(DEPLOYED);
  expect(meshStacks.consumerStack('east').dependencies).toEqual([meshStacks.providerStack('west')]);
});

test('before the first deployment every consumer says what to do, and the providers can be deployed', () => {
  const { meshStacks, file, app } = stacks();
  const message = `outputs file "${file}" does not exist: ` +
    `deploy all provider stacks with "cdk deploy 'Mesh/*-provider' --outputs-file ${file}", then run this again`;
  app.synth();
  for (const consumer of meshStacks.consumerStacks) {
    expect(Annotations.fromStack(consumer).findError('*', Match.anyValue()).map(({ entry }) => entry.data)).toEqual([message]);
  }
  for (const provider of meshStacks.providerStacks) {
    expect(Annotations.fromStack(provider).findError('*', Match.anyValue())).toEqual([]);
  }
});

test('a provider that is not deployed yet stops its consumers alone', () => {
  const { meshStacks, file } = stacks({ 'demo-west-provider': DEPLOYED['demo-west-provider'] });
  expect(Object.keys(meshStacks.consumerStack('east').endpoints)).toEqual(['west']);
  Annotations.fromStack(meshStacks.consumerStack('east')).hasNoError('*', Match.anyValue());
  expect(Object.keys(meshStacks.consumerStack('west').endpoints)).toEqual([]);
  Annotations.fromStack(meshStacks.consumerStack('west')).hasError('*', Match.stringLikeRegexp(
    `^outputs file "${file}" has no output "EndpointServiceId" of stack "demo-east-provider" \\(stacks in it: demo-west-provider\\): deploy all provider stacks`));
});

test.each<[string, unknown, RegExp]>([
  ['not JSON', '{', /^outputs file ".*" is not JSON \(.*\): deploy all provider stacks with /],
  ['an id that is a name', { ...DEPLOYED, 'demo-east-provider': { EndpointServiceId: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0aaa' } },
    /^output "EndpointServiceId" of stack "demo-east-provider" in outputs file ".*" is "com\.amazonaws\.vpce\.eu-west-1\.vpce-svc-0aaa", expected the id of an endpoint service, /],
  ['an id that is a number', { ...DEPLOYED, 'demo-east-provider': { EndpointServiceId: 7 } }, /is 7, expected the id of an endpoint service: /],
])('fails when the file holds %s', (_, content, message) => {
  expect(errorMessage(() => stacks(content))).toMatch(message);
});
