import { clusterTags } from './cluster-stack';
import { outputReaderArn } from './output-reader';
import { forSecrets, secretArnPattern } from './secrets-manager-condition';
import { MeshCluster } from '../mesh/mesh-cluster';
import { cacertsSecretName, loadBalancingName, partialSecretArn, providerStackName, readerTokenSecretName } from '../mesh/names';

/** Actions, and what they may be done to. A policy has those of them that its resource types use. */
export interface Scope {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: { readonly [operator: string]: { readonly [key: string]: string | readonly string[] } };
}

const EC2_DESCRIBE = ['Instances', 'SecurityGroupRules', 'SecurityGroups', 'Subnets', 'VpcEndpointServiceConfigurations', 'VpcEndpoints', 'Vpcs']
  .map(what => `ec2:Describe${what}`);
const LOAD_BALANCING_DESCRIBE = [
  'CapacityReservation', 'ListenerAttributes', 'Listeners', 'LoadBalancerAttributes', 'LoadBalancers', 'Tags', 'TargetGroupAttributes', 'TargetGroups', 'TargetHealth',
].map(what => `elasticloadbalancing:Describe${what}`);
const RULES_IN = ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress', 'ec2:UpdateSecurityGroupRuleDescriptionsIngress'];
const RULES_OUT = ['ec2:AuthorizeSecurityGroupEgress', 'ec2:RevokeSecurityGroupEgress', 'ec2:UpdateSecurityGroupRuleDescriptionsEgress'];
const TAGS = ['elasticloadbalancing:AddTags', 'elasticloadbalancing:RemoveTags'];

/** What gets the tags of the mesh when it is created: the kind of resource, and the action that creates it. */
const TAGGED: { readonly [type: string]: { readonly kind: string; readonly createAction: string } } = {
  'AWS::EC2::SecurityGroup': { kind: 'security-group', createAction: 'CreateSecurityGroup' },
  'AWS::EC2::VPCEndpoint': { kind: 'vpc-endpoint', createAction: 'CreateVpcEndpoint' },
  'AWS::EC2::VPCEndpointService': { kind: 'vpc-endpoint-service', createAction: 'CreateVpcEndpointServiceConfiguration' },
};

/** The tags that every stack puts on its resources. */
function tagConditions(key: 'RequestTag' | 'ResourceTag', cluster: MeshCluster): { [key: string]: string } {
  return Object.fromEntries(Object.entries(clusterTags(cluster)).map(([tag, value]) => [`aws:${key}/${tag}`, value]));
}

/**
 * The actions for the provider and consumer stacks of a mesh, as narrowly as the service authorization reference says that its service checks.
 *
 * Resources whose ids AWS chooses are told apart by the tags that they get when they are created, where the schema of their type has `tagOnCreate`.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function networkScopes(cluster: MeshCluster, types: readonly string[]): Scope[] {
  const { mesh, name, account, region, partition } = cluster;
  const ec2 = (kind: string) => `arn:${partition}:ec2:${region}:${account}:${kind}/*`;
  const loadBalancing = (path: string) => `arn:${partition}:elasticloadbalancing:${region}:${account}:${path}`;
  const tagged = types.flatMap(type => TAGGED[type] ?? []);
  const ofKinds = tagged.map(({ kind }) => ec2(kind));
  const loadBalancers = types.includes('AWS::ElasticLoadBalancingV2::LoadBalancer') ? [loadBalancing('loadbalancer/net/*')] : [];
  const [created, own] = [tagConditions('RequestTag', cluster), tagConditions('ResourceTag', cluster)];
  const scopes: Scope[] = [
    {
      // These actions know no resources.
      sid: 'Describe',
      actions: ['cloudwatch:ListManagedInsightRules', ...EC2_DESCRIBE, ...LOAD_BALANCING_DESCRIBE],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:RequestedRegion': region } },
    },
    {
      sid: 'CreateTagged',
      actions: ['ec2:CreateSecurityGroup', 'ec2:CreateVpcEndpointServiceConfiguration', 'elasticloadbalancing:CreateLoadBalancer'],
      resources: [...ofKinds, ...loadBalancers],
      conditions: { StringEquals: created },
    },
    {
      sid: 'CreateEndpoints',
      actions: ['ec2:CreateVpcEndpoint'],
      resources: [ec2('vpc-endpoint')],
      // Of providers only: the owner of a service is the account that it is in.
      conditions: { StringEquals: { ...created, 'ec2:VpceServiceOwner': [...new Set(cluster.consumes.map(({ provider }) => provider.account))].sort() } },
    },
    // The ids of a VPC that the app creates or looks up are not known here.
    { sid: 'UseVpc', actions: ['ec2:CreateSecurityGroup', 'ec2:CreateVpcEndpoint'], resources: [ec2('vpc')] },
    { sid: 'UseSubnets', actions: ['ec2:CreateVpcEndpoint', 'ec2:ModifyVpcEndpoint'], resources: [ec2('subnet')] },
    {
      sid: 'UseOwnSecurityGroups',
      actions: ['ec2:CreateVpcEndpoint', 'ec2:ModifyVpcEndpoint'],
      resources: [ec2('security-group')],
      conditions: { StringEquals: own },
    },
    {
      sid: 'TagCreated',
      actions: ['ec2:CreateTags'],
      resources: ofKinds,
      conditions: { StringEquals: { ...created, 'ec2:CreateAction': tagged.map(({ createAction }) => createAction) } },
    },
    {
      sid: 'TagCreatedLoadBalancer',
      actions: ['elasticloadbalancing:AddTags'],
      resources: loadBalancers,
      conditions: { StringEquals: { ...created, 'elasticloadbalancing:CreateAction': 'CreateLoadBalancer' } },
    },
    {
      sid: 'ChangeOwn',
      actions: [
        ...RULES_IN, ...RULES_OUT, ...TAGS,
        'ec2:CreateTags', 'ec2:DeleteSecurityGroup', 'ec2:DeleteTags', 'ec2:DeleteVpcEndpointServiceConfigurations', 'ec2:DeleteVpcEndpoints',
        'ec2:DescribeVpcEndpointServicePermissions', 'ec2:ModifyVpcEndpoint', 'ec2:ModifyVpcEndpointServiceConfiguration',
        'ec2:ModifyVpcEndpointServicePermissions', 'elasticloadbalancing:CreateListener', 'elasticloadbalancing:DeleteLoadBalancer',
        'elasticloadbalancing:ModifyLoadBalancerAttributes', 'elasticloadbalancing:SetSecurityGroups', 'elasticloadbalancing:SetSubnets',
      ],
      resources: [...ofKinds, ...loadBalancers],
      conditions: { StringEquals: own },
    },
    {
      sid: 'TargetGroup',
      actions: [...TAGS, ...['Create', 'Delete', 'Modify'].map(verb => `elasticloadbalancing:${verb}TargetGroup`), 'elasticloadbalancing:ModifyTargetGroupAttributes'],
      resources: [loadBalancing(`targetgroup/${loadBalancingName(mesh.meshId, name)}/*`)],
    },
    {
      // Not by tags: not every release of the CDK puts them on listeners, and whether CloudFormation adds those of the stack varies by type.
      sid: 'Listeners',
      actions: [...TAGS, 'elasticloadbalancing:DeleteListener', 'elasticloadbalancing:ModifyListener', 'elasticloadbalancing:ModifyListenerAttributes'],
      resources: [loadBalancing('listener/net/*')],
    },
    {
      sid: 'HostedZones',
      // CloudFormation chooses the ids, and tags a zone after it is created only.
      actions: [
        'AssociateVPCWithHostedZone', 'ChangeTagsForResource', 'DeleteHostedZone', 'DisassociateVPCFromHostedZone', 'GetHostedZone', 'ListQueryLoggingConfigs',
        'ListResourceRecordSets', 'ListTagsForResource', 'UpdateHostedZoneComment',
      ].map(action => `route53:${action}`),
      resources: [`arn:${partition}:route53:::hostedzone/*`, ec2('vpc')],
    },
    // Knows no resources, and Route 53 no regions.
    { sid: 'CreateHostedZone', actions: ['route53:CreateHostedZone'], resources: ['*'] },
    { sid: 'AwaitRecords', actions: ['route53:GetChange'], resources: [`arn:${partition}:route53:::change/*`] },
    {
      sid: 'ChangeRecords',
      actions: ['route53:ChangeResourceRecordSets'],
      resources: [`arn:${partition}:route53:::hostedzone/*`],
      // The key has several values, as a change has several records.
      conditions: { 'ForAllValues:StringLike': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': [`*.${mesh.dnsZone}`] } },
    },
    ...[...cluster.consumes, ...cluster.provides].some(link => link.isCrossRegion)
      ? [{
        // A permission for the request as a whole.
        sid: 'CrossRegion',
        actions: ['vpce:AllowMultiRegion'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:RequestedRegion': region } },
      }]
      : [],
  ];
  return scopes.filter(({ resources }) => resources.length > 0);
}

/** What others own, and a provider stack changes: rules of the pods' security groups. */
export function podSecurityGroupsScope({ partition, region, account, podSecurityGroupIds }: MeshCluster): Scope {
  return {
    sid: 'PodSecurityGroups',
    actions: RULES_IN,
    resources: [...new Set(podSecurityGroupIds)].sort().map(id => `arn:${partition}:ec2:${region}:${account}:security-group/${id}`),
  };
}

/** The roles with which other accounts read the outputs of a provider stack. */
export function outputReadersScope(cluster: MeshCluster): Scope {
  return {
    sid: 'OutputReaders',
    actions: [
      'CreateRole', 'DeleteRole', 'DeleteRolePolicy', 'GetRole', 'GetRolePolicy', 'ListAttachedRolePolicies', 'ListRolePolicies', 'PutRolePolicy',
      'TagRole', 'UntagRole', 'UpdateAssumeRolePolicy', 'UpdateRole', 'UpdateRoleDescription',
    ].map(action => `iam:${action}`),
    resources: readingAccounts(cluster).map(account => outputReaderArn(cluster, account)),
  };
}

/** The accounts, other than the cluster's own, from which others consume it; sorted. */
export function readingAccounts(cluster: MeshCluster): string[] {
  return [...new Set(cluster.provides.filter(link => link.isCrossAccount).map(({ consumer }) => consumer.account))].sort();
}

/** What `Fn::GetStackOutput` does, for the provider stacks that the consumer stack reads. */
export function outputScopes(cluster: MeshCluster): Scope[] {
  const inAccount = cluster.consumes.filter(link => !link.isCrossAccount && link.isCrossRegion).map(({ provider }) =>
    `arn:${provider.partition}:cloudformation:${provider.region}:${provider.account}:stack/${providerStackName(provider.mesh.meshId, provider.name)}/*`);
  const elsewhere = cluster.consumes.filter(link => link.isCrossAccount).map(({ provider }) => outputReaderArn(provider, cluster.account));
  return [
    { sid: 'ReadOutputs', actions: ['cloudformation:DescribeStacks'], resources: inAccount },
    { sid: 'ReadOutputsOfAccounts', actions: ['sts:AssumeRole'], resources: elsewhere },
  ].filter(({ resources }) => resources.length > 0);
}

/**
 * What Elastic Load Balancing does in the name of whoever makes the first load balancer of an account.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-service-linked-roles.html
 */
export function serviceLinkedRoleScope({ partition, account }: MeshCluster): Scope {
  return {
    sid: 'LoadBalancingRole',
    actions: ['iam:CreateServiceLinkedRole'],
    resources: [`arn:${partition}:iam::${account}:role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing`],
    conditions: { StringEquals: { 'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com' } },
  };
}

/** The secrets of a cluster and their key. */
export function secretScopes(cluster: MeshCluster): Scope[] {
  const { mesh, name, account, region, partition } = cluster;
  // With and without the suffix of AWS, which a secret does not have before it is created.
  const secret = (secretName: string) => [partialSecretArn(cluster, secretName), secretArnPattern(cluster, secretName)];
  const tokens = secret(readerTokenSecretName(mesh.meshId, name, '*'));
  const keys = `arn:${partition}:kms:${region}:${account}:key/*`;
  return [
    // These actions know no resources.
    {
      sid: 'CreateKey',
      actions: ['kms:CreateKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:RequestedRegion': region, ...tagConditions('RequestTag', cluster) } },
    },
    { sid: 'ListAliases', actions: ['kms:ListAliases'], resources: ['*'], conditions: { StringEquals: { 'aws:RequestedRegion': region } } },
    {
      // Not by tags: those of a new key count only after some minutes, https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html
      sid: 'Keys',
      actions: [
        'CreateAlias', 'DeleteAlias', 'DescribeKey', 'EnableKeyRotation', 'GetKeyPolicy', 'GetKeyRotationStatus', 'ListResourceTags', 'PutKeyPolicy',
        'TagResource', 'UntagResource', 'UpdateAlias', 'UpdateKeyDescription',
      ].map(action => `kms:${action}`),
      resources: [keys],
    },
    {
      sid: 'Alias',
      actions: ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias'],
      resources: [`arn:${partition}:kms:${region}:${account}:alias/istio-privatelink/${mesh.meshId}/${name}`],
    },
    {
      sid: 'Secrets',
      actions: ['CreateSecret', 'DeleteResourcePolicy', 'DescribeSecret', 'GetResourcePolicy', 'PutResourcePolicy', 'TagResource', 'UntagResource', 'UpdateSecret']
        .map(action => `secretsmanager:${action}`),
      resources: [...secret(cacertsSecretName(mesh.meshId, name)), ...tokens],
    },
    // The certificate authority stays when it leaves the stack.
    { sid: 'DeleteTokens', actions: ['secretsmanager:DeleteSecret'], resources: tokens },
  ];
}

/**
 * What Secrets Manager does with a key in the name of whoever gives it to a secret.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
 */
export function secretKeyScopes(cluster: MeshCluster): Scope[] {
  const { mesh, name, account, region, partition } = cluster;
  return [cacertsSecretName(mesh.meshId, name), readerTokenSecretName(mesh.meshId, name, '*')].map((secret, index) => ({
    sid: ['EncryptAuthority', 'EncryptTokens'][index],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [`arn:${partition}:kms:${region}:${account}:key/*`],
    conditions: forSecrets([cluster], secretArnPattern(cluster, secret)),
  }));
}

/** The policy that lets the cluster's role take tokens from other accounts. */
export function foreignTokensScope({ externalSecrets }: MeshCluster): Scope {
  return {
    sid: 'ForeignTokens',
    actions: ['iam:DeleteRolePolicy', 'iam:GetRolePolicy', 'iam:PutRolePolicy'],
    resources: [externalSecrets!.roleArn],
  };
}

/** The parameter of every template that checks the version of the bootstrap stack, which CloudFormation reads itself. */
export function bootstrapVersionScope({ partition, region, account }: MeshCluster, qualifier: string): Scope {
  return {
    sid: 'ReadBootstrapVersion',
    actions: ['ssm:GetParameters'],
    resources: [`arn:${partition}:ssm:${region}:${account}:parameter/cdk-bootstrap/${qualifier}/version`],
  };
}
