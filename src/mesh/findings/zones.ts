import { Finding, FindingSeverity } from '../finding';
import { Mesh } from '../mesh';
import { MeshLink } from '../mesh-link';
import { sharedZones } from '../shared-zones';

/** From this share of the quota on, the next team that adds an endpoint may find none left. */
const QUOTA_WARNING = 0.8;

/** NET: endpoints and availability zones. */
export function zoneFindings(mesh: Mesh): Finding[] {
  return [
    ...mesh.links.flatMap(zoneFinding),
    ...mesh.clusters.filter(cluster => cluster.consumes.length > cluster.interfaceEndpointQuota * QUOTA_WARNING).map(cluster => ({
      id: 'NET-03',
      severity: FindingSeverity.INFO,
      subject: cluster.name,
      message: `cluster "${cluster.name}" needs ${cluster.consumes.length} of the ${cluster.interfaceEndpointQuota} interface endpoints that its VPC may hold, ` +
        'which endpoints for AWS services count towards too: have the quota raised in time',
    })),
  ];
}

function zoneFinding(link: MeshLink): Finding[] {
  const zones = sharedZones(link);
  if (zones === undefined) {
    return link.isCrossRegion ? [] : [{
      id: 'NET-01',
      severity: FindingSeverity.INFO,
      subject: link.name,
      message: `whether the clusters of link ${link.name} share availability zones is not known at synthesis: ` +
        'give availabilityZoneIds of both VPCs, or see that their subnets are in the same zone ids',
    }];
  }
  return zones.length > 1 ? [] : [{
    id: 'NET-02',
    severity: FindingSeverity.WARNING,
    subject: link.name,
    message: `the clusters of link ${link.name} share only the zone ${zones.join()}: losing it cuts the link, add subnets in further common zones`,
  }];
}
