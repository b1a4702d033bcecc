import { Finding, FindingSeverity } from '../finding';
import { Mesh } from '../mesh';
import { MeshLink } from '../mesh-link';
import { clustersOf, sharedVpcs } from '../shared-vpcs';
import { sharedZones } from '../shared-zones';

/** From this share of the quota on, the next team that adds an endpoint may find none left. */
const QUOTA_WARNING = 0.8;

/** NET: endpoints and availability zones. */
export function zoneFindings(mesh: Mesh): Finding[] {
  return [
    ...mesh.links.flatMap(zoneFinding),
    ...sharedVpcs(mesh).filter(({ endpoints, quota }) => endpoints >= quota * QUOTA_WARNING).map(vpc => ({
      id: 'NET-03',
      severity: FindingSeverity.INFO,
      subject: vpc.clusters[0].name,
      message: `${clustersOf(vpc)} ${vpc.clusters.length === 1 ? 'needs' : 'need'} ${vpc.endpoints} of the ${vpc.quota} interface endpoints that ` +
        `${vpc.clusters.length === 1 ? 'its VPC' : vpc.clusters[0].vpc.description} may hold, ` +
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
  // None at all is a problem, not a finding.
  return zones.length !== 1 ? [] : [{
    id: 'NET-02',
    severity: FindingSeverity.WARNING,
    subject: link.name,
    message: `the clusters of link ${link.name} share only the zone ${zones[0]}: losing it cuts the link, add subnets in further common zones`,
  }];
}
