import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { forSecrets, secretArnPattern } from './secrets-manager-condition';
import { MeshCluster } from '../mesh/mesh-cluster';
import { MeshLink } from '../mesh/mesh-link';
import { readerTokenSecretName } from '../mesh/names';

/** IAM's quota for all inline policies of a role together, without white space. */
const MAX_INLINE_POLICY = 10_240;
const QUOTAS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html';

/**
 * Lets the role of a cluster read the tokens that clusters in other accounts keep for it.
 *
 * Between accounts the policy of the secret does not suffice; within one it does, and nothing is attached.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 */
export function attachForeignTokensPolicy(scope: Construct, id: string, cluster: MeshCluster, links: readonly MeshLink[]): void {
  const { mesh, name, partition } = cluster;
  const providers = links.map(({ provider }) => provider);
  const policyDocument = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ReadTokens',
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: providers.map(provider => secretArnPattern(provider, readerTokenSecretName(mesh.meshId, provider.name, name))),
      },
      {
        // Which key it is, is known in the other account only; its policy names this role too.
        Sid: 'DecryptTokens',
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: [...new Set(providers.map(provider => `arn:${partition}:kms:${provider.region}:${provider.account}:key/*`))].sort(),
        // All tokens of this cluster in one, or the policy of a role would be too long from 35 accounts on: the statement before is exact.
        Condition: forSecrets(providers, secretArnPattern({ partition, region: '*', account: '*' }, readerTokenSecretName(mesh.meshId, '*', name))),
      },
    ],
  };
  const { length } = JSON.stringify(policyDocument);
  if (length > MAX_INLINE_POLICY) {
    throw new Error(`cluster "${name}" takes tokens of ${links.length} clusters in other accounts, and the policy for that has ${length} characters: ` +
      `IAM takes ${MAX_INLINE_POLICY} in a role (${QUOTAS}), let the command line tool make some of the remote secrets (RemoteSecret.fromCli()), or split the mesh`);
  }
  new iam.CfnRolePolicy(scope, id, {
    // A role can be that of several clusters, also of a mesh with the same id in another region.
    policyName: `${Stack.of(scope).stackName}-${cluster.region}`,
    roleName: cluster.externalSecrets!.roleArn.split('/').pop()!,
    policyDocument,
  });
}
