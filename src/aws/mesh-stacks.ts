import { IReusableStackSynthesizer, Tags } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ConsumerStack } from './consumer-stack';
import { IEastWestEndpointService } from './east-west-endpoint-service';
import { EndpointServiceIds } from './endpoint-service-ids';
import { annotateFindings } from './mesh-findings';
import { ProviderStack } from './provider-stack';
import { SecretsStack } from './secrets-stack';
import { checkTemplateSizes } from './stack-size';
import { needsSecretsStack } from '../mesh/cluster-secrets';
import { Mesh } from '../mesh/mesh';
import { isMissingOutput } from '../mesh/missing-output';

/** Properties of the stacks of a mesh. */
export interface MeshStacksProps {
  /** The declaration of the mesh, complete: what is added to it later has no effect. */
  readonly mesh: Mesh;

  /**
   * How the stacks of consumers learn the ids of their providers' endpoint services.
   *
   * @default EndpointServiceIds.fromStacks()
   */
  readonly endpointServiceIds?: EndpointServiceIds;

  /**
   * Whether CloudFormation refuses to delete the stacks.
   *
   * One whose first deployment failed is refused too, although it has to be deleted before it can be deployed again: switch the protection off for
   * that stack with `aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name <name>`.
   *
   * @default false
   */
  readonly terminationProtection?: boolean;

  /**
   * Tags of all stacks and resources, beside `istio-privatelink/mesh`, `istio-privatelink/cluster` and `Name`.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };

  /**
   * How the stacks are deployed, where the bootstrap stacks are not the default ones.
   *
   * @default - that of the app
   */
  readonly synthesizer?: IReusableStackSynthesizer;
}

/**
 * All stacks of a mesh: a provider stack for each cluster that others consume, a consumer stack for each cluster that consumes others, and a
 * secrets stack for each cluster that External Secrets brings a secret to or takes one from.
 *
 * They deploy in any order that the CDK finds, all providers of a cluster before its consumer stack. The logical ids in them depend on the names
 * of the clusters only.
 *
 * @example
 * const meshStacks = new MeshStacks(app, 'Mesh', { mesh, terminationProtection: true });
 * const endpointService = meshStacks.providerStack('cluster1').endpointService;
 * Tags.of(endpointService).add('cost-centre', 'mesh');
 */
export class MeshStacks extends Construct {
  private readonly providers = new Map<string, ProviderStack>();
  private readonly consumers = new Map<string, ConsumerStack>();
  private readonly secrets = new Map<string, SecretsStack>();

  /**
   * @throws when the declaration of the mesh is not valid, with every problem in one message
   */
  public constructor(scope: Construct, id: string, props: MeshStacksProps) {
    super(scope, id);
    const { mesh, endpointServiceIds = EndpointServiceIds.fromStacks(), terminationProtection, synthesizer, tags = {} } = props;
    checkTags(tags);
    mesh.validate();

    const stackProps = { terminationProtection, synthesizer, tags };
    const endpointServices: { [provider: string]: IEastWestEndpointService } = {};
    const unknown = new Map<string, string>();
    for (const cluster of mesh.clusters.filter(({ provides }) => provides.length > 0)) {
      const stack = new ProviderStack(this, `${cluster.name}-provider`, { ...stackProps, cluster });
      this.providers.set(cluster.name, stack);
      try {
        const known = endpointServiceIds._idOf(stack.stackName, path => this.deployProviders(path));
        endpointServices[cluster.name] = known === undefined ? stack.endpointService : stack._endpointServiceWithId(known);
      } catch (error) {
        if (!isMissingOutput(error)) {
          throw error;
        }
        unknown.set(cluster.name, error.message);
      }
    }
    for (const cluster of mesh.clusters.filter(({ consumes }) => consumes.length > 0)) {
      this.consumers.set(cluster.name, new ConsumerStack(this, `${cluster.name}-consumer`, { ...stackProps, cluster, endpointServices, _unknown: unknown }));
    }
    for (const cluster of mesh.clusters.filter(needsSecretsStack)) {
      this.secrets.set(cluster.name, new SecretsStack(this, `${cluster.name}-secrets`, { ...stackProps, cluster }));
    }
    for (const [key, value] of Object.entries(tags)) {
      Tags.of(this).add(key, value);
    }
    const stacks = [...this.providers.values(), ...this.consumers.values(), ...this.secrets.values()];
    annotateFindings(mesh.findings, name => ({
      provider: this.providers.get(name), consumer: this.consumers.get(name), secrets: this.secrets.get(name),
    }), stacks[0]);
    checkTemplateSizes(this, () => stacks);
  }

  /** The stacks of the clusters that others consume, sorted by cluster. */
  public get providerStacks(): ProviderStack[] {
    return [...this.providers.values()];
  }

  /** The stacks of the clusters that consume others, sorted by cluster. */
  public get consumerStacks(): ConsumerStack[] {
    return [...this.consumers.values()];
  }

  /** The stacks of the clusters with secrets in AWS, sorted by cluster. */
  public get secretsStacks(): SecretsStack[] {
    return [...this.secrets.values()];
  }

  /** What makes the CDK write the ids of all endpoint services into a file: what is not deployed by the same command is not in it. */
  private deployProviders(path: string): string {
    return `deploy all provider stacks with "cdk deploy '${this.node.path}/*-provider' --outputs-file ${path}", then run this again`;
  }

  /**
   * The stack of a cluster that others consume.
   *
   * @param clusterName the name of the cluster
   * @throws when nobody consumes the cluster
   */
  public providerStack(clusterName: string): ProviderStack {
    return found(this.providers, clusterName, 'provider');
  }

  /**
   * The stack of a cluster that consumes others.
   *
   * @param clusterName the name of the cluster
   * @throws when the cluster consumes nobody
   */
  public consumerStack(clusterName: string): ConsumerStack {
    return found(this.consumers, clusterName, 'consumer');
  }

  /**
   * The stack of a cluster with secrets in AWS.
   *
   * @param clusterName the name of the cluster
   * @throws when External Secrets brings the cluster nothing, and takes nothing from it
   */
  public secretsStack(clusterName: string): SecretsStack {
    return found(this.secrets, clusterName, 'secrets');
  }
}

function found<T>(stacks: Map<string, T>, clusterName: string, side: string): T {
  const stack = stacks.get(clusterName);
  if (stack === undefined) {
    throw new Error(`cluster "${clusterName}" has no ${side} stack: the clusters with one are ${[...stacks.keys()].join(', ') || 'none'}`);
  }
  return stack;
}

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html#id_tags_naming_best_practices */
function checkTags(tags: { [key: string]: string }): void {
  for (const [key, value] of Object.entries(tags)) {
    if (!/^(?!aws:)[\p{L}\p{N}\p{Z}_.:/=+@-]{1,128}$/iu.test(key) || !/^[\p{L}\p{N}\p{Z}_.:/=+@-]{0,256}$/u.test(value)) {
      throw new Error(`tag "${key}" with value "${value}" is not valid: a key has 1 to 128 characters and does not start with "aws:", a value has up to 256; ` +
        'letters, digits, spaces and _ . : / = + - @ are allowed');
    }
  }
}
