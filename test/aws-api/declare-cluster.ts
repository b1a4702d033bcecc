import { ClusterNetwork } from './landscape';

/** Lines of a program that add a cluster of a landscape to its mesh. */
export function declareCluster(name: string, network: ClusterNetwork, ...properties: readonly string[]): string {
  const { account, region, vpc, subnets, podSecurityGroupId } = network;
  return `const ${name} = mesh.addCluster('${name}', {
  account: '${account}',
  region: '${region}',
  vpc: ClusterVpc.fromAttributes({
    vpcId: '${vpc.id}',
    availabilityZones: ${JSON.stringify(subnets.map(({ zone }) => zone))},
    subnetIds: ${JSON.stringify(subnets.map(({ id }) => id))},
  }),
  podSecurityGroupIds: ['${podSecurityGroupId}'],
${properties.map(property => `  ${property},\n`).join('')}});`;
}
