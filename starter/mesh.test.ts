import { mkdtempSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { MeshBundles, MeshStacks } from 'cdk-istio-privatelink';
import { mesh } from './mesh';

const app = new App();
new MeshStacks(app, 'Mesh', { mesh });
const stacks = app.node.findAll().filter(Stack.isStack);
const accounts = mesh.clusters.map(({ account }) => account);

test('every cluster is linked to another one', () => {
  for (const cluster of mesh.clusters) {
    expect(mesh.links.filter(({ consumer, provider }) => consumer === cluster || provider === cluster)).not.toEqual([]);
  }
});

test('only accounts of the mesh may open an endpoint', () => {
  const permissions = stacks.flatMap(stack => Object.values(Template.fromStack(stack).findResources('AWS::EC2::VPCEndpointServicePermissions')));
  const principals = permissions.flatMap(({ Properties }) => Properties.AllowedPrincipals as unknown[]).map(principal => JSON.stringify(principal));
  expect(principals).not.toEqual([]);
  expect(principals.filter(principal => !accounts.some(account => principal.includes(`:iam::${account}:`)))).toEqual([]);
});

test('each cluster has a bundle', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'bundles-'));
  try {
    new MeshBundles({ mesh, outdir }).synth();
    expect(readdirSync(outdir)).toEqual(expect.arrayContaining(['mesh.json', ...mesh.clusters.map(({ name }) => name)]));
  } finally {
    rmSync(outdir, { recursive: true });
  }
});
