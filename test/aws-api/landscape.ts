/** A subnet that exists before the mesh. */
export interface ExistingSubnet {
  readonly id: string;
  readonly cidr: string;
  readonly zone: string;
  /** The same for one zone in all accounts; `zone` is not. */
  readonly zoneId: string;
}

/** Where a cluster runs, before anything of the mesh is deployed. */
export interface ClusterNetwork {
  readonly account: string;
  readonly region: string;
  readonly vpc: { readonly id: string; readonly cidr: string };
  readonly subnets: readonly ExistingSubnet[];
  /** The security group of its pods; undefined where the declaration names their addresses. */
  readonly podSecurityGroupId?: string;
  /** The role of its External Secrets. */
  readonly roleName?: string;
}

/** The networks of clusters, by name. */
export type Landscape = { readonly [cluster: string]: ClusterNetwork };

/** The VPC that the examples declare for the nth cluster: its ids end in that digit, fifteen times. */
function network(
  digit: number, account: string, region: string, zones: { readonly [zone: string]: string }, hasPodSecurityGroup = true,
): ClusterNetwork {
  const suffix = (letter: string) => `0${letter}${String(digit).repeat(15)}`;
  return {
    account,
    region,
    vpc: { id: `vpc-${suffix('a')}`, cidr: `10.${digit}0.0.0/16` },
    subnets: Object.entries(zones).map(([zone, zoneId], index) => (
      { id: `subnet-${suffix('abc'[index]!)}`, cidr: `10.${digit}0.${index}.0/24`, zone, zoneId })),
    ...hasPodSecurityGroup && { podSecurityGroupId: `sg-${suffix('a')}` },
  };
}

/** What the accounts hold before an example is deployed; of what the examples declare, only the ids are the same. */
export const LANDSCAPES = {
  'two-clusters': {
    cluster1: network(1, '111111111111', 'eu-west-1', { 'eu-west-1a': 'euw1-az1', 'eu-west-1b': 'euw1-az2' }),
    cluster2: network(2, '111111111111', 'eu-west-1', { 'eu-west-1a': 'euw1-az1', 'eu-west-1b': 'euw1-az2' }),
  },
  'cross-account': {
    platform: network(1, '111111111111', 'eu-west-1', { 'eu-west-1a': 'euw1-az1', 'eu-west-1b': 'euw1-az2', 'eu-west-1c': 'euw1-az3' }),
    orders: network(2, '222222222222', 'eu-west-1', { 'eu-west-1a': 'euw1-az2', 'eu-west-1b': 'euw1-az3' }),
    analytics: network(3, '333333333333', 'us-east-1', { 'us-east-1a': 'use1-az4', 'us-east-1b': 'use1-az6' }, false),
  },
  'service-entry': {
    shop: network(1, '111111111111', 'eu-central-1', { 'eu-central-1a': 'euc1-az2', 'eu-central-1b': 'euc1-az3' }),
    payments: network(2, '222222222222', 'eu-central-1', { 'eu-central-1a': 'euc1-az2', 'eu-central-1b': 'euc1-az3' }),
  },
  'one-way': {
    models: network(1, '111111111111', 'us-west-2', { 'us-west-2a': 'usw2-az2', 'us-west-2b': 'usw2-az1' }),
    jobs: network(2, '111111111111', 'us-west-2', { 'us-west-2a': 'usw2-az2', 'us-west-2b': 'usw2-az1' }),
  },
  'cert-manager-ca': {
    core: network(1, '111111111111', 'eu-central-1', { 'eu-central-1a': 'euc1-az2', 'eu-central-1b': 'euc1-az3' }),
    edge: network(2, '111111111111', 'eu-central-1', { 'eu-central-1a': 'euc1-az2', 'eu-central-1b': 'euc1-az3' }),
  },
  'external-secrets': {
    payments: { ...network(1, '111111111111', 'eu-west-1', { 'eu-west-1a': 'euw1-az1', 'eu-west-1b': 'euw1-az2' }), roleName: 'mesh-secrets' },
    reporting: { ...network(2, '222222222222', 'us-east-1', { 'us-east-1a': 'use1-az4', 'us-east-1b': 'use1-az6' }), roleName: 'external-secrets' },
  },
} satisfies { [example: string]: Landscape };

export type Example = keyof typeof LANDSCAPES;

/** Where the example full-mesh makes its VPCs itself. */
export const FULL_MESH_ENVIRONMENT = { account: '111111111111', region: 'eu-north-1' };

/** A cluster that joins the two of the example later, from another account. */
export const THIRD_CLUSTER = network(3, '222222222222', 'eu-west-1', { 'eu-west-1a': 'euw1-az2', 'eu-west-1b': 'euw1-az1' });

/** A cluster that takes a token from the example external-secrets later, in an account of its own. */
export const AUDIT_CLUSTER = {
  ...network(3, '333333333333', 'eu-west-1', { 'eu-west-1a': 'euw1-az2', 'eu-west-1b': 'euw1-az1' }), roleName: 'audit-secrets',
};
