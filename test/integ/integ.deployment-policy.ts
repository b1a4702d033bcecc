/**
 * The policies for the three stacks of a cluster, as managed policies. A reader in another account makes the provider's longest.
 *
 * A deployment needs a bootstrapped region; the other account need not exist.
 */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { env } from './environment';
import { IntegApp } from './integ-app';
import { link } from './link';
import { CertificateAuthority, DeploymentPolicy, ExternalSecrets } from '../../src';

const app = new IntegApp();
const stack = new Stack(app, 'integ-deployment-policy', { env });
const { consumer, provider } = link({
  meshId: 'integ-policy',
  consumer: { account: '222222222222' },
  provider: {
    externalSecrets: ExternalSecrets.withOperatorRole({ roleArn: `arn:aws:iam::${env.account}:role/external-secrets` }),
    certificateAuthority: CertificateAuthority.externalSecrets(),
  },
});

for (const [id, { documents }] of Object.entries({
  Provider: DeploymentPolicy.forProvider(provider),
  Consumer: DeploymentPolicy.forConsumer(consumer),
  Secrets: DeploymentPolicy.forSecrets(provider),
})) {
  documents.forEach((document, index) => new iam.ManagedPolicy(stack, `${id}${index}`, { document }));
}

new IntegTest(app, 'DeploymentPolicyTest', { testCases: [stack], stackUpdateWorkflow: false });
