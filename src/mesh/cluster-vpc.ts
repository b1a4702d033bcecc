import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { noToken } from './dns-name';

/** What must be known of a VPC that is not looked up. */
export interface ClusterVpcAttributes {
  /** The id of the VPC. */
  readonly vpcId: string;

  /** The names of the availability zones of the subnets, in the order of `subnetIds`. */
  readonly availabilityZones: string[];

  /** The ids of one private subnet in each zone: for the load balancer and for the interface endpoints. */
  readonly subnetIds: string[];

  /**
   * The ids of the zones, for instance `euw1-az1`, in the order of `availabilityZones`. Zone names mean different zones in different accounts; ids do not.
   *
   * @default - unknown; clusters in other accounts of the region are then assumed to share the zones
   * @see https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html
   */
  readonly availabilityZoneIds?: string[];

  /**
   * The IPv4 range of the VPC, used where the cluster names neither security groups nor ranges of its pods.
   *
   * @default - unknown
   */
  readonly vpcCidrBlock?: string;
}

/** Which subnets of a VPC to use. */
export interface ClusterVpcOptions {
  /**
   * The subnets for the load balancer and the interface endpoints.
   *
   * @default - the private subnets, one in each zone
   */
  readonly vpcSubnets?: ec2.SubnetSelection;
}

/** The VPC of a cluster. */
export class ClusterVpc {
  /**
   * A VPC whose ids are known.
   *
   * @throws when there is no subnet, or the lists differ in length
   */
  public static fromAttributes(attributes: ClusterVpcAttributes): ClusterVpc {
    const { vpcId, availabilityZones, subnetIds, availabilityZoneIds } = attributes;
    if (!/^vpc-[0-9a-f]+$/.test(noToken(vpcId, 'vpc id'))) {
      throw new Error(`vpc id "${vpcId}" is not the id of a VPC: expected "vpc-" and hexadecimal digits`);
    }
    if (subnetIds.length === 0) {
      throw new Error(`vpc ${vpcId} has no usable subnet: subnetIds is empty, give one private subnet in each availability zone`);
    }
    for (const id of subnetIds) {
      if (!/^subnet-[0-9a-f]+$/.test(noToken(id, `subnet id of vpc ${vpcId}`))) {
        throw new Error(`subnet id "${id}" of vpc ${vpcId} is not the id of a subnet: expected "subnet-" and hexadecimal digits`);
      }
    }
    for (const [name, list] of [['availabilityZones', availabilityZones], ['availabilityZoneIds', availabilityZoneIds ?? availabilityZones]] as const) {
      if (list.length !== subnetIds.length) {
        throw new Error(`vpc ${vpcId} has ${subnetIds.length} subnets but ${list.length} ${name}: give the lists in the same order and of the same length`);
      }
      if (new Set(list).size !== list.length) {
        throw new Error(`vpc ${vpcId} names a zone twice in ${name} (${list.join(', ')}): an endpoint takes one subnet in each zone`);
      }
    }
    return new ClusterVpc(`vpc ${vpcId}`, scope => ({
      vpc: ec2.Vpc.fromVpcAttributes(scope, 'Vpc', {
        vpcId,
        availabilityZones,
        privateSubnetIds: subnetIds,
        vpcCidrBlock: attributes.vpcCidrBlock,
      }),
      vpcSubnets: {},
    }), attributes.vpcCidrBlock !== undefined, availabilityZones, availabilityZoneIds);
  }

  /**
   * A VPC that is looked up at synthesis; needs AWS credentials, or a committed `cdk.context.json`.
   *
   * @param vpcId the id of the VPC
   * @param options which subnets to use
   */
  public static fromLookup(vpcId: string, options: ClusterVpcOptions = {}): ClusterVpc {
    if (!/^vpc-[0-9a-f]+$/.test(noToken(vpcId, 'vpc id'))) {
      throw new Error(`vpc id "${vpcId}" is not the id of a VPC: expected "vpc-" and hexadecimal digits`);
    }
    return new ClusterVpc(`vpc ${vpcId}`, scope => ({
      vpc: ec2.Vpc.fromLookup(scope, 'Vpc', { vpcId }),
      vpcSubnets: { onePerAz: true, ...options.vpcSubnets },
    }), true);
  }

  /**
   * A VPC of the same app.
   *
   * @param vpc the VPC
   * @param options which subnets to use
   */
  public static fromVpc(vpc: ec2.IVpc, options: ClusterVpcOptions = {}): ClusterVpc {
    const vpcSubnets = { onePerAz: true, ...options.vpcSubnets };
    const zones = vpc.selectSubnets(vpcSubnets).availabilityZones;
    return new ClusterVpc(`vpc ${vpc.node.path}`, () => ({ vpc, vpcSubnets }), true,
      zones.some(zone => Token.isUnresolved(zone)) ? undefined : zones);
  }

  private constructor(
    /** The VPC as text, for messages. */
    public readonly description: string,
    private readonly resolve: (scope: Construct) => ClusterVpcConfig,
    /** Whether the IPv4 range of the VPC is known. */
    public readonly hasCidrBlock: boolean,
    /** The names of the zones of the usable subnets; undefined where only a lookup knows. */
    public readonly availabilityZones?: string[],
    /** The ids of the zones, in the order of `availabilityZones`; undefined where unknown. */
    public readonly availabilityZoneIds?: string[],
  ) {}

  /**
   * The VPC as a construct, and the subnets to use in it.
   *
   * @param scope the stack of the caller
   * @throws when no subnet is usable
   */
  public bind(scope: Construct): ClusterVpcConfig {
    const config = this.resolve(scope);
    const { subnets } = config.vpc.selectSubnets(config.vpcSubnets);
    if (subnets.length === 0) {
      throw new Error(`${this.description} has no usable subnet: the load balancer and the endpoints need one private subnet in each availability zone, choose others with vpcSubnets`);
    }
    return config;
  }
}

/** A VPC and the subnets to use in it. */
export interface ClusterVpcConfig {
  /** The VPC. */
  readonly vpc: ec2.IVpc;
  /** The subnets for the load balancer and the interface endpoints. */
  readonly vpcSubnets: ec2.SubnetSelection;
}
