import { found } from './found';
import { FindingSeverity, IstiodInstallation, Mesh } from '../../../src/mesh';
import { addCluster } from '../meshes';

test('INST-01: settings must be merged where istiod is installed elsewhere, and only there', () => {
  const mesh = new Mesh({ meshId: 'demo' });
  addCluster(mesh, 'a', { istiodInstallation: IstiodInstallation.ELSEWHERE }).consume(addCluster(mesh, 'b', { istiodInstallation: IstiodInstallation.BUNDLE }));
  expect(found(mesh, 'INST-01')).toEqual([{
    id: 'INST-01',
    severity: FindingSeverity.WARNING,
    subject: 'a',
    message: 'istiod of cluster "a" is installed elsewhere: merge install/istiod-values.yaml of its bundle into that installation; ' +
      'without its serviceSettings calls go to endpoints that the peer\'s gateway refuses',
  }]);
});
