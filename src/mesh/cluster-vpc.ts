import { Annotations, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { noToken } from './dns-name';
import { ipv4Range } from './ipv4-range';
import { quoted } from './quoted';

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

/** What is known of a VPC before anything is deployed or looked up. */
interface KnownOfVpc {
  readonly vpcId?: string;
  readonly hasCidrBlock: boolean;
  readonly subnetIds?: string[];
  readonly availabilityZones?: string[];
  readonly availabilityZoneIds?: string[];
}

/**
 * The VPC of a cluster.
 *
 * @example
 * const orders = mesh.addCluster('orders', {
 *   account: '111111111111',
 *   region: 'eu-west-1',
 *   vpc: ClusterVpc.fromAttributes({
 *     vpcId: 'vpc-0a333333333333333',
 *     availabilityZones: ['eu-west-1a', 'eu-west-1b'],
 *     subnetIds: ['subnet-0a333333333333333', 'subnet-0b333333333333333'],
 *   }),
 *   podSecurityGroupIds: ['sg-0a333333333333333'],
 * });
 * orders.consume(cluster1);
 */
export class ClusterVpc {
  /**
   * A VPC whose ids are known.
   *
   * @throws when there is no subnet, the lists differ in length or name something twice, or an id is not one
   */
  public static fromAttributes(attributes: ClusterVpcAttributes): ClusterVpc {
    const { vpcCidrBlock } = attributes;
    const vpcId = checkVpcId(attributes.vpcId);
    const subnetIds = [...attributes.subnetIds];
    const availabilityZones = [...attributes.availabilityZones];
    const availabilityZoneIds = attributes.availabilityZoneIds && [...attributes.availabilityZoneIds];
    if (subnetIds.length === 0) {
      throw new Error(`vpc ${vpcId} has no usable subnet: subnetIds is empty, give one private subnet in each availability zone`);
    }
    for (const id of subnetIds) {
      if (!/^subnet-[0-9a-f]{8,17}$/.test(noToken(id, `subnet id of vpc ${vpcId}`))) {
        throw new Error(`subnet id ${quoted(id)} of vpc ${vpcId} is not the id of a subnet: expected "subnet-" and 8 to 17 hexadecimal digits`);
      }
    }
    if (new Set(subnetIds).size !== subnetIds.length) {
      throw new Error(`vpc ${vpcId} names a subnet twice in subnetIds (${subnetIds.join(', ')}): give one private subnet in each availability zone`);
    }
    for (const [name, list] of [['availabilityZones', availabilityZones], ['availabilityZoneIds', availabilityZoneIds ?? availabilityZones]] as const) {
      if (list.length !== subnetIds.length) {
        throw new Error(`vpc ${vpcId} has ${subnetIds.length} subnets but ${list.length} ${name}: give the lists in the same order and of the same length`);
      }
      for (const zone of list) {
        if (!/^[a-z0-9-]+$/.test(noToken(zone, `one of the ${name} of vpc ${vpcId}`))) {
          throw new Error(`availability zone ${quoted(zone)} in ${name} of vpc ${vpcId} is not a zone: ` +
            'expected a name such as "eu-west-1a" in availabilityZones, an id such as "euw1-az1" in availabilityZoneIds');
        }
      }
      if (new Set(list).size !== list.length) {
        throw new Error(`vpc ${vpcId} names a zone twice in ${name} (${list.join(', ')}): an endpoint takes one subnet in each zone`);
      }
    }
    if (vpcCidrBlock !== undefined) {
      ipv4Range(vpcCidrBlock, ['range', `of vpc ${vpcId}`]);
    }
    return new ClusterVpc(`vpc ${vpcId}`, scope => {
      const vpc = ec2.Vpc.fromVpcAttributes(scope, 'Vpc', {
        vpcId,
        availabilityZones,
        privateSubnetIds: subnetIds,
        vpcCidrBlock,
      });
      Annotations.of(vpc).acknowledgeWarning('@aws-cdk/aws-ec2:noSubnetRouteTableId', 'nothing here needs the route tables of the subnets');
      return { vpc, vpcSubnets: {} };
    }, { vpcId, subnetIds, hasCidrBlock: vpcCidrBlock !== undefined, availabilityZones, availabilityZoneIds });
  }

  /**
   * A VPC that is looked up at synthesis. Needs AWS credentials, or a committed `cdk.context.json`.
   *
   * @param vpcId the id of the VPC
   * @param options which subnets to use
   * @throws when the id is not that of a VPC
   */
  public static fromLookup(vpcId: string, options: ClusterVpcOptions = {}): ClusterVpc {
    checkVpcId(vpcId);
    return new ClusterVpc(`vpc ${vpcId}`, scope => ({
      vpc: ec2.Vpc.fromLookup(scope, 'Vpc', { vpcId }),
      vpcSubnets: { onePerAz: true, ...options.vpcSubnets },
    }), { vpcId, hasCidrBlock: true });
  }

  /**
   * A VPC of the same app.
   *
   * @param vpc the VPC
   * @param options which subnets to use
   * @throws when no subnet is usable, or two are in one availability zone
   */
  public static fromVpc(vpc: ec2.IVpc, options: ClusterVpcOptions = {}): ClusterVpc {
    const config: ClusterVpcConfig = { vpc, vpcSubnets: { onePerAz: true, ...options.vpcSubnets } };
    const description = `vpc ${vpc.node.path}`;
    return new ClusterVpc(description, () => config, { hasCidrBlock: true, availabilityZones: usableZones(config, description) });
  }

  private constructor(
    /** The VPC as text, for messages. */
    public readonly description: string,
    private readonly resolve: (scope: Construct) => ClusterVpcConfig,
    private readonly known: KnownOfVpc,
  ) {}

  /** Whether the IPv4 range of the VPC is known. */
  public get hasCidrBlock(): boolean {
    return this.known.hasCidrBlock;
  }

  /** The names of the zones of the usable subnets. Undefined where only a lookup or the deployment knows. */
  public get availabilityZones(): string[] | undefined {
    return this.known.availabilityZones && [...this.known.availabilityZones];
  }

  /** The ids of the zones, in the order of `availabilityZones`. Undefined where unknown. */
  public get availabilityZoneIds(): string[] | undefined {
    return this.known.availabilityZoneIds && [...this.known.availabilityZoneIds];
  }

  /** @internal */
  public get _vpcId(): string | undefined {
    return this.known.vpcId;
  }

  /**
   * In the order of `availabilityZones`.
   *
   * @internal
   */
  public get _subnetIds(): string[] | undefined {
    return this.known.subnetIds;
  }

  /**
   * The VPC as a construct, and the subnets to use in it.
   *
   * @param scope the stack of the caller
   * @throws when no subnet is usable, two are in one availability zone, or the VPC is not where the stack is deployed
   */
  public bind(scope: Construct): ClusterVpcConfig {
    const config = this.resolve(scope);
    const { account, region } = Stack.of(scope);
    const { env } = config.vpc;
    if (env.account !== account || env.region !== region) {
      const where = [env.account, env.region].some(part => Token.isUnresolved(part)) ? 'a stack without account and region' : `${env.account} and ${env.region}`;
      throw new Error(`${this.description} is in ${where}, but its cluster in ${account} and ${region}: give the stack of the VPC this env`);
    }
    usableZones(config, this.description);
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

function checkVpcId(vpcId: string): string {
  if (!/^vpc-[0-9a-f]{8,17}$/.test(noToken(vpcId, 'vpc id'))) {
    throw new Error(`vpc id ${quoted(vpcId)} is not the id of a VPC: expected "vpc-" and 8 to 17 hexadecimal digits`);
  }
  return vpcId;
}

/** What the CDK puts in place of zones that it has yet to look up. */
const PLACEHOLDER_ZONE = /^dummy1[abc]$/;

/** The zones of the subnets to use; undefined where they are not known at synthesis, or not yet. */
function usableZones({ vpc, vpcSubnets }: ClusterVpcConfig, description: string): string[] | undefined {
  const { subnets, isPendingLookup, availabilityZones: zones } = selectSubnets(vpc, vpcSubnets, description);
  if (isPendingLookup) {
    // There are made-up subnets, or none. The lookup is made after this synthesis, if it succeeds; then everything is synthesized again.
    return undefined;
  }
  if (subnets.length === 0) {
    throw noUsableSubnet(description);
  }
  if (zones.some(zone => Token.isUnresolved(zone) || PLACEHOLDER_ZONE.test(zone))) {
    return undefined;
  }
  const repeated = zones.find((zone, index) => zones.indexOf(zone) !== index);
  if (repeated !== undefined) {
    throw new Error(`${description} has two of the chosen subnets in zone ${repeated}: an endpoint takes one subnet in each zone, choose others with vpcSubnets`);
  }
  return zones;
}

function selectSubnets(vpc: ec2.IVpc, selection: ec2.SubnetSelection, description: string): ec2.SelectedSubnets {
  try {
    return vpc.selectSubnets(selection);
  } catch (error) {
    throw noUsableSubnet(description, ` (${(error as Error).message.trim().replace(/\s+/g, ' ')})`);
  }
}

function noUsableSubnet(description: string, reason = ''): Error {
  return new Error(`${description} has no usable subnet${reason}: ` +
    'the load balancer and the endpoints need one private subnet in each availability zone, choose others with vpcSubnets');
}
