import { Mesh } from '../mesh';
import { MeshCluster } from '../mesh-cluster';
import { MeshLink } from '../mesh-link';
import { clustersOf, sharedVpcs } from '../shared-vpcs';
import { sharedZones } from '../shared-zones';

export function endpointProblems(mesh: Mesh): string[] {
  return [
    ...quotaProblems(mesh),
    ...mesh.clusters.flatMap(podProblems),
    ...mesh.links.flatMap(linkProblems),
    ...pastedAddressProblems(mesh),
    ...zoneConflicts(mesh),
  ];
}

function quotaProblems(mesh: Mesh): string[] {
  return sharedVpcs(mesh).filter(({ endpoints, quota }) => endpoints > quota).map(vpc => {
    const { clusters, endpoints, quota } = vpc;
    const needs = clusters.length === 1
      ? `consumes ${endpoints} clusters and needs an interface endpoint for each: its VPC may hold ${quota}`
      : `share ${clusters[0].vpc.description} and need ${endpoints} interface endpoints together, one for each link: it may hold ${quota}`;
    return `${clustersOf(vpc)} ${needs}; remove links, or have the quota "Interface VPC endpoints per VPC" raised and declare it with interfaceEndpointQuota`;
  });
}

function podProblems({ name, vpc, podCidrs, podSecurityGroupIds }: MeshCluster): string[] {
  return podCidrs.length === 0 && podSecurityGroupIds.length === 0 && !vpc.hasCidrBlock
    ? [`cluster "${name}" does not say where its pods are: give podSecurityGroupIds (usually the EKS cluster security group) or podCidrs, ` +
      'or vpcCidrBlock in ClusterVpc.fromAttributes() to open its endpoints to the whole VPC']
    : [];
}

function linkProblems(link: MeshLink): string[] {
  const { consumer, provider } = link;
  if (consumer.partition !== provider.partition) {
    return [`link ${link.name} leads from partition "${consumer.partition}" (${consumer.region}) to "${provider.partition}" (${provider.region}): ` +
      'PrivateLink stays inside one partition, remove the link'];
  }
  return sharedZones(link)?.length === 0
    ? [`link ${link.name} has no availability zone in common: ${zonesOf(consumer)} and ${zonesOf(provider)}; ` +
      'an endpoint works only in a zone where the provider\'s load balancer stands, add subnets so that the zone ids overlap']
    : [];
}

function zonesOf({ name, vpc }: MeshCluster): string {
  return `"${name}" has ${(vpc.availabilityZoneIds ?? vpc.availabilityZones ?? []).join(', ')}`;
}

/** Behind the DNS name of an endpoint is one endpoint service; `connect` with a pasted name gives both directions the same. */
function pastedAddressProblems(mesh: Mesh): string[] {
  const first = new Map<string, MeshLink>();
  const found = new Map<string, string>();
  for (const link of mesh.links) {
    const { pastedName } = link.address;
    if (pastedName === undefined) {
      continue;
    }
    const owner = first.get(pastedName) ?? link;
    first.set(pastedName, owner);
    if (owner.provider !== link.provider && !found.has(pastedName)) {
      found.set(pastedName, `links ${owner.name} and ${link.name} have the same address "${pastedName}": an endpoint leads to one provider, ` +
        'give each link the DNS name of its own endpoint with consume(), or use EndpointAddress.fromOutputs()');
    }
  }
  return [...found.values()];
}

/** Route 53 associates a VPC with one private hosted zone of a name only. */
function zoneConflicts(mesh: Mesh): string[] {
  return sharedVpcs(mesh).flatMap(({ clusters }) => {
    const [owner, ...others] = clusters.filter(cluster => cluster.consumes.some(link => link.address.isPrivateHostedZone));
    return others.map(cluster =>
      `clusters "${owner.name}" and "${cluster.name}" share ${cluster.vpc.description}, which can have one private hosted zone "${mesh.dnsZone}" only: ` +
      'use EndpointAddress.fromOutputs() for the links of one of them');
  });
}
