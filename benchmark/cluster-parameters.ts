/** What both sides know of a cluster: as plain as a configuration file, so that neither gets a head start. */
export interface ClusterParameters {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly vpcId: string;
  readonly subnetIds: string[];
  readonly availabilityZones: string[];
  readonly availabilityZoneIds: string[];
  readonly podSecurityGroupId: string;
  /** The namespace of its one exported service. */
  readonly namespace: string;
}

export const MESH_ID = 'bench';
export const DNS_ZONE = 'mesh.internal';

const ACCOUNTS = ['111111111111', '222222222222', '333333333333'];
const REGIONS = [
  { name: 'eu-west-1', zoneIds: 'euw1' },
  { name: 'eu-west-1', zoneIds: 'euw1' },
  { name: 'eu-west-1', zoneIds: 'euw1' },
  { name: 'eu-central-1', zoneIds: 'euc1' },
];
const ZONES = ['a', 'b', 'c'];

/** Clusters in three accounts and two regions: links inside an account, between accounts, and between regions. */
export function clusterParameters(count: number): ClusterParameters[] {
  return Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(3, '0');
    const hex = (0x10000000 + index).toString(16);
    const region = REGIONS[index % REGIONS.length];
    return {
      name: `cluster-${number}`,
      account: ACCOUNTS[index % ACCOUNTS.length],
      region: region.name,
      vpcId: `vpc-${hex}`,
      subnetIds: ZONES.map(zone => `subnet-${hex}${zone}`),
      availabilityZones: ZONES.map(zone => region.name + zone),
      // The same letter is another zone in another account.
      availabilityZoneIds: ZONES.map((_zone, position) => `${region.zoneIds}-az${(position + index % ACCOUNTS.length) % ZONES.length + 1}`),
      podSecurityGroupId: `sg-${hex}`,
      namespace: `team-${number}`,
    };
  });
}
