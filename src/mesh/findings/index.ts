import { changeFindings } from './changes';
import { exposureFindings } from './exposure';
import { installationFindings } from './installation';
import { serviceFindings } from './services';
import { topologyFindings } from './topology';
import { trustFindings } from './trust';
import { versionFindings } from './versions';
import { zoneFindings } from './zones';
import { Finding, FindingSeverity } from '../finding';
import { Mesh } from '../mesh';

/** What is allowed but worth knowing: warnings first, then by rule and subject. */
export function findings(mesh: Mesh): Finding[] {
  const rank = (finding: Finding) => `${finding.severity === FindingSeverity.WARNING ? 0 : 1}/${finding.id}/${finding.subject}`;
  return [changeFindings, exposureFindings, installationFindings, serviceFindings, topologyFindings, trustFindings, versionFindings, zoneFindings]
    .flatMap(rule => rule(mesh))
    .map(finding => ({ finding, rank: rank(finding) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
    .map(({ finding }) => finding);
}
