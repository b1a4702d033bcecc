import * as fc from 'fast-check';
import { Resource, Synthesized, synthesizeMesh } from './synthesize';
import { consumerStackName, providerStackName, secretsStackName } from '../../src/mesh/names';
import { declareMesh, meshDeclarations, MeshDeclaration } from '../mesh/arbitraries';

/** Properties that CloudFormation changes in place, and that list the consumers of a provider, or the providers of a consumer. */
const LISTS_OF_CLUSTERS: { readonly [type: string]: string } = {
  'AWS::EC2::VPCEndpointService': 'SupportedRegions',
  'AWS::EC2::VPCEndpointServicePermissions': 'AllowedPrincipals',
  'AWS::IAM::Role': 'AssumeRolePolicyDocument',
  'AWS::IAM::RolePolicy': 'PolicyDocument',
  'AWS::KMS::Key': 'KeyPolicy',
};

interface Change {
  readonly smaller: MeshDeclaration;
  readonly larger: MeshDeclaration;
  /** The names of the stacks at the ends of the links that make the difference. */
  readonly involved: readonly string[];
}

/** The declaration without some links, and without clusters that have none left; undefined where nothing is left. */
function without(larger: MeshDeclaration, removed: (link: MeshDeclaration['links'][number]) => boolean): Change | undefined {
  const links = larger.links.filter(link => !removed(link));
  const clusters = larger.clusters.filter(({ name }) => links.some(({ consumer, provider }) => consumer === name || provider === name));
  return links.length === 0 ? undefined : {
    larger,
    smaller: { ...larger, clusters, links },
    involved: larger.links.filter(removed)
      .flatMap(({ consumer, provider }) => [
        consumerStackName(larger.meshId, consumer), providerStackName(larger.meshId, provider),
        secretsStackName(larger.meshId, consumer), secretsStackName(larger.meshId, provider),
      ]),
  };
}

const changes = (): fc.Arbitrary<Change> => meshDeclarations().chain(declaration => fc.oneof(
  fc.constantFrom(...declaration.links).map(link => without(declaration, other => other === link)),
  fc.constantFrom(...declaration.clusters).map(({ name }) =>
    without(declaration, ({ consumer, provider }) => consumer === name || provider === name)),
)).filter(change => change !== undefined);

/** What must not change of a resource. */
function fixed({ Type, Properties, DependsOn }: Resource): unknown {
  const { [LISTS_OF_CLUSTERS[Type]]: _, ...rest } = Properties!;
  return { Type, DependsOn, rest };
}

function compare(before: Synthesized, after: Synthesized, involved: readonly string[]) {
  for (const [name, stack] of Object.entries(before.stacks).filter(([other]) => other in after.stacks)) {
    const changed = after.stacks[name];
    if (!involved.includes(name)) {
      expect(changed.text).toBe(stack.text);
      expect(changed.dependencies).toEqual(stack.dependencies);
      continue;
    }
    const ids = Object.keys(stack.template.Resources).filter(id => id in changed.template.Resources);
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) {
      expect(fixed(changed.template.Resources[id])).toEqual(fixed(stack.template.Resources[id]));
    }
  }
}

test('a cluster or link that comes or goes changes the stacks at the ends of its links, and nothing there but lists of clusters', () => {
  fc.assert(fc.property(changes(), ({ smaller, larger, involved }) => {
    const [before, after] = [smaller, larger].map(declaration => synthesizeMesh(declareMesh(declaration)));
    const kept = Object.keys(before.stacks);
    expect(Object.keys(after.stacks)).toEqual(expect.arrayContaining(kept));
    expect(Object.keys(after.stacks).filter(name => !kept.includes(name)).every(name => involved.includes(name))).toBe(true);
    compare(before, after, involved);
    // What is new has ids of its own: nothing that stays is found under another one.
    for (const name of kept) {
      expect(Object.keys(after.stacks[name].template.Resources)).toEqual(expect.arrayContaining(Object.keys(before.stacks[name].template.Resources)));
    }
  }), { numRuns: 20 });
});

test('the order of the declaration changes nothing', () => {
  fc.assert(fc.property(meshDeclarations(), declaration => {
    const reversed = { ...declaration, clusters: [...declaration.clusters].reverse(), links: [...declaration.links].reverse() };
    expect(synthesizeMesh(declareMesh(reversed)).stacks).toEqual(synthesizeMesh(declareMesh(declaration)).stacks);
  }), { numRuns: 8 });
});
