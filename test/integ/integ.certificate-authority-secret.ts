/**
 * The secret of a cluster's certificate authority, with a key of one's own.
 *
 * A deployment needs a bootstrapped region. The secret stays when the stack goes: delete `istio-privatelink/integ-ca/provider/cacerts`.
 */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { env } from './environment';
import { ExternalSecretsRole } from './external-secrets-role';
import { IntegApp } from './integ-app';
import { link } from './link';
import { CertificateAuthority, CertificateAuthoritySecret } from '../../src';

const app = new IntegApp();
const stack = new Stack(app, 'integ-certificate-authority-secret', { env });
const role = new ExternalSecretsRole(stack, 'integ-ca-provider');
const encryptionKey = new kms.Key(stack, 'Key', { removalPolicy: RemovalPolicy.DESTROY });
encryptionKey.node.addDependency(role);
const { provider } = link({
  meshId: 'integ-ca',
  provider: { externalSecrets: role.externalSecrets, certificateAuthority: CertificateAuthority.externalSecrets() },
});
new CertificateAuthoritySecret(stack, 'CertificateAuthority', { cluster: provider, encryptionKey });

new IntegTest(app, 'CertificateAuthoritySecretTest', { testCases: [stack], stackUpdateWorkflow: false });
