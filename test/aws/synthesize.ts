import { readFileSync, rmSync } from 'fs';
import { App, AppProps, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { Mesh, MeshStacks, MeshStacksProps } from '../../src';
import { vpcAttributes } from '../mesh/meshes';

export interface Resource {
  readonly Type: string;
  readonly Properties?: { readonly [key: string]: any };
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface Output {
  readonly Value: unknown;
  readonly Description?: string;
  readonly Export?: { readonly Name: string };
}

export interface TemplateFile {
  readonly Description?: string;
  readonly Resources: { readonly [logicalId: string]: Resource };
  readonly Outputs?: { readonly [key: string]: Output };
}

/** A stack as it lies in the cloud assembly. */
export interface SynthesizedStack {
  readonly text: string;
  readonly template: TemplateFile;
  readonly account: string;
  readonly region: string;
  /** The names of the stacks that are deployed before it. */
  readonly dependencies: readonly string[];
  readonly messages: readonly { readonly level: string; readonly text: string }[];
  readonly tags: { readonly [key: string]: string };
  readonly terminationProtection?: boolean;
}

/** The stacks of an app by name. */
export interface Synthesized {
  readonly stacks: { readonly [name: string]: SynthesizedStack };
  /** What the app would have to look up first. */
  readonly missing: readonly { readonly key: string; readonly props: any }[];
}

/** The directory of the assembly is gone afterwards: an app can be synthesized once. */
export function synthesizeApp(app: App): Synthesized {
  const assembly = app.synth();
  try {
    return {
      missing: (assembly.manifest.missing ?? []).map(({ key, props }) => ({ key, props })),
      stacks: Object.fromEntries(assembly.stacksRecursively.map(stack => [stack.stackName, {
        text: readFileSync(stack.templateFullPath, 'utf8'),
        template: stack.template,
        account: stack.environment.account,
        region: stack.environment.region,
        dependencies: stack.dependencies
          .filter(dependency => dependency instanceof CloudFormationStackArtifact)
          .map(dependency => dependency.stackName),
        messages: stack.messages.map(({ level, entry }) => ({ level, text: String(entry.data) })),
        tags: stack.tags,
        terminationProtection: stack.terminationProtection,
      }])),
    };
  } finally {
    rmSync(assembly.directory, { recursive: true });
  }
}

/** All stacks of a mesh in an app of their own. */
export function synthesizeMesh(mesh: Mesh, props: Partial<MeshStacksProps> = {}, appProps: AppProps = {}): Synthesized {
  const app = new App(appProps);
  new MeshStacks(app, 'Mesh', { mesh, ...props });
  return synthesizeApp(app);
}

export function resourcesOfType({ template }: SynthesizedStack, type: string): Resource[] {
  return Object.values(template.Resources).filter(resource => resource.Type === type);
}

/** The only resource of a type. */
export function onlyResource(stack: SynthesizedStack, type: string): Resource {
  const found = resourcesOfType(stack, type);
  expect(found).toHaveLength(1);
  return found[0];
}

/** The properties of the only resource of a type. */
export function onlyProperties(stack: SynthesizedStack, type: string): { readonly [key: string]: any } {
  return onlyResource(stack, type).Properties!;
}

/** A stack of its own in an app of its own. */
export function newStack(region = 'eu-west-1', account = '111111111111', app = new App(), id = 'Stack'): Stack {
  return new Stack(app, id, { env: { account, region } });
}

/** An imported VPC with the range 10.0.0.0/16 and a private subnet in the zones `a` and `b` of the stack's region. */
export function importVpc(stack: Stack, name = 'vpc'): ec2.IVpc {
  const { vpcId, subnetIds } = vpcAttributes(name);
  return stack.node.tryFindChild(name) as ec2.IVpc | undefined ?? ec2.Vpc.fromVpcAttributes(stack, name, {
    vpcId,
    vpcCidrBlock: '10.0.0.0/16',
    availabilityZones: ['a', 'b'].map(zone => `${stack.region}${zone}`),
    privateSubnetIds: subnetIds,
    privateSubnetRouteTableIds: subnetIds.map(id => id.replace('subnet', 'rtb')),
  });
}

/** Synthesizes the app of a stack and returns what became of the stack. */
export function synthesizeStack(stack: Stack): SynthesizedStack {
  return synthesizeApp(stack.node.root as App).stacks[stack.stackName];
}
