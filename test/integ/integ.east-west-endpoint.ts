/**
 * An endpoint for an endpoint service of the same stack, with a name in a zone.
 *
 * A deployment needs a bootstrapped region, and brings everything else itself.
 */
import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { env } from './environment';
import { IntegApp } from './integ-app';
import { isolatedVpc } from './isolated-vpc';
import { EastWestEndpoint, EastWestEndpointService } from '../../src';

const app = new IntegApp();
const stack = new Stack(app, 'integ-east-west-endpoint', { env });
const vpc = isolatedVpc(stack);

new EastWestEndpoint(stack, 'Endpoint', {
  vpc,
  availabilityZones: [`${env.region}a`],
  endpointService: new EastWestEndpointService(stack, 'Service', { vpc, allowedPrincipalArns: [`arn:aws:iam::${env.account}:root`] }),
  podSecurityGroups: [new ec2.SecurityGroup(stack, 'Pods', { vpc, allowAllOutbound: false })],
  hostedZone: new route53.PrivateHostedZone(stack, 'Zone', { vpc, zoneName: 'integ.internal' }),
  recordName: 'provider',
});

new IntegTest(app, 'EastWestEndpointTest', { testCases: [stack], stackUpdateWorkflow: false });
