import { addressFromEnd } from './address-ranges';
import { LoadBalancer, Snapshot } from './snapshot';

/** Where a load balancer is in one zone. */
export interface LoadBalancerNode {
  readonly zoneId: string;
  /** In the provider's VPC: targets see connections come from here. */
  readonly address: string;
  /** Where endpoints reach it: link-local, because the VPCs of both sides may have the same addresses. */
  readonly alias: string;
}

/** The nodes of all load balancers by ARN. The API does not say their addresses: each has one from the end of its subnet, where nothing else is. */
export function loadBalancerNodes({ loadBalancers, subnets }: Snapshot): Map<string, LoadBalancerNode[]> {
  const taken = new Map<string, number>();
  // The oldest first, so that none moves when another one comes.
  const byAge = [...loadBalancers].sort((one, other) => compare(one, other));
  return new Map(byAge.map(({ LoadBalancerArn: arn, AvailabilityZones: zones }) => {
    const own = subnets.filter(({ SubnetId: id }) => zones.some(({ SubnetId }) => SubnetId === id));
    return [arn, own.sort((one, other) => (one.SubnetId < other.SubnetId ? -1 : 1)).map((subnet, index) => {
      const used = taken.get(subnet.SubnetId) ?? 0;
      taken.set(subnet.SubnetId, used + 1);
      return { zoneId: subnet.AvailabilityZoneId, address: addressFromEnd(subnet.CidrBlock, used), alias: `169.254.1.${index + 1}` };
    })];
  }));
}

function compare(one: LoadBalancer, other: LoadBalancer): number {
  const [key, otherKey] = [one, other].map(({ CreatedTime: time, LoadBalancerArn: arn }) => `${time} ${arn}`);
  return key! < otherKey! ? -1 : 1;
}
