import { CfnResource, Duration, Names, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct, IConstruct } from 'constructs';
import { acknowledge } from './acknowledge';
import { EastWestEndpointServiceProps } from './east-west-endpoint-service-props';
import { isEndpointServiceId } from './endpoint-service-id';
import { allowToPods } from './pods';
import { elasticLoadBalancingName } from '../mesh/elastic-load-balancing-name';
import { isExactPrincipal } from '../mesh/iam-principal';
import { idleTimeoutSeconds } from '../mesh/idle-timeout';
import { DRAIN_SECONDS, EAST_WEST_PORT, HEALTH_CHECK_PATH, HEALTH_CHECK_PORT } from '../mesh/names';

/** An endpoint service before the east-west gateway of a cluster. */
export interface IEastWestEndpointService extends IConstruct {
  /**
   * The id of the endpoint service, for instance `vpce-svc-0123456789abcdef0`.
   *
   * @attribute
   */
  readonly endpointServiceId: string;

  /**
   * The name by which consumers create endpoints to it, `com.amazonaws.vpce.<region>.<id>`; the same from every region.
   *
   * @attribute
   */
  readonly endpointServiceName: string;

  /** The region of the endpoint service. */
  readonly region: string;
}

/** What must be known of an endpoint service that another app created. */
export interface EastWestEndpointServiceAttributes {
  /** The id of the endpoint service, for instance `vpce-svc-0123456789abcdef0`. */
  readonly endpointServiceId: string;

  /** The region of the endpoint service. */
  readonly region: string;
}

/**
 * The provider's side of PrivateLink: an internal network load balancer before the east-west gateway of a cluster, and the endpoint service
 * through which other VPCs, accounts and regions reach it.
 *
 * The load balancer sends TCP 15443 to a target group of pod addresses, which a `TargetGroupBinding` of the AWS Load Balancer Controller fills.
 *
 * @example
 * new EastWestEndpointService(stack, 'EastWest', {
 *   vpc,
 *   targetGroupName: 'shop-east-west', // a TargetGroupBinding finds it by this name
 *   allowedPrincipalArns: ['arn:aws:iam::222222222222:root'],
 *   podCidrs: ['10.0.0.0/16'],
 * });
 */
export class EastWestEndpointService extends Construct implements IEastWestEndpointService, ec2.IConnectable {
  /**
   * An endpoint service that another app created.
   *
   * @throws when the id is not that of an endpoint service
   */
  public static fromEndpointServiceAttributes(scope: Construct, id: string, attributes: EastWestEndpointServiceAttributes): IEastWestEndpointService {
    const { endpointServiceId, region } = attributes;
    if (!Token.isUnresolved(endpointServiceId) && !isEndpointServiceId(endpointServiceId)) {
      throw new Error(`endpoint service id "${endpointServiceId}" is not the id of an endpoint service: expected "vpce-svc-" and hexadecimal digits`);
    }
    class ImportedEndpointService extends Construct implements IEastWestEndpointService {
      public readonly endpointServiceId = endpointServiceId;
      public readonly endpointServiceName = endpointServiceName(region, endpointServiceId);
      public readonly region = region;
    }
    return new ImportedEndpointService(scope, id);
  }

  /**
   * The id of the endpoint service.
   *
   * @attribute
   */
  public readonly endpointServiceId: string;

  /**
   * The name by which consumers create endpoints to it, `com.amazonaws.vpce.<region>.<id>`; the same from every region.
   *
   * @attribute
   */
  public readonly endpointServiceName: string;

  /** The region of the endpoint service. */
  public readonly region: string;

  /** The load balancer before the gateway. */
  public readonly loadBalancer: elbv2.INetworkLoadBalancer;

  /** The target group of the gateway's pods. Undefined where the load balancer existed already. */
  public readonly targetGroup?: elbv2.NetworkTargetGroup;

  /** The name of the target group, known at synthesis. Undefined where the load balancer existed already. */
  public readonly targetGroupName?: string;

  /** The security group of the load balancer. Undefined where the load balancer existed already. */
  public readonly securityGroup?: ec2.SecurityGroup;

  /** The network connections of the load balancer. */
  public readonly connections: ec2.Connections;

  /**
   * @throws when a principal is not exact, a name is not valid, or the idle timeout is out of range
   */
  public constructor(scope: Construct, id: string, props: EastWestEndpointServiceProps) {
    super(scope, id);
    const principals = exactPrincipals(props.allowedPrincipalArns);
    const allowedRegions = [...new Set(props.allowedRegions ?? [])].sort();
    this.region = Stack.of(this).region;

    let lastBefore: IConstruct | undefined;
    if (props.loadBalancer) {
      this.loadBalancer = props.loadBalancer;
    } else {
      this.securityGroup = this.createSecurityGroup(props);
      this.targetGroupName = elasticLoadBalancingName(props.targetGroupName ?? Names.uniqueResourceName(this, { maxLength: 32, separator: '-' }), 'target group name');
      this.targetGroup = this.createTargetGroup(props.vpc, this.targetGroupName);
      const loadBalancer = this.createLoadBalancer(props, this.securityGroup);
      this.loadBalancer = loadBalancer;
      lastBefore = loadBalancer.addListener('Listener', {
        port: EAST_WEST_PORT,
        protocol: elbv2.Protocol.TCP,
        tcpIdleTimeout: Duration.seconds(idleTimeoutSeconds(props.idleTimeout?.toSeconds({ integral: false }))),
        defaultTargetGroups: [this.targetGroup],
      });
    }
    this.connections = this.loadBalancer.connections;

    const service = new ec2.VpcEndpointService(this, 'Service', {
      vpcEndpointServiceLoadBalancers: [this.loadBalancer],
      acceptanceRequired: props.acceptanceRequired ?? false,
      allowedPrincipals: principals.map(arn => new iam.ArnPrincipal(arn)),
      allowedRegions: allowedRegions.length > 0 ? allowedRegions : undefined,
    });
    if (lastBefore) {
      // On the way down nothing of the load balancer goes before the service is gone, which AWS refuses while endpoints use it.
      service.node.addDependency(lastBefore);
    }
    if (!props.acceptanceRequired) {
      acknowledge(resourceOf(service), {
        checkov: 'CKV_AWS_123',
        reason: 'Only the consumers\' principals, which the permissions of the service name exactly, can create endpoints; accepting each by hand would only repeat that.',
      });
    }
    this.endpointServiceId = service.vpcEndpointServiceId;
    this.endpointServiceName = endpointServiceName(this.region, this.endpointServiceId);
  }

  private createSecurityGroup(props: EastWestEndpointServiceProps): ec2.SecurityGroup {
    // No inbound rules: PrivateLink traffic is not checked against them, and nobody else has business with this load balancer.
    const group = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: props.vpc,
      description: 'Network load balancer before the east-west gateway',
      allowAllOutbound: false,
    });
    allowToPods(group, props, ec2.Port.tcp(EAST_WEST_PORT), 'Mesh traffic from the load balancer to the east-west gateway');
    allowToPods(group, props, ec2.Port.tcp(HEALTH_CHECK_PORT), 'Health checks of the east-west gateway');
    return group;
  }

  private createTargetGroup(vpc: ec2.IVpc, targetGroupName: string): elbv2.NetworkTargetGroup {
    return new elbv2.NetworkTargetGroup(this, 'TargetGroup', {
      targetGroupName,
      vpc,
      port: EAST_WEST_PORT,
      protocol: elbv2.Protocol.TCP,
      targetType: elbv2.TargetType.IP,
      // A pod that calls through the load balancer and is answered by itself, or by its node, would otherwise talk to its own address.
      preserveClientIp: false,
      // The gateway tells connections apart by their TLS ClientHello; a PROXY header before it would hide it.
      proxyProtocolV2: false,
      crossZoneEnabled: true,
      deregistrationDelay: Duration.seconds(DRAIN_SECONDS),
      connectionTermination: true,
      healthCheck: {
        protocol: elbv2.Protocol.HTTP,
        port: String(HEALTH_CHECK_PORT),
        path: HEALTH_CHECK_PATH,
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 2,
      },
    });
  }

  private createLoadBalancer(props: EastWestEndpointServiceProps, securityGroup: ec2.ISecurityGroup): elbv2.NetworkLoadBalancer {
    const loadBalancer = new elbv2.NetworkLoadBalancer(this, 'LoadBalancer', {
      loadBalancerName: props.loadBalancerName && elasticLoadBalancingName(props.loadBalancerName, 'load balancer name'),
      vpc: props.vpc,
      vpcSubnets: props.vpcSubnets,
      internetFacing: false,
      crossZoneEnabled: true,
      deletionProtection: props.deletionProtection ?? false,
      securityGroups: [securityGroup],
      enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: props.enforceInboundRulesOnPrivateLinkTraffic ?? false,
    });
    acknowledge(loadBalancer, {
      cdkNag: 'AwsSolutions-ELB2',
      checkov: 'CKV_AWS_91',
      reason: 'A network load balancer writes access logs of TLS listeners only; this one passes mesh TLS through on a TCP listener, and the gateway logs it. ' +
        'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html',
    });
    return loadBalancer;
  }
}

/** `VpcEndpointService.vpcEndpointServiceName` ends in the region of whichever stack uses it, so it names no service from another region. */
function endpointServiceName(region: string, id: string): string {
  const prefix = Token.isUnresolved(region) ? undefined : RegionInfo.get(region).vpcEndpointServiceNamePrefix;
  return `${prefix ?? ec2.VpcEndpointService.DEFAULT_PREFIX}.${region}.${id}`;
}

/** The CDK's construct has no default child. */
function resourceOf(service: ec2.VpcEndpointService): CfnResource {
  const type = ec2.CfnVPCEndpointService.CFN_RESOURCE_TYPE_NAME;
  return service.node.children.filter(CfnResource.isCfnResource).find(({ cfnResourceType }) => cfnResourceType === type)!;
}

function exactPrincipals(arns: string[]): string[] {
  if (arns.length === 0) {
    throw new Error('allowedPrincipalArns is empty, so nobody could create an endpoint: give the principals of the consumers, for instance "arn:aws:iam::111111111111:root"');
  }
  for (const arn of arns) {
    const exact = Token.isUnresolved(arn) ? !/[*?]/.test(arn) : isExactPrincipal(arn);
    if (!exact) {
      throw new Error(`allowed principal "${arn}" is not exact: expected arn:<partition>:iam::<account>:root, :role/<name> or :user/<name>, without wildcards`);
    }
  }
  return [...new Set(arns)].sort();
}

