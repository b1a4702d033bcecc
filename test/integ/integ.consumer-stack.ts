/**
 * The stack of a cluster that consumes another one, which did not come from a stack of this library.
 *
 * A deployment needs a bootstrapped region, and brings everything else itself.
 */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { Stack } from 'aws-cdk-lib';
import { env } from './environment';
import { IntegApp } from './integ-app';
import { isolatedVpc } from './isolated-vpc';
import { link } from './link';
import { ClusterVpc, ConsumerStack, EastWestEndpointService } from '../../src';

const app = new IntegApp();
const network = new Stack(app, 'integ-consumer-stack-network', { env });
const vpc = isolatedVpc(network);
const provider = new EastWestEndpointService(network, 'Provider', { vpc, allowedPrincipalArns: [`arn:aws:iam::${env.account}:root`] });
const { consumer } = link({ meshId: 'integ-consumer', consumer: { vpc: ClusterVpc.fromVpc(vpc) } });
const stack = new ConsumerStack(app, 'integ-consumer-stack', { cluster: consumer, endpointServices: { provider } });

new IntegTest(app, 'ConsumerStackTest', { testCases: [network, stack], stackUpdateWorkflow: false });
