/** What the AWS API says at one time, as far as the links come of it; names and shapes are those of AWS. */
export interface Snapshot {
  readonly subnets: readonly Subnet[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly networkInterfaces: readonly NetworkInterface[];
  readonly loadBalancers: readonly LoadBalancer[];
  readonly listeners: readonly Listener[];
  readonly targetGroups: readonly TargetGroup[];
  readonly endpointServices: readonly EndpointService[];
  readonly endpoints: readonly Endpoint[];
  readonly hostedZones: readonly HostedZone[];
}

export interface Subnet {
  readonly SubnetId: string;
  readonly VpcId: string;
  readonly CidrBlock: string;
  readonly AvailabilityZone: string;
  readonly AvailabilityZoneId: string;
}

export interface IpPermission {
  readonly IpProtocol: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly IpRanges: readonly { readonly CidrIp: string }[];
  readonly UserIdGroupPairs: readonly { readonly GroupId: string }[];
}

export interface SecurityGroup {
  readonly GroupId: string;
  readonly IpPermissions: readonly IpPermission[];
  readonly IpPermissionsEgress: readonly IpPermission[];
}

export interface NetworkInterface {
  readonly NetworkInterfaceId: string;
  readonly SubnetId: string;
  readonly PrivateIpAddress: string;
  readonly Groups: readonly { readonly GroupId: string }[];
}

/** Attributes as one object, which AWS gives as a list of keys and values. */
interface WithAttributes {
  readonly Attributes: { readonly [key: string]: string };
}

export interface LoadBalancer extends WithAttributes {
  readonly LoadBalancerArn: string;
  readonly LoadBalancerName: string;
  readonly CreatedTime: string;
  readonly VpcId: string;
  readonly Type: string;
  readonly State: { readonly Code: string };
  readonly AvailabilityZones: readonly { readonly SubnetId: string }[];
  readonly SecurityGroups?: readonly string[];
  readonly EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic?: string;
}

export interface Listener extends WithAttributes {
  readonly ListenerArn: string;
  readonly LoadBalancerArn: string;
  readonly Port: number;
  readonly Protocol: string;
  readonly DefaultActions: readonly { readonly Type: string; readonly TargetGroupArn?: string }[];
}

export interface TargetGroup extends WithAttributes {
  readonly TargetGroupArn: string;
  readonly TargetGroupName: string;
  /** Those that use it. */
  readonly LoadBalancerArns: readonly string[];
  readonly TargetType: string;
  readonly Protocol: string;
  readonly Port: number;
  readonly VpcId: string;
  readonly HealthCheckEnabled: boolean;
  readonly HealthCheckProtocol: string;
  /** A number, or `traffic-port`. */
  readonly HealthCheckPort: string;
  readonly HealthCheckPath?: string;
  readonly HealthCheckIntervalSeconds: number;
  readonly HealthCheckTimeoutSeconds: number;
  readonly HealthyThresholdCount: number;
  readonly UnhealthyThresholdCount: number;
  readonly Matcher?: { readonly HttpCode?: string };
  /** What is registered. */
  readonly Targets: readonly Target[];
}

export interface Target {
  /** Its address. */
  readonly Id: string;
  readonly Port: number;
}

export interface EndpointService {
  readonly ServiceId: string;
  /** `com.amazonaws.vpce.<region>.<id>` */
  readonly ServiceName: string;
  readonly ServiceState: string;
  readonly NetworkLoadBalancerArns: readonly string[];
  readonly SupportedRegions?: readonly { readonly Region: string }[];
  readonly AllowedPrincipals: readonly string[];
}

export interface Endpoint {
  readonly VpcEndpointId: string;
  readonly VpcEndpointType: string;
  readonly VpcId: string;
  readonly OwnerId: string;
  readonly ServiceName: string;
  readonly State: string;
  readonly NetworkInterfaceIds: readonly string[];
  readonly Groups: readonly { readonly GroupId: string }[];
  /** The name that leads to all zones first. */
  readonly DnsEntries: readonly { readonly DnsName: string }[];
}

export interface HostedZone {
  readonly Id: string;
  readonly Name: string;
  readonly Config: { readonly PrivateZone: boolean };
  readonly VPCs: readonly { readonly VPCId: string }[];
  readonly Records: readonly ResourceRecordSet[];
}

export interface ResourceRecordSet {
  readonly Name: string;
  readonly Type: string;
  readonly TTL?: number;
  readonly ResourceRecords?: readonly { readonly Value: string }[];
  readonly AliasTarget?: { readonly DNSName: string };
}

export const EMPTY_SNAPSHOT: Snapshot = {
  subnets: [],
  securityGroups: [],
  networkInterfaces: [],
  loadBalancers: [],
  listeners: [],
  targetGroups: [],
  endpointServices: [],
  endpoints: [],
  hostedZones: [],
};
