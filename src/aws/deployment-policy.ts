import * as iam from 'aws-cdk-lib/aws-iam';
import {
  bootstrapVersionScope, foreignTokensScope, networkScopes, outputReadersScope, outputScopes, podSecurityGroupsScope, readingAccounts, Scope,
  secretKeyScopes, secretScopes, serviceLinkedRoleScope,
} from './deployment-policy-scopes';
import { managedPolicies } from './deployment-policy-size';
import { usedPermissions } from './resource-permissions';
import { foreignTokens, keepsCertificateAuthority, keptTokens, needsSecretsStack } from '../mesh/cluster-secrets';
import { noToken } from '../mesh/dns-name';
import { MeshCluster } from '../mesh/mesh-cluster';
import { consumerStackName, providerStackName, secretsStackName } from '../mesh/names';
import { quoted } from '../mesh/quoted';

/** How the stacks are deployed. */
export interface DeploymentPolicyOptions {
  /**
   * The qualifier of the CDK's bootstrap stack.
   *
   * @default 'hnb659fds'
   * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html
   */
  readonly bootstrapQualifier?: string;

  /**
   * Whether consumers learn the ids of endpoint services from the stacks, as with `EndpointServiceIds.fromStacks()`.
   *
   * With `EndpointServiceIds.fromOutputs()` provider stacks make no roles, and no role of another account is assumed: say false.
   *
   * @default true
   */
  readonly stackOutputs?: boolean;
}

/**
 * The least that the CloudFormation execution role of one stack of a cluster has to be allowed, to create, update and delete the stack.
 *
 * The actions follow from the permissions that CloudFormation's resource schemas list for the types in the stack; they are narrowed to the names, ids and
 * tags of the mesh where AWS checks those. The policy is for the cluster as it is declared: where a declaration takes something away, deploy the stacks
 * before you narrow the policy.
 *
 * Give it to the role with `cdk bootstrap --cloudformation-execution-policies`.
 *
 * @example
 * cluster1.consume(cluster2);
 * const policy = DeploymentPolicy.forConsumer(cluster1);
 * new iam.ManagedPolicy(stack, 'Policy', { document: policy.documents[0] }); // a large mesh may need more than one
 */
export class DeploymentPolicy {
  /**
   * For the provider stack of a cluster.
   *
   * @throws when nobody consumes the cluster, the qualifier is not valid, or the policy would be longer than IAM takes
   */
  public static forProvider(cluster: MeshCluster, options: DeploymentPolicyOptions = {}): DeploymentPolicy {
    const stackName = providerStackName(cluster.mesh.meshId, cluster.name);
    if (cluster.provides.length === 0) {
      throw new Error(`cluster "${cluster.name}" needs no policy for a provider stack: no other cluster consumes it`);
    }
    const ownLoadBalancer = !cluster.loadBalancer.fromKubernetesService;
    const ofPods = ownLoadBalancer && cluster.podSecurityGroupIds.length > 0;
    const readers = (options.stackOutputs ?? true) && readingAccounts(cluster).length > 0;
    const types = [
      ...ownLoadBalancer ? ['AWS::EC2::SecurityGroup'] : [],
      ...ofPods ? ['AWS::EC2::SecurityGroupIngress'] : [],
      'AWS::EC2::VPCEndpointService', 'AWS::EC2::VPCEndpointServicePermissions',
      ...ownLoadBalancer ? ['Listener', 'LoadBalancer', 'TargetGroup'].map(type => `AWS::ElasticLoadBalancingV2::${type}`) : [],
      ...readers ? ['AWS::IAM::Role'] : [],
    ];
    return new DeploymentPolicy(cluster, options, stackName, types, [
      ...networkScopes(cluster, types), ...ofPods ? [podSecurityGroupsScope(cluster)] : [], ...readers ? [outputReadersScope(cluster)] : [],
    ], ownLoadBalancer ? [serviceLinkedRoleScope(cluster)] : []);
  }

  /**
   * For the consumer stack of a cluster.
   *
   * @throws when the cluster consumes nobody, the qualifier is not valid, or the policy would be longer than IAM takes
   */
  public static forConsumer(cluster: MeshCluster, options: DeploymentPolicyOptions = {}): DeploymentPolicy {
    const stackName = consumerStackName(cluster.mesh.meshId, cluster.name);
    if (cluster.consumes.length === 0) {
      throw new Error(`cluster "${cluster.name}" needs no policy for a consumer stack: it consumes no other cluster`);
    }
    const zone = cluster.consumes.some(link => link.address.isPrivateHostedZone);
    const types = ['AWS::EC2::SecurityGroup', 'AWS::EC2::VPCEndpoint', ...zone ? ['AWS::Route53::HostedZone', 'AWS::Route53::RecordSet'] : []];
    const reads = options.stackOutputs ?? true;
    return new DeploymentPolicy(cluster, options, stackName, types, networkScopes(cluster, types), reads ? outputScopes(cluster) : []);
  }

  /**
   * For the secrets stack of a cluster.
   *
   * Whoever has it decides who reads the secrets, although it allows to read none.
   *
   * @throws when the cluster needs no secrets stack, or the qualifier is not valid
   */
  public static forSecrets(cluster: MeshCluster, options: DeploymentPolicyOptions = {}): DeploymentPolicy {
    const stackName = secretsStackName(cluster.mesh.meshId, cluster.name);
    if (!needsSecretsStack(cluster)) {
      throw new Error(`cluster "${cluster.name}" needs no policy for a secrets stack: ` +
        'External Secrets brings it no certificate authority, takes no token from it, and brings it none from another account');
    }
    const keeps = keepsCertificateAuthority(cluster) || keptTokens(cluster).length > 0;
    const foreign = foreignTokens(cluster).length > 0;
    return new DeploymentPolicy(cluster, options, stackName, [
      ...keeps ? ['AWS::KMS::Alias', 'AWS::KMS::Key', 'AWS::SecretsManager::ResourcePolicy', 'AWS::SecretsManager::Secret'] : [],
      ...foreign ? ['AWS::IAM::RolePolicy'] : [],
    ], [
      ...keeps ? secretScopes(cluster) : [], ...foreign ? [foreignTokensScope(cluster)] : [],
    ], keeps ? secretKeyScopes(cluster) : []);
  }

  private readonly _statements: iam.PolicyStatementProps[];
  private readonly _subject: string;

  private constructor(
    cluster: MeshCluster,
    options: DeploymentPolicyOptions,
    /** The name of the stack that it is for. */
    public readonly stackName: string,
    private readonly _resourceTypes: string[],
    scopes: readonly Scope[],
    beside: readonly Scope[],
  ) {
    const qualifier = noToken(options.bootstrapQualifier ?? 'hnb659fds', 'bootstrap qualifier');
    if (!/^[A-Za-z0-9_-]{1,10}$/.test(qualifier)) {
      throw new Error(`bootstrap qualifier ${quoted(qualifier)} is not valid: expected 1 to 10 letters, digits, hyphens or underscores, as in "cdk bootstrap --qualifier"`);
    }
    this._statements = [
      ...statements(_resourceTypes, scopes),
      ...[...beside, bootstrapVersionScope(cluster, qualifier)].map(scope => statement(scope, scope.actions)),
    ];
    this._subject = `the role that deploys stack "${stackName}"`;
    managedPolicies(this._statements, this._subject);
  }

  /** The types of the resources in the stack, sorted. */
  public get resourceTypes(): string[] {
    return [...this._resourceTypes].sort();
  }

  /** The policy, in as many documents as it takes for each to fit into a managed policy: one, except where dozens of accounts are linked. */
  public get documents(): iam.PolicyDocument[] {
    return managedPolicies(this._statements, this._subject);
  }
}

/** The scopes, with those actions only that the types use. */
function statements(types: readonly string[], scopes: readonly Scope[]): iam.PolicyStatementProps[] {
  const used = usedPermissions(types);
  return scopes.flatMap(scope => {
    const actions = scope.actions.filter(action => used.has(action));
    return actions.length > 0 ? [statement(scope, actions)] : [];
  });
}

function statement({ sid, resources, conditions }: Scope, actions: readonly string[]): iam.PolicyStatementProps {
  return { sid, actions: [...actions].sort(), resources: [...resources], conditions };
}
