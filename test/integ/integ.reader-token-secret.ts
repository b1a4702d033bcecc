/**
 * The secret of a reader's token, with a key of one's own.
 *
 * A deployment needs a bootstrapped region, and brings everything else itself.
 */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { env } from './environment';
import { ExternalSecretsRole } from './external-secrets-role';
import { IntegApp } from './integ-app';
import { link } from './link';
import { LinkMode, ReaderTokenSecret, RemoteSecret } from '../../src';

const app = new IntegApp();
const stack = new Stack(app, 'integ-reader-token-secret', { env });
const [consumer, provider] = ['consumer', 'provider'].map(name => new ExternalSecretsRole(stack, `integ-token-${name}`));
const encryptionKey = new kms.Key(stack, 'Key', { removalPolicy: RemovalPolicy.DESTROY });
encryptionKey.node.addDependency(consumer, provider);
new ReaderTokenSecret(stack, 'Token', {
  link: link({
    meshId: 'integ-token',
    consumer: { externalSecrets: consumer.externalSecrets },
    provider: { externalSecrets: provider.externalSecrets },
    mode: LinkMode.discovery({ remoteSecret: RemoteSecret.externalSecrets() }),
  }),
  encryptionKey,
});

new IntegTest(app, 'ReaderTokenSecretTest', { testCases: [stack], stackUpdateWorkflow: false });
