import { statSync } from 'fs';
import { join } from 'path';
import { attachCustomSynthesis, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { MeshCluster } from '../mesh/mesh-cluster';

/** CloudFormation's quotas for one stack. */
const LIMITS = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html';
const MAX_RESOURCES = 500;
const MAX_TEMPLATE_BYTES = 1_000_000;

/** From this share of a quota on, the next clusters may not fit. */
const QUOTA_WARNING = 0.8;

/** Where the CDK keeps the number of resources that it accepts itself, for those who know better; 0 for no limit. */
const RESOURCE_LIMIT_CONTEXT = '@aws-cdk/core:stackResourceLimit';

/**
 * Fails synthesis when the stack of a cluster has more resources than CloudFormation takes, and says why.
 *
 * Validation runs when every resource is there, and before the CDK counts them itself, which knows of no clusters.
 */
export function checkStackSize(stack: Stack, cluster: MeshCluster, links: number, ends: string): void {
  stack.node.addValidation({
    validate: () => {
      const limit = Number(stack.node.tryGetContext(RESOURCE_LIMIT_CONTEXT) ?? MAX_RESOURCES);
      const resources = countResources(stack, stack);
      if (!(limit > 0) || resources < limit * QUOTA_WARNING) {
        return [];
      }
      const found = `stack "${stack.stackName}" of cluster "${cluster.name}", which has ${links} ${ends}, holds ${resources} resources`;
      if (resources > limit) {
        return [`${found}: CloudFormation takes ${limit} in a stack (${LIMITS}), link fewer clusters with it, or split the mesh`];
      }
      Validations.of(stack).addWarning('cdk-istio-privatelink:StackResources', `${found} of the ${limit} that CloudFormation takes (${LIMITS}): it cannot take many more links`);
      return [];
    },
  });
}

/**
 * Fails synthesis when the template of a stack below `scope` is larger than CloudFormation takes. The CDK only warns.
 *
 * The size is known once the template is written; `scope` is synthesized after the stacks in it.
 */
export function checkTemplateSizes(scope: Construct, stacks: () => Stack[]): void {
  attachCustomSynthesis(scope, {
    onSynthesize: session => {
      for (const stack of stacks()) {
        const { size } = statSync(join(session.outdir, stack.templateFile));
        if (size > MAX_TEMPLATE_BYTES) {
          throw new Error(`template of stack "${stack.stackName}" has ${size} bytes: CloudFormation takes ${MAX_TEMPLATE_BYTES} (${LIMITS}), ` +
            'link fewer clusters with it, give them fewer principalArns, or set suppressTemplateIndentation');
        }
      }
    },
  });
}

function countResources(construct: IConstruct, stack: Stack): number {
  if (construct !== stack && Stack.isStack(construct)) {
    return 0;
  }
  return construct.node.children.reduce((sum, child) => sum + countResources(child, stack), CfnResource.isCfnResource(construct) ? 1 : 0);
}
