import { Fn, Stack, Stage, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { InterfaceVpcEndpointTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import { IEastWestEndpointService } from './east-west-endpoint-service';
import { allowFromPods } from './pods';
import { deployAfter } from './stack-dependency';
import { EAST_WEST_PORT } from '../mesh/names';

/** Properties of an endpoint for the east-west gateway of another cluster. */
export interface EastWestEndpointProps {
  /** The VPC of the cluster whose pods call. */
  readonly vpc: ec2.IVpc;

  /** The endpoint service before the east-west gateway of the other cluster. */
  readonly endpointService: IEastWestEndpointService;

  /**
   * The subnets of the endpoint. At most one in each availability zone.
   *
   * @default - the private subnets
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The availability zones to use of those of the subnets, by their names in this account.
   *
   * Inside one region, AWS refuses an endpoint in a zone where the service's load balancer does not stand.
   * @default - all zones of the subnets
   * @see https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html
   */
  readonly availabilityZones?: string[];

  /**
   * The security groups of the pods that may use the endpoint.
   *
   * @default - unknown
   */
  readonly podSecurityGroups?: ec2.ISecurityGroup[];

  /**
   * The IPv4 ranges of the pods that may use the endpoint.
   *
   * @default - unknown; without `podSecurityGroups` either, the primary range of the VPC
   */
  readonly podCidrs?: string[];

  /**
   * The zone in which the endpoint gets a name, `recordName`.
   *
   * @default - the endpoint has its own name only, `dnsName`
   */
  readonly hostedZone?: route53.IHostedZone;

  /**
   * The name of the endpoint in `hostedZone`, with or without the name of the zone.
   *
   * @default - none; required with `hostedZone`
   */
  readonly recordName?: string;
}

/**
 * The consumer's side of PrivateLink: an interface endpoint for the east-west gateway of another cluster, open to the pods of this one
 * on TCP 15443, and a name for it.
 *
 * @example
 * const endpointService = EastWestEndpointService.fromEndpointServiceAttributes(stack, 'Cluster2', {
 *   endpointServiceId: 'vpce-svc-0a222222222222222',
 *   region: 'eu-west-1',
 * });
 * new EastWestEndpoint(stack, 'Endpoint', { vpc, endpointService, podCidrs: ['10.0.0.0/16'] });
 */
export class EastWestEndpoint extends Construct implements ec2.IConnectable {
  /** The interface endpoint. */
  public readonly interfaceEndpoint: ec2.InterfaceVpcEndpoint;

  /** The security group of the endpoint. */
  public readonly securityGroup: ec2.SecurityGroup;

  /** The network connections of the endpoint. Its default port is TCP 15443. */
  public readonly connections: ec2.Connections;

  /**
   * The endpoint's own DNS name, which leads to all its zones.
   *
   * @attribute
   */
  public readonly dnsName: string;

  /**
   * @throws when no subnet is in one of `availabilityZones`, when only one of `hostedZone` and `recordName` is given, or when the regions
   * of service and endpoint cannot be compared
   */
  public constructor(scope: Construct, id: string, props: EastWestEndpointProps) {
    super(scope, id);
    const { vpc, endpointService, hostedZone, recordName } = props;
    if ((hostedZone === undefined) !== (recordName === undefined)) {
      throw new Error(`endpoint "${this.node.path}" has ${hostedZone ? 'a hostedZone but no recordName' : `recordName "${recordName}" but no hostedZone`}: give both or neither`);
    }

    this.securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Interface endpoint for the east-west gateway of another cluster',
      allowAllOutbound: false,
    });
    allowFromPods(this.securityGroup, props, ec2.Port.tcp(EAST_WEST_PORT), 'Mesh traffic from the pods to the east-west gateway of another cluster');

    this.interfaceEndpoint = new ec2.InterfaceVpcEndpoint(this, 'Endpoint', {
      vpc,
      subnets: selectSubnets(this, props),
      service: new ec2.InterfaceVpcEndpointService(endpointService.endpointServiceName, EAST_WEST_PORT),
      // Would ask for a domain that the service does not have.
      privateDnsEnabled: false,
      open: false,
      securityGroups: [this.securityGroup],
      serviceRegion: serviceRegion(Stack.of(this).region, endpointService.region),
    });
    this.deployAfterService(endpointService);
    this.connections = this.interfaceEndpoint.connections;
    // Each entry is "<hosted zone id>:<name>", and the first one leads to all zones.
    this.dnsName = Fn.select(1, Fn.split(':', Fn.select(0, this.interfaceEndpoint.vpcEndpointDnsEntries)));

    if (hostedZone) {
      new route53.ARecord(this, 'Record', {
        zone: hostedZone,
        recordName,
        target: route53.RecordTarget.fromAlias(new InterfaceVpcEndpointTarget(this.interfaceEndpoint)),
        comment: 'Interface endpoint for the east-west gateway of another cluster',
      });
    }
  }

  /** A service that lets nobody in yet refuses the endpoint, and one whose endpoints are not deleted cannot be deleted. */
  private deployAfterService(service: IEastWestEndpointService): void {
    const [own, other] = [Stack.of(this), Stack.of(service)];
    if (own === other) {
      this.interfaceEndpoint.node.addDependency(service);
    } else if (Stage.of(own) === Stage.of(other)) {
      deployAfter(own, other, `${this.node.path} is an endpoint of ${service.node.path}`);
    }
  }
}

function selectSubnets(scope: Construct, { vpc, vpcSubnets, availabilityZones }: EastWestEndpointProps): ec2.SubnetSelection {
  const selected = vpc.selectSubnets({ onePerAz: true, ...vpcSubnets });
  if (!availabilityZones || selected.isPendingLookup) {
    return { onePerAz: true, ...vpcSubnets };
  }
  const subnets = selected.subnets.filter(subnet => availabilityZones.includes(subnet.availabilityZone));
  if (subnets.length === 0) {
    throw new Error(`endpoint "${scope.node.path}" has no subnet in the zones ${availabilityZones.join(', ')}: ` +
      `its subnets are in ${selected.availabilityZones.join(', ')}, choose others with vpcSubnets or availabilityZones`);
  }
  return { subnets };
}

/** Undefined inside one region: the property makes an endpoint a cross-region one, with another price and without zonal names. */
function serviceRegion(own: string, service: string): string | undefined {
  if (own === service) {
    return undefined;
  }
  if (Token.isUnresolved(own) || Token.isUnresolved(service)) {
    throw new Error(`whether endpoint and service are in one region is not known at synthesis (endpoint: ${own}, service: ${service}): ` +
      'give both stacks an env with a region');
  }
  return service;
}
