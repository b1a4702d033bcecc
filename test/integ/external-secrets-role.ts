import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ExternalSecrets } from '../../src';

/** A role that policies can name before it exists, in place of the one that the External Secrets Operator of a cluster has. */
export class ExternalSecretsRole extends iam.Role {
  /** How the operator reaches AWS with it. */
  public readonly externalSecrets: ExternalSecrets;

  public constructor(stack: Stack, roleName: string) {
    super(stack, roleName, { roleName, assumedBy: new iam.AccountRootPrincipal() });
    this.externalSecrets = ExternalSecrets.withServiceAccount({ roleArn: `arn:aws:iam::${stack.account}:role/${roleName}` });
  }
}
