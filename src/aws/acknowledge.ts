import { CfnResource, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** A rule that checkers have, and that does not apply to a construct. */
export interface Acknowledgement {
  /** The id of the rule in cdk-nag, which reads the construct tree. It does not apply to what is below the construct either. */
  readonly cdkNag?: string;
  /** The id of the rule in checkov, which reads the template. */
  readonly checkov?: string;
  /** Why it does not apply. */
  readonly reason: string;
}

/**
 * Tells checkers that a rule does not apply to a construct, and why.
 *
 * cdk-nag is told through the CDK, checkov with metadata of the resource: https://www.checkov.io/7.Scan%20Examples/Cloudformation.html
 *
 * @throws when checkov is to be told of a construct that is no resource and has no main resource
 */
export function acknowledge(construct: IConstruct, { cdkNag, checkov, reason }: Acknowledgement): void {
  if (cdkNag !== undefined) {
    Validations.of(construct).acknowledge({ id: cdkNag, reason });
  }
  if (checkov !== undefined) {
    const resource = CfnResource.isCfnResource(construct) ? construct : construct.node.defaultChild;
    if (!CfnResource.isCfnResource(resource)) {
      throw new Error(`rule ${checkov} cannot be acknowledged for "${construct.node.path}", which has no main resource: give the resource itself`);
    }
    const { skip = [], ...others } = resource.getMetadata('checkov') ?? {};
    resource.addMetadata('checkov', { ...others, skip: [...skip, { id: checkov, comment: reason }] });
  }
}
