/**
 * Both kinds of endpoint service: with a load balancer of its own, and before one that exists already.
 *
 * A deployment needs a bootstrapped region, and brings everything else itself.
 */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { env } from './environment';
import { IntegApp } from './integ-app';
import { isolatedVpc } from './isolated-vpc';
import { EastWestEndpointService } from '../../src';

const app = new IntegApp();
const stack = new Stack(app, 'integ-east-west-endpoint-service', { env });
const vpc = isolatedVpc(stack);
const allowedPrincipalArns = [`arn:aws:iam::${env.account}:root`];

new EastWestEndpointService(stack, 'EastWest', {
  vpc,
  allowedPrincipalArns,
  allowedRegions: ['eu-central-1', 'eu-north-1'],
  idleTimeout: Duration.minutes(20),
  podSecurityGroups: [new ec2.SecurityGroup(stack, 'Pods', { vpc, allowAllOutbound: false })],
});
new EastWestEndpointService(stack, 'BeforeExisting', {
  vpc,
  allowedPrincipalArns,
  loadBalancer: new elbv2.NetworkLoadBalancer(stack, 'Existing', { vpc, internetFacing: false }),
  acceptanceRequired: true,
});

new IntegTest(app, 'EastWestEndpointServiceTest', { testCases: [stack], stackUpdateWorkflow: false });
