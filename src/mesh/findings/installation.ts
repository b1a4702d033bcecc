import { Finding, FindingSeverity } from '../finding';
import { IstiodInstallation } from '../istiod-installation';
import { Mesh } from '../mesh';

/** INST: what has to be done outside the bundle. */
export function installationFindings(mesh: Mesh): Finding[] {
  return mesh.clusters.filter(cluster => cluster.istiodInstallation === IstiodInstallation.ELSEWHERE).map(cluster => ({
    id: 'INST-01',
    severity: FindingSeverity.WARNING,
    subject: cluster.name,
    message: `istiod of cluster "${cluster.name}" is installed elsewhere: merge install/istiod-values.yaml of its bundle into that installation; ` +
      'without its serviceSettings calls go to endpoints that the peer\'s gateway refuses',
  }));
}
