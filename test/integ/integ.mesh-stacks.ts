/**
 * All stacks of a mesh of two accounts and two regions: the id of the endpoint service and the token of the reader go from the one to the other.
 *
 * A deployment needs a bootstrapped region in each account, the one of the credentials trusted by the other, and
 * INTEG_CONSUMER_ACCOUNT and INTEG_CONSUMER_REGION. The key `alias/istio-privatelink/integ-mesh/provider` stays when the stacks go.
 */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { Stack } from 'aws-cdk-lib';
import { env, setting } from './environment';
import { ExternalSecretsRole } from './external-secrets-role';
import { IntegApp } from './integ-app';
import { isolatedVpc } from './isolated-vpc';
import { link } from './link';
import { ClusterVpc, LinkMode, MeshStacks, RemoteSecret } from '../../src';

const app = new IntegApp();
const consumerEnv = { account: setting('INTEG_CONSUMER_ACCOUNT', '222222222222'), region: setting('INTEG_CONSUMER_REGION', 'us-east-1') };
const networks = Object.entries({ consumer: consumerEnv, provider: env }).map(([name, where]) => new Stack(app, `integ-mesh-stacks-${name}`, { env: where }));
const [consumer, provider] = networks.map((network, index) => ({
  account: network.account,
  region: network.region,
  vpc: ClusterVpc.fromVpc(isolatedVpc(network)),
  externalSecrets: new ExternalSecretsRole(network, `integ-mesh-${['consumer', 'provider'][index]}`).externalSecrets,
}));
const { mesh } = link({
  meshId: 'integ-mesh', consumer, provider, mode: LinkMode.discovery({ remoteSecret: RemoteSecret.externalSecrets() }),
}).provider;
const stacks = new MeshStacks(app, 'Mesh', { mesh, tags: { team: 'platform' } });
stacks.secretsStacks.forEach(stack => networks.forEach(network => stack.addDependency(network)));

new IntegTest(app, 'MeshStacksTest', {
  testCases: [...networks, ...stacks.providerStacks, ...stacks.consumerStacks, ...stacks.secretsStacks],
  stackUpdateWorkflow: false,
});
