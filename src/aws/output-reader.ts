import { createHash } from 'crypto';
import { Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import { MeshCluster } from '../mesh/mesh-cluster';
import { qualifiedName } from '../mesh/names';

/** IAM's limit for the names of roles. */
const MAX_ROLE_NAME = 64;

/**
 * The role with which CloudFormation, in the account of consumers, reads the outputs of a provider's stack.
 *
 * One for each account: IAM takes 2048 characters of trust policy, which the deployment roles of two dozen accounts fill.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export class OutputReader extends Construct {
  public readonly roleArn: string;
  private readonly readerArns = new Set<string>();

  public constructor(scope: Construct, id: string, cluster: MeshCluster, consumerAccount: string) {
    super(scope, id);
    const { account, region, partition } = cluster;
    const { stackName } = Stack.of(this);
    const roleName = outputReaderName(cluster, consumerAccount);
    const outputs = `arn:${partition}:cloudformation:${region}:${account}:stack/${stackName}/*`;
    const role = new iam.CfnRole(this, 'Role', {
      roleName,
      description: `Lets the stacks of consumers in account ${consumerAccount} read the outputs of stack ${stackName}`,
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { AWS: Lazy.any({ produce: () => [...this.readerArns].sort().map(arn => Fn.sub(arn)) }) },
        }],
      },
      policies: [{
        policyName: 'ReadOutputs',
        policyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'cloudformation:DescribeStacks', Resource: outputs }],
        },
      }],
    });
    acknowledge(role, {
      cdkNag: `AwsSolutions-IAM5[Resource::${outputs}]`,
      reason: 'The wildcard stands for the id that CloudFormation appends to the name of this one stack.',
    });
    this.roleArn = outputReaderArn(cluster, consumerAccount);
  }

  /** Lets the CloudFormation execution role of a consumer's stack in. */
  public allow(consumer: Stack): void {
    const executionRole = consumer.synthesizer.cloudFormationExecutionRole;
    if (executionRole === undefined) {
      throw new Error(`stack "${consumer.stackName}" reads an output of stack "${Stack.of(this).stackName}" in another account, but has no CloudFormation execution role ` +
        'that could be let in: use a synthesizer with one, such as DefaultStackSynthesizer');
    }
    this.readerArns.add(executionRole);
  }
}

/** The ARN of the role with which the consumers in an account read the outputs of the cluster's provider stack. */
export function outputReaderArn(cluster: MeshCluster, consumerAccount: string): string {
  return `arn:${cluster.partition}:iam::${cluster.account}:role/${outputReaderName(cluster, consumerAccount)}`;
}

/** The region is part of it, because roles are global: a mesh of the same id may stand in another region of the account. */
function outputReaderName({ mesh, name, region }: MeshCluster, consumerAccount: string): string {
  const full = `${qualifiedName(mesh.meshId, name)}-${region}-${consumerAccount}`;
  if (full.length <= MAX_ROLE_NAME) {
    return full;
  }
  const hash = createHash('sha256').update(full).digest('hex').slice(0, 8);
  return `${full.slice(0, MAX_ROLE_NAME - hash.length - 1).replace(/-+$/, '')}-${hash}`;
}
