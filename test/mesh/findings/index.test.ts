import * as fc from 'fast-check';
import { FindingSeverity, IstiodInstallation, IstioVersion, LinkMode, Mesh, ReaderAccess } from '../../../src/mesh';
import { meshes } from '../arbitraries';
import { addCluster, exportApi, pair } from '../meshes';

test('a mesh of good defaults has none', () => {
  expect(pair().mesh.findings).toEqual([]);
});

test('warnings come first, then by rule and subject', () => {
  const mesh = new Mesh({ meshId: 'demo', istioVersion: IstioVersion.V1_29 });
  const b = addCluster(mesh, 'b', { istiodInstallation: IstiodInstallation.ELSEWHERE });
  const a = addCluster(mesh, 'a', { exposeAllServices: true, istiodInstallation: IstiodInstallation.ELSEWHERE });
  const c = addCluster(mesh, 'c');
  exportApi(a);
  exportApi(c);
  mesh.connect(b, a, { mode: LinkMode.discovery({ readerAccess: ReaderAccess.WITH_SECRETS }) });
  c.consume(a);
  expect(mesh.findings.map(({ severity, id, subject }) => `${severity} ${id} ${subject}`)).toEqual([
    'warning INST-01 a', 'warning INST-01 b',
    'warning SEC-01 a -> b', 'warning SEC-01 b -> a',
    'warning SEC-03 a',
    'warning TOPO-01 a -> b',
    'info SEC-04 a', 'info SEC-04 b', 'info SEC-04 c',
    'info SVC-02 c',
  ]);
});

test('each has an id, a subject that exists, and a message that says what to do', () => {
  fc.assert(fc.property(meshes(), mesh => {
    const subjects = new Set([...mesh.clusters, ...mesh.links].map(({ name }) => name));
    const { findings } = mesh;
    for (const finding of findings) {
      expect(finding.id).toMatch(/^(SEC|INST|SVC|TOPO|TRUST|VER|NET)-\d\d$/);
      expect(subjects).toContain(finding.subject);
      expect(finding.message).toMatch(/^\S.+: \S.+$/);
    }
    const keys = findings.map(({ severity, id, subject }) => `${severity === FindingSeverity.WARNING ? 0 : 1}/${id}/${subject}`);
    expect(keys).toEqual([...keys].sort());
  }), { numRuns: 50 });
});
