import { RemovalPolicy, Stack, Token, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import { forSecrets, secretArnPattern } from './secrets-manager-condition';
import { MeshCluster } from '../mesh/mesh-cluster';

/** A secret in the account and region of a cluster. */
export interface MeshSecretProps {
  /** The cluster whose secret it is. */
  readonly owner: MeshCluster;
  readonly secretName: string;
  readonly description: string;
  readonly encryptionKey: kms.IKey;
  /** The policy of the secret, to the letter. */
  readonly resourcePolicy: object;
  readonly removalPolicy: RemovalPolicy;
  /** Why AWS does not rotate it. */
  readonly withoutRotation: string;
}

/**
 * A secret without a value: CloudFormation would put its own over one that came later.
 *
 * CDK's construct generates a value where it is given none, and lets the whole account use the key.
 */
export function meshSecret(scope: Construct, props: MeshSecretProps): secretsmanager.CfnSecret {
  const { owner, secretName, description, encryptionKey, resourcePolicy, removalPolicy, withoutRotation } = props;
  const { account, region } = Stack.of(scope);
  for (const [what, found, expected] of [['account', account, owner.account], ['region', region, owner.region]]) {
    if (!Token.isUnresolved(found) && found !== expected) {
      throw new Error(`secret "${secretName}" is in ${what} "${found}", but cluster "${owner.name}" in "${expected}": create it in a stack of the cluster's account and region`);
    }
  }
  const secret = new secretsmanager.CfnSecret(scope, 'Secret', { name: secretName, description, kmsKeyId: encryptionKey.keyArn });
  secret.applyRemovalPolicy(removalPolicy);
  acknowledge(secret, { cdkNag: 'AwsSolutions-SMG4', reason: withoutRotation });
  new secretsmanager.CfnResourcePolicy(scope, 'ResourcePolicy', { secretId: secret.ref, resourcePolicy, blockPublicPolicy: true });
  return secret;
}

/** Lets a role use the key for the secrets of this name, as its policy must say beside that of the secret. */
export function allowKeyForSecret(encryptionKey: kms.IKey, roleArn: string, actions: string[], owner: MeshCluster, secretName: string): void {
  const { statementAdded } = encryptionKey.addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.ArnPrincipal(roleArn)],
    actions,
    resources: ['*'],
    conditions: forSecrets([owner], secretArnPattern(owner, secretName)),
  }));
  if (!statementAdded) {
    Validations.of(encryptionKey).addWarning('cdk-istio-privatelink:KeyPolicy',
      `the policy of this key cannot be changed here: let role ${roleArn} use ${actions.join(' and ')} for secret "${secretName}" in it`);
  }
}
