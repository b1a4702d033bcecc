/**
 * The stack of a cluster that another one consumes.
 *
 * A deployment needs a bootstrapped region, and brings everything else itself.
 */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { Stack } from 'aws-cdk-lib';
import { env } from './environment';
import { IntegApp } from './integ-app';
import { isolatedVpc } from './isolated-vpc';
import { link } from './link';
import { ClusterVpc, ProviderStack } from '../../src';

const app = new IntegApp();
const network = new Stack(app, 'integ-provider-stack-network', { env });
const { provider } = link({ meshId: 'integ-provider', provider: { vpc: ClusterVpc.fromVpc(isolatedVpc(network)) } });
const stack = new ProviderStack(app, 'integ-provider-stack', { cluster: provider });

new IntegTest(app, 'ProviderStackTest', { testCases: [network, stack], stackUpdateWorkflow: false });
