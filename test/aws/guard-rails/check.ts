import { writeFileSync } from 'fs';
import { join } from 'path';
import { PolicyValidationPluginReport } from 'aws-cdk-lib';
import { MeshGuardRails, MeshGuardRailsProps } from '../../../src';
import { temporaryDirectory } from '../../bundle/temporary-directory';

export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties?: { readonly [name: string]: unknown };
}

export interface Resources { readonly [logicalId: string]: Resource }

export const ref = (logicalId: string) => ({ Ref: logicalId });

/** Something that only the deployment knows. */
export const PARAMETER = { Ref: 'Parameter' };

/** A load balancer and an endpoint service without fault, with changed properties by logical id; undefined leaves a property out. */
export function provider(changes: { readonly [logicalId: string]: { readonly [name: string]: unknown } } = {}): Resources {
  return changed({
    LoadBalancer: {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: {
        Type: 'network',
        Scheme: 'internal',
        SecurityGroups: ['sg-0a0000000'],
        EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off',
        LoadBalancerAttributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }],
      },
    },
    TargetGroup: {
      Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      Properties: {
        Name: 'gateway',
        Port: 15443,
        Protocol: 'TCP',
        TargetType: 'ip',
        HealthCheckProtocol: 'HTTP',
        HealthCheckPort: '15021',
        HealthCheckPath: '/healthz/ready',
      },
    },
    Listener: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: {
        LoadBalancerArn: ref('LoadBalancer'),
        Port: 15443,
        Protocol: 'TCP',
        DefaultActions: [{ Type: 'forward', TargetGroupArn: ref('TargetGroup') }],
      },
    },
    Service: {
      Type: 'AWS::EC2::VPCEndpointService',
      Properties: { AcceptanceRequired: false, NetworkLoadBalancerArns: [ref('LoadBalancer')] },
    },
    Permissions: {
      Type: 'AWS::EC2::VPCEndpointServicePermissions',
      Properties: { ServiceId: ref('Service'), AllowedPrincipals: ['arn:aws:iam::111111111111:root'] },
    },
  }, changes);
}

/** An interface endpoint without fault and its security group. */
export function consumer(changes: { readonly [logicalId: string]: { readonly [name: string]: unknown } } = {}): Resources {
  return changed({
    SecurityGroup: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 15443, ToPort: 15443, CidrIp: '10.0.0.0/16' }] },
    },
    Endpoint: {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: {
        VpcEndpointType: 'Interface',
        VpcId: 'vpc-0a0000000',
        ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0a0000000',
        PrivateDnsEnabled: false,
        SecurityGroupIds: [{ 'Fn::GetAtt': ['SecurityGroup', 'GroupId'] }],
      },
    },
  }, changes);
}

function changed(resources: Resources, changes: { readonly [logicalId: string]: object }): Resources {
  return Object.fromEntries(Object.entries(resources).map(([logicalId, { Type, Properties }]) =>
    [logicalId, { Type, Properties: { ...Properties, ...changes[logicalId] } }]));
}

/** Writes templates as an assembly would, in one region. */
export function writeTemplates(templates: readonly object[], region = 'eu-west-1'): string[] {
  const directory = temporaryDirectory();
  const names = templates.map((_, index) => `stack${index}.template.json`);
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({
    artifacts: Object.fromEntries(names.map(name => [name, { environment: `aws://111111111111/${region}`, properties: { templateFile: name } }])),
  }));
  return names.map((name, index) => {
    writeFileSync(join(directory, name), JSON.stringify(templates[index]));
    return join(directory, name);
  });
}

export function reportOn(templatePaths: string[], props?: MeshGuardRailsProps): PolicyValidationPluginReport {
  return new MeshGuardRails(props).validate({ templatePaths });
}

/** Rule, resource and value of each violation in one template. */
export function found(resources: Resources, props?: MeshGuardRailsProps, region?: string): string[] {
  return summary(reportOn(writeTemplates([{ Resources: resources }], region), props));
}

export function summary({ violations }: PolicyValidationPluginReport): string[] {
  return violations.flatMap(({ ruleName, ruleMetadata, violatingResources }) =>
    violatingResources.map(({ resourceLogicalId }) => `${ruleName} ${resourceLogicalId ?? 'template'}: ${ruleMetadata!.got}`));
}
