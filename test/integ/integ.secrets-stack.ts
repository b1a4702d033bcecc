/**
 * The secrets of a cluster: its certificate authority, and the token of a reader.
 *
 * A deployment needs a bootstrapped region. Key and certificate authority stay when the stacks go: schedule the deletion of the key
 * `alias/istio-privatelink/integ-secrets/provider`, and delete the secret that the stack's output names.
 */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { Stack } from 'aws-cdk-lib';
import { env } from './environment';
import { ExternalSecretsRole } from './external-secrets-role';
import { IntegApp } from './integ-app';
import { link } from './link';
import { CertificateAuthority, LinkMode, RemoteSecret, SecretsStack } from '../../src';

const app = new IntegApp();
const roles = new Stack(app, 'integ-secrets-stack-roles', { env });
const { provider } = link({
  meshId: 'integ-secrets',
  consumer: { externalSecrets: new ExternalSecretsRole(roles, 'integ-secrets-consumer').externalSecrets },
  provider: {
    externalSecrets: new ExternalSecretsRole(roles, 'integ-secrets-provider').externalSecrets,
    certificateAuthority: CertificateAuthority.externalSecrets(),
  },
  mode: LinkMode.discovery({ remoteSecret: RemoteSecret.externalSecrets() }),
});
const stack = new SecretsStack(app, 'integ-secrets-stack', { cluster: provider });
stack.addDependency(roles);

new IntegTest(app, 'SecretsStackTest', { testCases: [roles, stack], stackUpdateWorkflow: false });
