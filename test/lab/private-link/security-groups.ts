import { covers, unique } from './address-ranges';
import { LabCluster } from './lab-cluster';
import { LoadBalancerNode } from './load-balancer-nodes';
import { IpPermission, SecurityGroup, Snapshot } from './snapshot';

/** The rules of security groups, and the addresses that they mean. */
export class SecurityGroups {
  private readonly members = new Map<string, string[]>();

  public constructor(private readonly snapshot: Snapshot, clusters: readonly LabCluster[], nodes: ReadonlyMap<string, readonly LoadBalancerNode[]>) {
    for (const { vpc, network: { podSecurityGroupId: id } } of clusters) {
      // Without the Security Groups for Pods feature, nodes have the group too.
      if (id !== undefined) this.add(id, vpc.podCidr, `${vpc.nodeAddress}/32`);
    }
    for (const { Groups: groups, PrivateIpAddress: address } of snapshot.networkInterfaces) {
      groups.forEach(({ GroupId: id }) => this.add(id, `${address}/32`));
    }
    for (const { LoadBalancerArn: arn, SecurityGroups: groups = [] } of snapshot.loadBalancers) {
      groups.forEach(id => this.add(id, ...(nodes.get(arn) ?? []).map(({ address }) => `${address}/32`)));
    }
  }

  /** Whence groups let TCP in on a port; where there is none, nothing is refused. */
  public inbound(groupIds: readonly string[], port: number): string[] {
    return groupIds.length === 0 ? ['0.0.0.0/0'] : this.ranges(groupIds, port, ({ IpPermissions }) => IpPermissions);
  }

  /** Whither groups let TCP out to a port. */
  public outbound(groupIds: readonly string[], port: number): string[] {
    return groupIds.length === 0 ? ['0.0.0.0/0'] : this.ranges(groupIds, port, ({ IpPermissionsEgress }) => IpPermissionsEgress);
  }

  /** The groups that an address has. */
  public of(address: string): string[] {
    return [...this.members].filter(([, ranges]) => ranges.some(range => covers(range, address))).map(([id]) => id);
  }

  private add(id: string, ...ranges: readonly string[]): void {
    this.members.set(id, [...this.members.get(id) ?? [], ...ranges]);
  }

  private ranges(ids: readonly string[], port: number, rules: (group: SecurityGroup) => readonly IpPermission[]): string[] {
    const groups = this.snapshot.securityGroups.filter(({ GroupId }) => ids.includes(GroupId));
    const permissions = groups.flatMap(rules).filter(rule => meansTcpPort(rule, port));
    return unique(permissions.flatMap(({ IpRanges: ranges, UserIdGroupPairs: pairs }) => [
      ...ranges.map(({ CidrIp }) => CidrIp),
      ...pairs.flatMap(({ GroupId }) => this.members.get(GroupId) ?? []),
    ]));
  }
}

function meansTcpPort({ IpProtocol: protocol, FromPort: from = 0, ToPort: to = 65535 }: IpPermission, port: number): boolean {
  return protocol === '-1' || ((protocol === 'tcp' || protocol === '6') && from <= port && port <= to);
}
