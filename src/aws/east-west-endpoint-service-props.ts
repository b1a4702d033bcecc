import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';

/** Properties of an endpoint service before an east-west gateway. */
export interface EastWestEndpointServiceProps {
  /** The VPC of the cluster. */
  readonly vpc: ec2.IVpc;

  /**
   * The IAM principals that may create endpoints to the service: exact ARNs, for instance `arn:aws:iam::111111111111:root`.
   *
   * @see https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html#add-remove-permissions
   */
  readonly allowedPrincipalArns: string[];

  /**
   * The subnets of the load balancer. At most one in each availability zone.
   *
   * @default - the private subnets
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The name of the target group, by which a `TargetGroupBinding` finds it: at most 32 letters, digits and hyphens.
   *
   * @default - derived from the path of the construct, see `targetGroupName`
   */
  readonly targetGroupName?: string;

  /**
   * The name of the load balancer: at most 32 letters, digits and hyphens.
   *
   * With a fixed name, CloudFormation cannot replace the load balancer.
   * @default - made by CloudFormation
   */
  readonly loadBalancerName?: string;

  /**
   * A network load balancer that exists already, for instance because a Kubernetes Service made it.
   *
   * Neither load balancer nor target group nor security group are created then, and the properties for them are ignored.
   * @default - one is created
   */
  readonly loadBalancer?: elbv2.INetworkLoadBalancer;

  /**
   * The other regions from which endpoints may be created. The service's own is always allowed.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html#endpoint-service-cross-region
   */
  readonly allowedRegions?: string[];

  /**
   * Whether each new endpoint waits for somebody to accept it. Until then it carries no traffic.
   *
   * @default false
   */
  readonly acceptanceRequired?: boolean;

  /**
   * Whether AWS refuses to delete the load balancer.
   *
   * @default false
   */
  readonly deletionProtection?: boolean;

  /**
   * After how long without a packet the load balancer forgets a connection: 60 to 6000 seconds.
   *
   * @default Duration.seconds(350)
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html
   */
  readonly idleTimeout?: Duration;

  /**
   * The security groups of the gateway's pods. They are changed to let in the load balancer on TCP 15443 and 15021.
   *
   * @default - unknown
   */
  readonly podSecurityGroups?: ec2.ISecurityGroup[];

  /**
   * The IPv4 ranges of the gateway's pods.
   *
   * @default - unknown; without `podSecurityGroups` either, the primary range of the VPC
   */
  readonly podCidrs?: string[];

  /**
   * Whether the inbound rules of the load balancer's security group apply to traffic that comes through PrivateLink.
   *
   * They would see the addresses of the clients in the consumers' VPCs. The security group has no inbound rule, so with `true`
   * nothing passes until some are added through `connections`.
   *
   * @default false
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
   */
  readonly enforceInboundRulesOnPrivateLinkTraffic?: boolean;
}
