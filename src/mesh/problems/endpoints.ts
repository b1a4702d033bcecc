import { Mesh } from '../mesh';
import { MeshCluster } from '../mesh-cluster';
import { sharedZones } from '../shared-zones';

export function endpointProblems(mesh: Mesh): string[] {
  return [
    ...mesh.clusters.flatMap(cluster => [...quotaProblems(cluster), ...podProblems(cluster)]),
    ...mesh.links.flatMap(link => {
      const { consumer, provider } = link;
      if (consumer.partition !== provider.partition) {
        return [`link ${link.name} leads from partition "${consumer.partition}" (${consumer.region}) to "${provider.partition}" (${provider.region}): ` +
          'PrivateLink stays inside one partition, remove the link'];
      }
      return sharedZones(link)?.length === 0
        ? [`link ${link.name} has no availability zone in common: ${zonesOf(consumer)} and ${zonesOf(provider)}; ` +
          'an endpoint works only in a zone where the provider\'s load balancer stands, add subnets so that the zone ids overlap']
        : [];
    }),
    ...zoneConflicts(mesh),
  ];
}

function quotaProblems({ name, consumes, interfaceEndpointQuota }: MeshCluster): string[] {
  return consumes.length > interfaceEndpointQuota
    ? [`cluster "${name}" consumes ${consumes.length} clusters and needs an interface endpoint for each: its VPC may hold ${interfaceEndpointQuota}; ` +
      'remove links, or have the quota "Interface VPC endpoints per VPC" raised and declare it with interfaceEndpointQuota']
    : [];
}

function podProblems({ name, vpc, podCidrs, podSecurityGroupIds }: MeshCluster): string[] {
  return podCidrs.length === 0 && podSecurityGroupIds.length === 0 && !vpc.hasCidrBlock
    ? [`cluster "${name}" does not say where its pods are: give podSecurityGroupIds (usually the EKS cluster security group) or podCidrs, ` +
      'or vpcCidrBlock in ClusterVpc.fromAttributes() to open its endpoints to the whole VPC']
    : [];
}

/** Route 53 associates a VPC with one private hosted zone of a name only. */
function zoneConflicts(mesh: Mesh): string[] {
  const owners = new Map<string, MeshCluster>();
  return mesh.clusters.filter(cluster => cluster.consumes.some(link => link.address.isPrivateHostedZone)).flatMap(cluster => {
    const key = `${cluster.account}/${cluster.region}/${cluster.vpc.description}`;
    const owner = owners.get(key);
    owners.set(key, owner ?? cluster);
    return owner
      ? [`clusters "${owner.name}" and "${cluster.name}" share ${cluster.vpc.description}, which can have one private hosted zone "${mesh.dnsZone}" only: ` +
        'use EndpointAddress.fromOutputs() for the links of one of them']
      : [];
  });
}

function zonesOf({ name, vpc }: MeshCluster): string {
  return `"${name}" has ${(vpc.availabilityZoneIds ?? vpc.availabilityZones ?? []).join(', ')}`;
}
