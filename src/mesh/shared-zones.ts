import { MeshLink } from './mesh-link';

/**
 * The consumer's availability zones in which the provider's load balancer stands too, by the names that the consumer's account gives them.
 *
 * Undefined where it cannot be known at synthesis, or does not matter: across regions AWS needs no common zone.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html
 */
export function sharedZones(link: MeshLink): string[] | undefined {
  const { availabilityZones: names, availabilityZoneIds: ids } = link.consumer.vpc;
  const { availabilityZones: providerNames, availabilityZoneIds: providerIds } = link.provider.vpc;
  if (link.isCrossRegion || !names) {
    return undefined;
  }
  if (ids && providerIds) {
    return names.filter((_, index) => providerIds.includes(ids[index]));
  }
  // Inside one account a zone's name means the same zone everywhere.
  return link.isCrossAccount || !providerNames ? undefined : names.filter(name => providerNames.includes(name));
}
