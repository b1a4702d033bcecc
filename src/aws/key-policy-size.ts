import { Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { MeshCluster } from '../mesh/mesh-cluster';

/** The quota of KMS for the policy of a key. */
const MAX_KEY_POLICY = 32_768;
const QUOTAS = 'https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html';

/** Fails synthesis when the policy of the key is longer than KMS takes: it has a statement for each cluster that reads. */
export function checkKeyPolicySize(key: kms.Key, cluster: MeshCluster, readers: number): void {
  key.node.addValidation({
    validate: () => {
      const { length } = JSON.stringify(Stack.of(key).resolve((key.node.defaultChild as kms.CfnKey).keyPolicy));
      return length <= MAX_KEY_POLICY ? [] : [
        `policy of the key of cluster "${cluster.name}", which ${readers} clusters read with tokens from AWS, has ${length} bytes: ` +
        `KMS takes ${MAX_KEY_POLICY} (${QUOTAS}), let the command line tool make some of the remote secrets (RemoteSecret.fromCli()), or split the mesh`,
      ];
    },
  });
}
