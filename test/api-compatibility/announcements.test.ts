import { announces } from '../../scripts/api-compatibility/announcements';

test.each([
  ['Mesh.addCluster takes options', true],
  ['`Mesh.addCluster()`: give it options', true],
  ['one for all clusters: Mesh.addCluster.', true],
  ['Mesh is made by a builder', true],
  ['Mesh.connect takes a mode', false],
  ['MeshStacks has no mesh', false],
  ['ServiceMesh.addCluster is gone, and so is the mesh', false],
  ['Mesh.addClusters is gone', false],
])('"%s" announces a break of Mesh.addCluster: %s', (text, expected) => {
  expect(announces({ subject: 'feat!: clusters', text }, 'Mesh.addCluster')).toBe(expected);
});
