import { Resource, SynthesizedStack } from './synthesize';

interface Context { readonly [key: string]: string | readonly string[] }

/** What CloudFormation asks of AWS. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string | readonly string[] } };
}

/** Whether the policies of a role allow it, as IAM decides. */
export function allows(policies: readonly { readonly Statement: readonly Statement[] }[], { action, resource, context }: Request): boolean {
  return policies.flatMap(policy => policy.Statement).some(({ Effect, Action, Resource: patterns, Condition = {} }) => Effect === 'Allow'
    && [Action].flat().includes(action)
    && [patterns].flat().some(pattern => matches(pattern, resource))
    && Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, expected]) => holds(operator, context[key], [expected].flat()))));
}

function holds(operator: string, found: string | readonly string[] | undefined, expected: readonly string[]): boolean {
  switch (operator) {
    case 'StringEquals': return typeof found === 'string' && expected.includes(found);
    case 'StringLike': return typeof found === 'string' && expected.some(pattern => matches(pattern, found));
    case 'ForAllValues:StringLike': return [found ?? []].flat().every(value => expected.some(pattern => matches(pattern, value)));
    default: throw new Error(`no operator ${operator} is known here`);
  }
}

/** IAM's wildcards: `*` is any text, `?` one character. */
function matches(pattern: string, text: string): boolean {
  return new RegExp(`^${pattern.replace(/[.+^$()[\]{}|\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.')}$`).test(text);
}

/** What a template does not say of where it is deployed. */
export interface Landscape {
  readonly partition: string;
  readonly providerAccounts: readonly string[];
}

/** Actions that AWS decides without a resource. https://docs.aws.amazon.com/service-authorization/latest/reference/ */
const WITHOUT_RESOURCE = new RegExp(`^(${[
  'cloudwatch:ListManagedInsightRules', 'elasticloadbalancing:Describe.*', 'kms:CreateKey', 'kms:ListAliases', 'route53:CreateHostedZone', 'vpce:AllowMultiRegion',
  'ec2:Describe(?!VpcEndpointServicePermissions).*',
].join('|')})$`);

/** What CloudFormation asks when it uses the action for this resource. All of it must be allowed. */
export function requests(stack: SynthesizedStack, { Type, Properties = {} }: Resource, action: string, landscape: Landscape): Request[] {
  const { partition, providerAccounts } = landscape;
  const { account, region, template } = stack;
  const arn = (service: string, path: string, where = region) => `arn:${partition}:${service}:${where}:${account}:${path}`;
  const tags = (key: string) => Object.fromEntries((Properties.Tags ?? []).map(({ Key, Value }: any) => [`aws:${key}/${Key}`, Value]));
  const always = { 'aws:RequestedRegion': region };
  const one = (resource: string, context: Context = {}) => [{ action, resource, context: { ...always, ...context } }];
  if (WITHOUT_RESOURCE.test(action)) {
    return one('*', tags('RequestTag'));
  }
  const ids: { readonly [type: string]: () => string } = {
    'AWS::EC2::SecurityGroup': () => arn('ec2', 'security-group/sg-0123456789abcdef0'),
    'AWS::EC2::SecurityGroupIngress': () => arn('ec2', `security-group/${Properties.GroupId}`),
    'AWS::EC2::VPCEndpoint': () => arn('ec2', 'vpc-endpoint/vpce-0123456789abcdef0'),
    'AWS::EC2::VPCEndpointService': () => arn('ec2', 'vpc-endpoint-service/vpce-svc-0123456789abcdef0'),
    'AWS::EC2::VPCEndpointServicePermissions': () => arn('ec2', 'vpc-endpoint-service/vpce-svc-0123456789abcdef0'),
    'AWS::ElasticLoadBalancingV2::LoadBalancer': () => arn('elasticloadbalancing', 'loadbalancer/net/demo-EastW-0123456789AB/0123456789abcdef'),
    'AWS::ElasticLoadBalancingV2::Listener': () => arn('elasticloadbalancing', 'listener/net/demo-EastW-0123456789AB/0123456789abcdef/0123456789abcdef'),
    'AWS::ElasticLoadBalancingV2::TargetGroup': () => arn('elasticloadbalancing', `targetgroup/${Properties.Name}/0123456789abcdef`),
    'AWS::IAM::Role': () => arn('iam', `role/${Properties.RoleName}`, ''),
    'AWS::IAM::RolePolicy': () => arn('iam', `role/${Properties.RoleName}`, ''),
    'AWS::KMS::Key': () => arn('kms', 'key/01234567-89ab-cdef-0123-456789abcdef'),
    'AWS::KMS::Alias': () => arn('kms', Properties.AliasName),
    'AWS::Route53::HostedZone': () => `arn:${partition}:route53:::hostedzone/Z0123456789ABCDEFGHIJ`,
    'AWS::Route53::RecordSet': () => `arn:${partition}:route53:::hostedzone/Z0123456789ABCDEFGHIJ`,
    'AWS::SecretsManager::Secret': () => arn('secretsmanager', `secret:${Properties.Name}-Ab1Cd2`),
    'AWS::SecretsManager::ResourcePolicy': () => arn('secretsmanager', `secret:${template.Resources[Properties.SecretId.Ref].Properties!.Name}-Ab1Cd2`),
  };
  const id = ids[Type]();
  // Of a resource that exists; what belongs to another one is found by that one's tags.
  const owner = Type === 'AWS::EC2::VPCEndpointServicePermissions' ? 'AWS::EC2::VPCEndpointService'
    : action === 'elasticloadbalancing:CreateListener' ? 'AWS::ElasticLoadBalancingV2::LoadBalancer' : undefined;
  const owned = owner && requestOfOwner(stack, owner, action, landscape);
  if (owned) {
    return owned;
  }
  const created = one(id, tags('RequestTag'));
  const own = tags('ResourceTag');
  const vpc = arn('ec2', `vpc/${Properties.VpcId}`);
  switch (action) {
    case 'ec2:CreateSecurityGroup': return [...created, ...one(vpc)];
    case 'ec2:CreateVpcEndpoint': return [
      ...providerAccounts.flatMap(provider => one(id, { ...tags('RequestTag'), 'ec2:VpceServiceOwner': provider })),
      ...one(vpc), ...Properties.SubnetIds.flatMap((subnet: string) => one(arn('ec2', `subnet/${subnet}`))),
      ...one(arn('ec2', 'security-group/sg-0123456789abcdef0'), own),
    ];
    case 'ec2:ModifyVpcEndpoint': return [
      ...one(id, own), ...one(arn('ec2', 'subnet/subnet-0123456789abcdef0')), ...one(arn('ec2', 'security-group/sg-0123456789abcdef0'), own),
    ];
    case 'ec2:CreateVpcEndpointServiceConfiguration': case 'elasticloadbalancing:CreateLoadBalancer': return created;
    case 'ec2:CreateTags': {
      const creates = { 'security-group': 'CreateSecurityGroup', 'vpc-endpoint': 'CreateVpcEndpoint', 'vpc-endpoint-service': 'CreateVpcEndpointServiceConfiguration' };
      const kind = id.split(/[:/]/)[5] as keyof typeof creates;
      return [...one(id, { ...tags('RequestTag'), 'ec2:CreateAction': creates[kind] }), ...one(id, own)];
    }
    case 'elasticloadbalancing:AddTags':
      return [...one(id, { ...tags('RequestTag'), 'elasticloadbalancing:CreateAction': `Create${Type.split('::')[2]}` }), ...one(id, own)];
    case 'kms:CreateAlias': case 'kms:UpdateAlias': case 'kms:DeleteAlias': return [...one(id), ...one(arn('kms', 'key/01234567-89ab-cdef-0123-456789abcdef'))];
    case 'secretsmanager:CreateSecret': return [...created, ...one(id.replace(/-Ab1Cd2$/, ''), tags('RequestTag'))];
    case 'route53:GetChange': return one(`arn:${partition}:route53:::change/C0123456789ABCDEFGHIJ`);
    case 'route53:ChangeResourceRecordSets':
      return one(id, { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': [Properties.Name.replace(/\.$/, '')] });
    default: return one(id, own);
  }
}

function requestOfOwner(stack: SynthesizedStack, type: string, action: string, landscape: Landscape): Request[] | undefined {
  const owner = Object.values(stack.template.Resources).find(resource => resource.Type === type);
  return owner && [{
    action,
    resource: requests(stack, owner, 'any:Other', landscape)[0].resource,
    context: Object.fromEntries(owner.Properties!.Tags.map(({ Key, Value }: any) => [`aws:ResourceTag/${Key}`, Value])),
  }];
}
