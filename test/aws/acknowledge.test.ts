import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { everyResource, foreignResources } from './every-resource';
import { importVpc, newStack, onlyResource, Resource, synthesizeApp, Synthesized, synthesizeStack } from './synthesize';
import { EastWestEndpointService } from '../../src';
import { acknowledge } from '../../src/aws/acknowledge';

const ROOT = join(__dirname, '..', '..');

interface Skip {
  readonly id: string;
  readonly comment: string;
}

interface ResourceWithMetadata extends Resource {
  readonly Metadata?: { readonly checkov?: { readonly skip: readonly Skip[] } };
}

const resourcesOf = ({ stacks }: Synthesized) => Object.values(stacks)
  .flatMap(({ template }) => Object.entries<ResourceWithMetadata>(template.Resources));
const skips = (resource: ResourceWithMetadata): readonly Skip[] => resource.Metadata?.checkov?.skip ?? [];
const typesAndRules = (resources: [string, ResourceWithMetadata][]) =>
  new Set(resources.flatMap(([, resource]) => skips(resource).map(({ id }) => `${resource.Type} ${id}`)));

const ACKNOWLEDGED = ['AWS::ElasticLoadBalancingV2::LoadBalancer CKV_AWS_91', 'AWS::EC2::VPCEndpointService CKV_AWS_123'];

test('these rules of checkov are acknowledged, with a reason, and no others', () => {
  const app = new App();
  everyResource(app);
  const resources = resourcesOf(synthesizeApp(app));
  expect(typesAndRules(resources)).toEqual(new Set(ACKNOWLEDGED));
  for (const { comment } of resources.flatMap(([, resource]) => skips(resource))) {
    expect(comment).toMatch(/^[A-Z].{60,}$/);
  }
});

test('they are not acknowledged for resources of others in the same stack', () => {
  const app = new App();
  foreignResources(new Construct(everyResource(app).providerStacks[0], 'Foreign'));
  const resources = resourcesOf(synthesizeApp(app));
  const [foreign, own] = [true, false].map(isForeign => resources.filter(([logicalId]) => logicalId.startsWith('Foreign') === isForeign));
  expect(foreign.map(([, { Type }]) => Type)).toEqual(expect.arrayContaining(['AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::EC2::VPCEndpointService']));
  expect(typesAndRules(foreign)).toEqual(new Set());
  expect(typesAndRules(own)).toEqual(new Set(ACKNOWLEDGED));
});

test('the metadata can be taken away, as docs/aws.md shows', () => {
  const app = new App();
  const { loadBalancer } = everyResource(app).providerStack('cluster1').endpointService;
  (loadBalancer.node.defaultChild as CfnResource).addDeletionOverride('Metadata.checkov');
  const { stacks } = synthesizeApp(app);
  expect(skips(onlyResource(stacks['demo-cluster1-provider'], 'AWS::ElasticLoadBalancingV2::LoadBalancer'))).toEqual([]);
  expect(skips(onlyResource(stacks['demo-cluster2-provider'], 'AWS::ElasticLoadBalancingV2::LoadBalancer'))).toHaveLength(1);
});

test('a service that accepts by hand has nothing to acknowledge', () => {
  const stack = newStack();
  const allowedPrincipalArns = ['arn:aws:iam::111111111111:root'];
  new EastWestEndpointService(stack, 'EastWest', { vpc: importVpc(stack), allowedPrincipalArns, acceptanceRequired: true });
  expect(skips(onlyResource(synthesizeStack(stack), 'AWS::EC2::VPCEndpointService'))).toEqual([]);
});

test('what was acknowledged before stays', () => {
  const stack = newStack();
  const vpc = new ec2.CfnVPC(stack, 'Vpc');
  acknowledge(vpc, { checkov: 'CKV_1', reason: 'One' });
  acknowledge(vpc, { checkov: 'CKV_2', reason: 'Two' });
  expect(vpc.getMetadata('checkov')).toEqual({ skip: [{ id: 'CKV_1', comment: 'One' }, { id: 'CKV_2', comment: 'Two' }] });
});

test('a construct without a main resource has nothing that checkov could be told of', () => {
  const group = new Construct(new Stack(new App(), 'Stack'), 'Group');
  expect(() => acknowledge(group, { checkov: 'CKV_1', reason: 'One' }))
    .toThrow('rule CKV_1 cannot be acknowledged for "Stack/Group", which has no main resource: give the resource itself');
});

test('docs/aws.md lists what is acknowledged, and nothing else', () => {
  const app = new App();
  everyResource(app);
  const forCdkNag = app.node.findAll().flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.keys(data)).flatMap(id => /^(?:annotation::)?(AwsSolutions-\w+)/i.exec(id)?.[1] ?? []);
  const forCheckov = resourcesOf(synthesizeApp(app)).flatMap(([, resource]) => skips(resource).map(({ id }) => id));
  const section = /^## What checkers say\n(.*?)^## /ms.exec(readFileSync(join(ROOT, 'docs', 'aws.md'), 'utf8'))![1];
  expect(new Set(section.match(/\b(AwsSolutions-[A-Z0-9]+|CKV_[A-Z0-9_]+)\b/g))).toEqual(new Set([...forCdkNag, ...forCheckov]));
});

test('the mesh with every resource has each type of resource that an example has', () => {
  const app = new App();
  everyResource(app);
  const types = new Set(resourcesOf(synthesizeApp(app)).map(([, { Type }]) => Type));
  const golden = join(ROOT, 'test', 'golden');
  const files = readdirSync(golden, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.template.json'));
  const inExamples = files.flatMap(path => Object.values<Resource>(JSON.parse(readFileSync(join(golden, path), 'utf8')).Resources).map(({ Type }) => Type));
  expect(inExamples.length).toBeGreaterThan(100);
  expect([...new Set(inExamples)].filter(type => !types.has(type))).toEqual([]);
});
