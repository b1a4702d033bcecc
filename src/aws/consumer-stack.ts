import { Annotations, CfnOutput, Stack, StackProps, Tags } from 'aws-cdk-lib';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { clusterStackProps, podSecurityGroups, tagClusterStack } from './cluster-stack';
import { EastWestEndpoint } from './east-west-endpoint';
import { IEastWestEndpointService } from './east-west-endpoint-service';
import { ProviderStack } from './provider-stack';
import { checkStackSize } from './stack-size';
import { MeshCluster } from '../mesh/mesh-cluster';
import { consumerStackName, endpointDnsNameOutput, endpointRecordName, qualifiedName } from '../mesh/names';
import { sharedZones } from '../mesh/shared-zones';

/** Properties of a consumer stack. */
export interface ConsumerStackProps extends StackProps {
  /**
   * The cluster that consumes others.
   *
   * It decides account, region and name of the stack; `env` and `stackName` are best left out.
   */
  readonly cluster: MeshCluster;

  /** The endpoint services of the clusters that it consumes, by the name of the cluster. Further ones are ignored. */
  readonly endpointServices: { [providerName: string]: IEastWestEndpointService };

  /**
   * Providers whose endpoint services are not known yet, with the reason. The stack has no endpoint for them, and cannot be deployed.
   *
   * @internal
   */
  readonly _unknown?: ReadonlyMap<string, string>;
}

/**
 * The endpoints of a cluster for all clusters that it consumes, and their names in a private hosted zone.
 *
 * @example
 * cluster1.consume(cluster2);
 * const cluster2Service = EastWestEndpointService.fromEndpointServiceAttributes(stack, 'Cluster2', {
 *   endpointServiceId: 'vpce-svc-0a222222222222222',
 *   region: 'eu-west-1',
 * });
 * new ConsumerStack(app, 'Cluster1Consumer', { cluster: cluster1, endpointServices: { cluster2: cluster2Service } });
 */
export class ConsumerStack extends Stack {
  /** The cluster that consumes others. */
  public readonly cluster: MeshCluster;

  /** The zone with the names of the endpoints. Undefined where no link asks for a name in it. */
  public readonly hostedZone?: route53.PrivateHostedZone;

  private readonly _endpoints: { [providerName: string]: EastWestEndpoint } = {};

  /**
   * @throws when the cluster consumes nobody, when the endpoint service of a provider is missing, when a VPC has no usable subnet,
   * or when `env` or `stackName` contradict the cluster
   */
  public constructor(scope: Construct, id: string, props: ConsumerStackProps) {
    const { cluster, endpointServices, _unknown: unknown = new Map<string, string>(), ...stackProps } = props;
    const { mesh, name, consumes, podCidrs } = cluster;
    super(scope, id, clusterStackProps(cluster, consumerStackName(mesh.meshId, name),
      `East-west endpoints of cluster ${name} in mesh ${mesh.meshId}`, stackProps));
    this.cluster = cluster;

    if (consumes.length === 0) {
      throw new Error(`cluster "${name}" needs no consumer stack: it consumes no other cluster`);
    }
    const missing = consumes.map(link => link.provider.name).filter(provider => endpointServices[provider] === undefined && !unknown.has(provider));
    if (missing.length > 0) {
      throw new Error(`cluster "${name}" consumes ${missing.join(', ')}, but endpointServices has only: ${Object.keys(endpointServices).sort().join(', ') || 'none'}; ` +
        'give an endpoint service for each cluster that it consumes');
    }

    const { vpc, vpcSubnets } = cluster.vpc.bind(this);
    const podGroups = podSecurityGroups(this, cluster);
    if (consumes.some(link => link.address.isPrivateHostedZone)) {
      this.hostedZone = new route53.PrivateHostedZone(this, 'HostedZone', {
        vpc,
        zoneName: mesh.dnsZone,
        comment: `East-west endpoints of cluster ${name} in mesh ${mesh.meshId}`,
      });
    }
    for (const link of consumes.filter(({ provider }) => !unknown.has(provider.name))) {
      const provider = link.provider.name;
      const endpoint = new EastWestEndpoint(this, provider, {
        vpc,
        vpcSubnets,
        availabilityZones: sharedZones(link),
        endpointService: this.reachable(endpointServices[provider]),
        podSecurityGroups: podGroups,
        podCidrs,
        ...link.address.isPrivateHostedZone && { hostedZone: this.hostedZone, recordName: endpointRecordName(provider, mesh.dnsZone) },
      });
      Tags.of(endpoint).add('Name', `${qualifiedName(mesh.meshId, name)}-to-${provider}`);
      const key = endpointDnsNameOutput(provider);
      new CfnOutput(this, key, { value: endpoint.dnsName, description: `DNS name of the endpoint for cluster ${provider}` }).overrideLogicalId(key);
      this._endpoints[provider] = endpoint;
    }
    for (const reason of new Set(consumes.flatMap(({ provider }) => unknown.get(provider.name) ?? []))) {
      // Not thrown: the provider stacks of the same program have to be deployed first.
      Annotations.of(this).addError(reason);
    }
    tagClusterStack(this, cluster);
    checkStackSize(this, cluster, consumes.length, 'providers');
  }

  /** The endpoints, by the name of the cluster to which they lead. */
  public get endpoints(): { [providerName: string]: EastWestEndpoint } {
    return { ...this._endpoints };
  }

  private reachable(service: IEastWestEndpointService): IEastWestEndpointService {
    const stack = Stack.of(service);
    return stack instanceof ProviderStack && stack.endpointService === service ? stack._endpointServiceFor(this) : service;
  }
}
