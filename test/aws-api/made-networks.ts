import { Answer, AwsApi, Environment } from './aws-api';
import { ClusterNetwork, Landscape } from './landscape';

/** The networks that an app made for its clusters, each in the stack `<cluster>-network`, with the private subnets. */
export async function madeNetworks(api: AwsApi, environment: Environment, clusters: readonly string[]): Promise<Landscape> {
  return Object.fromEntries(await Promise.all(clusters.map(async cluster => [cluster, await madeNetwork(api, environment, cluster)])));
}

async function madeNetwork(api: AwsApi, environment: Environment, cluster: string): Promise<ClusterNetwork> {
  const { Vpcs: vpcs } = await api.call(environment, 'ec2', 'describe_vpcs', {
    Filters: [{ Name: 'tag:Name', Values: [`${cluster}-network/Vpc`] }],
  });
  expect(vpcs).toHaveLength(1);
  const [{ VpcId: id, CidrBlock: cidr }] = vpcs;
  const { Subnets: subnets } = await api.call(environment, 'ec2', 'describe_subnets', {
    Filters: [{ Name: 'vpc-id', Values: [id] }, { Name: 'tag:aws-cdk:subnet-type', Values: ['Private'] }],
  });
  expect(subnets).toHaveLength(2);
  return {
    ...environment,
    vpc: { id, cidr },
    subnets: subnets.map(({ SubnetId, CidrBlock, AvailabilityZone, AvailabilityZoneId }: Answer) =>
      ({ id: SubnetId, cidr: CidrBlock, zone: AvailabilityZone, zoneId: AvailabilityZoneId })),
  };
}
