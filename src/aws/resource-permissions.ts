/** What CloudFormation has to be allowed for the resources of one type. */
export interface ResourcePermissions {
  /** The day since which AWS lists these permissions, or the page that does. */
  readonly source: string;
  readonly permissions: readonly string[];
  /** Those that the resources of these stacks never use, by the reason. */
  readonly unused?: { readonly [reason: string]: readonly string[] };
}

/** A schema that AWS last changed on this day. */
const schema = (changed: string) => `CloudFormation resource schema of ${changed}`;

const NO_SUCH_ACTION = 'IAM knows no action of that name';

/**
 * What CloudFormation's resource schemas list under `handlers.<create, read, update, delete>.permissions` for every type in the stacks of a mesh, as of
 * 2026-08-07. `list` is left out: resource scans ask for it, deployments do not. The schema of one type of old lists nothing, and says so here.
 *
 * @see https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
 * @see https://github.com/hashicorp/terraform-provider-awscc/tree/main/internal/service/cloudformation/schemas for copies of the schemas, with their history
 */
export const RESOURCE_PERMISSIONS: { readonly [type: string]: ResourcePermissions } = {
  'AWS::EC2::SecurityGroup': {
    source: schema('2025-06-05'),
    permissions: [
      'ec2:AuthorizeSecurityGroupEgress', 'ec2:AuthorizeSecurityGroupIngress', 'ec2:CreateSecurityGroup', 'ec2:CreateTags', 'ec2:DeleteSecurityGroup',
      'ec2:DeleteTags', 'ec2:DescribeInstances', 'ec2:DescribeSecurityGroups', 'ec2:RevokeSecurityGroupEgress', 'ec2:RevokeSecurityGroupIngress',
      'ec2:UpdateSecurityGroupRuleDescriptionsEgress', 'ec2:UpdateSecurityGroupRuleDescriptionsIngress',
    ],
  },
  'AWS::EC2::SecurityGroupIngress': {
    source: schema('2024-04-10'),
    permissions: [
      'ec2:AuthorizeSecurityGroupIngress', 'ec2:DescribeSecurityGroupRules', 'ec2:DescribeSecurityGroups', 'ec2:RevokeSecurityGroupIngress',
      'ec2:UpdateSecurityGroupRuleDescriptionsIngress',
    ],
  },
  'AWS::EC2::VPCEndpoint': {
    source: schema('2026-01-27'),
    permissions: [
      'ec2:CreateTags', 'ec2:CreateVpcEndpoint', 'ec2:DeleteTags', 'ec2:DeleteVpcEndpoints', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets',
      'ec2:DescribeVpcEndpoints', 'ec2:DescribeVpcs', 'ec2:ModifyVpcEndpoint', 'vpc-lattice:CreateServiceNetworkVpcEndpointAssociation',
      'vpc-lattice:DescribeServiceNetworkVpcEndpointAssociation', 'vpce:AllowMultiRegion',
    ],
    unused: {
      'for endpoints of service networks, these are interface endpoints': [
        'vpc-lattice:CreateServiceNetworkVpcEndpointAssociation', 'vpc-lattice:DescribeServiceNetworkVpcEndpointAssociation',
      ],
    },
  },
  'AWS::EC2::VPCEndpointService': {
    source: schema('2025-03-20'),
    permissions: [
      'cloudwatch:DeleteInsightRules', 'cloudwatch:ListManagedInsightRules', 'cloudwatch:PutManagedInsightRules', 'ec2:CreateTags',
      'ec2:CreateVpcEndpointServiceConfiguration', 'ec2:DeleteTags', 'ec2:DeleteVpcEndpointServiceConfigurations',
      'ec2:DescribeVpcEndpointServiceConfigurations', 'ec2:ModifyVpcEndpointServiceConfiguration', 'ec2:ModifyVpcEndpointServicePayerResponsibility',
      'vpce:AllowMultiRegion',
    ],
    unused: {
      'ContributorInsightsEnabled is not set': ['cloudwatch:DeleteInsightRules', 'cloudwatch:PutManagedInsightRules'],
      'PayerResponsibility is not set': ['ec2:ModifyVpcEndpointServicePayerResponsibility'],
    },
  },
  'AWS::EC2::VPCEndpointServicePermissions': {
    source: schema('2024-10-17'),
    permissions: [
      'ec2:CreateVpcEndpointServicePermissions', 'ec2:DeleteVpcEndpointServicePermissions', 'ec2:DescribeVpcEndpointServicePermissions',
      'ec2:ModifyVpcEndpointServicePermissions',
    ],
    unused: { [NO_SUCH_ACTION]: ['ec2:CreateVpcEndpointServicePermissions', 'ec2:DeleteVpcEndpointServicePermissions'] },
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    source: schema('2026-04-22'),
    permissions: [
      'ec2:DescribeIpamPools', 'elasticloadbalancing:AddTags', 'elasticloadbalancing:CreateLoadBalancer', 'elasticloadbalancing:DeleteLoadBalancer',
      'elasticloadbalancing:DescribeCapacityReservation', 'elasticloadbalancing:DescribeLoadBalancerAttributes',
      'elasticloadbalancing:DescribeLoadBalancers', 'elasticloadbalancing:DescribeTags', 'elasticloadbalancing:ModifyCapacityReservation',
      'elasticloadbalancing:ModifyIpPools', 'elasticloadbalancing:ModifyLoadBalancerAttributes', 'elasticloadbalancing:RemoveTags',
      'elasticloadbalancing:SetIpAddressType', 'elasticloadbalancing:SetSecurityGroups', 'elasticloadbalancing:SetSubnets',
    ],
    unused: {
      'Ipv4IpamPoolId is not set': ['ec2:DescribeIpamPools', 'elasticloadbalancing:ModifyIpPools'],
      'MinimumLoadBalancerCapacity is not set': ['elasticloadbalancing:ModifyCapacityReservation'],
      'IpAddressType is not set': ['elasticloadbalancing:SetIpAddressType'],
    },
  },
  'AWS::ElasticLoadBalancingV2::Listener': {
    source: schema('2026-08-05'),
    permissions: [
      'cognito-idp:DescribeUserPoolClient', 'elasticloadbalancing:AddTags', 'elasticloadbalancing:CreateListener', 'elasticloadbalancing:DeleteListener',
      'elasticloadbalancing:DescribeListenerAttributes', 'elasticloadbalancing:DescribeListeners', 'elasticloadbalancing:DescribeTags',
      'elasticloadbalancing:ModifyListener', 'elasticloadbalancing:ModifyListenerAttributes', 'elasticloadbalancing:RemoveTags',
    ],
    unused: { 'for actions that ask Cognito, these forward': ['cognito-idp:DescribeUserPoolClient'] },
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    source: schema('2026-03-11'),
    permissions: [
      'elasticloadbalancing:AddTags', 'elasticloadbalancing:CreateTargetGroup', 'elasticloadbalancing:DeleteTargetGroup',
      'elasticloadbalancing:DeregisterTargets', 'elasticloadbalancing:DescribeTags', 'elasticloadbalancing:DescribeTargetGroupAttributes',
      'elasticloadbalancing:DescribeTargetGroups', 'elasticloadbalancing:DescribeTargetHealth', 'elasticloadbalancing:ModifyTargetGroup',
      'elasticloadbalancing:ModifyTargetGroupAttributes', 'elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:RemoveTags',
    ],
    unused: {
      'Targets is not set, the AWS Load Balancer Controller registers the pods': ['elasticloadbalancing:DeregisterTargets', 'elasticloadbalancing:RegisterTargets'],
    },
  },
  'AWS::Route53::HostedZone': {
    source: schema('2026-01-07'),
    permissions: [
      'ec2:DescribeVpcs', 'route53:AssociateVPCWithHostedZone', 'route53:ChangeTagsForResource', 'route53:CreateHostedZone',
      'route53:CreateQueryLoggingConfig', 'route53:DeleteHostedZone', 'route53:DeleteQueryLoggingConfig', 'route53:DisassociateVPCFromHostedZone',
      'route53:GetChange', 'route53:GetHostedZone', 'route53:ListQueryLoggingConfigs', 'route53:ListTagsForResource', 'route53:UpdateHostedZoneComment',
      'route53:UpdateHostedZoneFeatures',
    ],
    unused: {
      'QueryLoggingConfig is not set': ['route53:CreateQueryLoggingConfig', 'route53:DeleteQueryLoggingConfig'],
      'HostedZoneFeatures is not set': ['route53:UpdateHostedZoneFeatures'],
    },
  },
  // Its schema of 2024-10-30 lists no handler: the type is not in the registry. These are the operations on records in the reference of Route 53's API.
  'AWS::Route53::RecordSet': {
    source: 'https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html',
    permissions: ['route53:ChangeResourceRecordSets', 'route53:GetChange', 'route53:GetHostedZone', 'route53:ListResourceRecordSets'],
  },
  'AWS::IAM::Role': {
    source: schema('2025-06-05'),
    permissions: [
      'iam:AttachRolePolicy', 'iam:CreateRole', 'iam:DeleteRole', 'iam:DeleteRolePermissionsBoundary', 'iam:DeleteRolePolicy', 'iam:DetachRolePolicy',
      'iam:GetRole', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies', 'iam:PutRolePermissionsBoundary', 'iam:PutRolePolicy',
      'iam:TagRole', 'iam:UntagRole', 'iam:UpdateAssumeRolePolicy', 'iam:UpdateRole', 'iam:UpdateRoleDescription',
    ],
    unused: {
      'ManagedPolicyArns is not set': ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
      'PermissionsBoundary is not set': ['iam:DeleteRolePermissionsBoundary', 'iam:PutRolePermissionsBoundary'],
    },
  },
  'AWS::IAM::RolePolicy': {
    source: schema('2024-03-21'),
    permissions: ['iam:DeleteRolePolicy', 'iam:GetRolePolicy', 'iam:PutRolePolicy'],
  },
  'AWS::KMS::Key': {
    source: schema('2025-11-24'),
    permissions: [
      'kms:CreateKey', 'kms:DescribeKey', 'kms:DisableKey', 'kms:DisableKeyRotation', 'kms:EnableKey', 'kms:EnableKeyRotation', 'kms:GetKeyPolicy',
      'kms:GetKeyRotationStatus', 'kms:ListResourceTags', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion', 'kms:TagResource', 'kms:UntagResource',
      'kms:UpdateKeyDescription',
    ],
    unused: {
      'Enabled is not set': ['kms:DisableKey', 'kms:EnableKey'],
      'EnableKeyRotation is always true': ['kms:DisableKeyRotation'],
      'the key stays when it leaves the stack': ['kms:ScheduleKeyDeletion'],
    },
  },
  'AWS::KMS::Alias': {
    source: schema('2025-05-01'),
    permissions: ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:ListAliases', 'kms:UpdateAlias'],
  },
  'AWS::SecretsManager::Secret': {
    source: schema('2025-12-17'),
    permissions: [
      'secretsmanager:CreateSecret', 'secretsmanager:DeleteSecret', 'secretsmanager:DescribeSecret', 'secretsmanager:GetRandomPassword',
      'secretsmanager:GetSecretValue', 'secretsmanager:RemoveRegionsFromReplication', 'secretsmanager:ReplicateSecretToRegions',
      'secretsmanager:TagResource', 'secretsmanager:UntagResource', 'secretsmanager:UpdateSecret',
    ],
    unused: {
      'neither SecretString nor GenerateSecretString is set, and the value is none of the deployment\'s business': [
        'secretsmanager:GetRandomPassword', 'secretsmanager:GetSecretValue',
      ],
      'ReplicaRegions is not set': ['secretsmanager:RemoveRegionsFromReplication', 'secretsmanager:ReplicateSecretToRegions'],
    },
  },
  'AWS::SecretsManager::ResourcePolicy': {
    source: schema('2024-07-25'),
    permissions: ['secretsmanager:DeleteResourcePolicy', 'secretsmanager:GetResourcePolicy', 'secretsmanager:PutResourcePolicy'],
  },
};

/**
 * The permissions that CloudFormation uses for the resources of some types.
 *
 * @throws when nobody wrote down what a type needs
 */
export function usedPermissions(types: readonly string[]): Set<string> {
  return new Set(types.flatMap(type => {
    const entry = RESOURCE_PERMISSIONS[type];
    if (entry === undefined) {
      throw new Error(`no permissions are known for resources of type ${type}: add what its CloudFormation schema lists to RESOURCE_PERMISSIONS`);
    }
    const unused = new Set(Object.values(entry.unused ?? {}).flat());
    return entry.permissions.filter(permission => !unused.has(permission));
  }));
}
