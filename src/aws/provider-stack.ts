import { CfnOutput, Duration, Fn, Stack, StackProps, Tags } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { clusterStackProps, podSecurityGroups, tagClusterStack } from './cluster-stack';
import { EastWestEndpointService, IEastWestEndpointService } from './east-west-endpoint-service';
import { OutputReader } from './output-reader';
import { serviceLoadBalancer } from './service-load-balancer';
import { checkStackSize } from './stack-size';
import { MeshCluster } from '../mesh/mesh-cluster';
import { ENDPOINT_SERVICE_ID_OUTPUT, loadBalancingName, providerStackName, qualifiedName } from '../mesh/names';

/** Properties of a provider stack. */
export interface ProviderStackProps extends StackProps {
  /**
   * The cluster that others consume.
   *
   * It decides account, region and name of the stack; `env` and `stackName` are best left out.
   */
  readonly cluster: MeshCluster;
}

/**
 * The endpoint service of a cluster, for all clusters that consume it.
 *
 * @example
 * cluster1.consume(cluster2);
 * new ProviderStack(app, 'Cluster2Provider', { cluster: cluster2 });
 */
export class ProviderStack extends Stack {
  /** The cluster that others consume. */
  public readonly cluster: MeshCluster;

  /** The endpoint service before the cluster's east-west gateway. */
  public readonly endpointService: EastWestEndpointService;

  private readonly idExportName: string;
  private readonly outputReaders = new Map<string, OutputReader>();

  /**
   * @throws when nobody consumes the cluster, when its VPC has no usable subnet, or when `env` or `stackName` contradict the cluster
   */
  public constructor(scope: Construct, id: string, props: ProviderStackProps) {
    const { cluster, ...stackProps } = props;
    const { mesh, name, loadBalancer } = cluster;
    super(scope, id, clusterStackProps(cluster, providerStackName(mesh.meshId, name),
      `East-west endpoint service of cluster ${name} in mesh ${mesh.meshId}`, stackProps));
    this.cluster = cluster;

    const consumers = cluster.provides.map(link => link.consumer);
    if (consumers.length === 0) {
      throw new Error(`cluster "${name}" needs no provider stack: no other cluster consumes it`);
    }
    const { vpc, vpcSubnets } = cluster.vpc.bind(this);
    this.endpointService = new EastWestEndpointService(this, 'EastWest', {
      vpc,
      vpcSubnets,
      allowedPrincipalArns: consumers.flatMap(consumer => consumer.principalArns),
      allowedRegions: consumers.map(consumer => consumer.region).filter(region => region !== cluster.region),
      deletionProtection: loadBalancer.deletionProtection,
      idleTimeout: Duration.seconds(loadBalancer.idleTimeoutSeconds),
      ...loadBalancer.fromKubernetesService
        ? { loadBalancer: serviceLoadBalancer(this, cluster) }
        : {
          targetGroupName: loadBalancingName(mesh.meshId, name),
          podSecurityGroups: podSecurityGroups(this, cluster),
          podCidrs: cluster.podCidrs,
        },
    });
    tagClusterStack(this, cluster);
    Tags.of(this.endpointService).add('Name', `${qualifiedName(mesh.meshId, name)}-east-west`);

    // Exported also while no consumer in this account and region imports it: the export of a link that goes away would be
    // deleted before its import, and CloudFormation refuses that.
    this.idExportName = `${this.stackName}:${ENDPOINT_SERVICE_ID_OUTPUT}`;
    this.output(ENDPOINT_SERVICE_ID_OUTPUT, this.endpointService.endpointServiceId, `Id of the endpoint service of cluster ${name}`, this.idExportName);
    this.output('EndpointServiceName', this.endpointService.endpointServiceName, `Name by which consumers create endpoints to cluster ${name}`);
    const { securityGroup, targetGroupName } = this.endpointService;
    if (securityGroup) {
      this.output('LoadBalancerSecurityGroupId', securityGroup.securityGroupId,
        `Security group of the load balancer; the pods of the east-west gateway in cluster ${name} must let it in on TCP 15443 and 15021`);
    }
    if (targetGroupName) {
      this.output('TargetGroupName', targetGroupName, `Target group that the TargetGroupBinding in cluster ${name} fills`);
    }
    checkStackSize(this, cluster, consumers.length, 'consumers');
  }

  /**
   * The endpoint service, as the stack of a consumer names it.
   *
   * CDK's own references bring custom resources into both stacks where only the regions differ, and leave nothing in place when a link goes away,
   * so that the provider, which is deployed first, would delete what the consumer still imports.
   *
   * @internal
   */
  public _endpointServiceFor(consumer: Stack): IEastWestEndpointService {
    if (consumer.account !== this.account) {
      const reader = this.outputReaders.get(consumer.account) ?? new OutputReader(this, `OutputReader-${consumer.account}`, this.cluster, consumer.account);
      this.outputReaders.set(consumer.account, reader);
      reader.allow(consumer);
      return this.reference(`For-${consumer.account}`, () => Fn.getStackOutput(this.stackName, ENDPOINT_SERVICE_ID_OUTPUT, this.region, reader.roleArn));
    }
    return consumer.region === this.region
      ? this.reference('ForThisRegion', () => Fn.importValue(this.idExportName))
      : this.reference('ForOtherRegions', () => Fn.getStackOutput(this.stackName, ENDPOINT_SERVICE_ID_OUTPUT, this.region));
  }

  /**
   * The endpoint service by its id, for consumers that are not to read it from this stack. They still depend on the stack.
   *
   * @internal
   */
  public _endpointServiceWithId(endpointServiceId: string): IEastWestEndpointService {
    return this.reference('ById', () => endpointServiceId);
  }

  private reference(id: string, endpointServiceId: () => string): IEastWestEndpointService {
    return this.node.tryFindChild(id) as IEastWestEndpointService | undefined
      ?? EastWestEndpointService.fromEndpointServiceAttributes(this, id, { endpointServiceId: endpointServiceId(), region: this.region });
  }

  private output(key: string, value: string, description: string, exportName?: string): void {
    new CfnOutput(this, key, { value, description, exportName }).overrideLogicalId(key);
  }
}
