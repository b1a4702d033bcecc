import { problemsOf } from './problems-of';
import { Mesh } from '../../../src/mesh';
import { addCluster, meshOf } from '../meshes';

test('fails when the mesh has no cluster', () => {
  expect(problemsOf(new Mesh({ meshId: 'demo' }))).toEqual([
    'mesh "demo" has no cluster: add at least two with addCluster() and link them with connect()',
  ]);
});

test('fails when a cluster has no link', () => {
  const { mesh, clusters: [a, b] } = meshOf(['a', 'b', 'd', 'c']);
  a.consume(b);
  expect(problemsOf(mesh)).toEqual(['c', 'd'].map(name =>
    `cluster "${name}" has no link: link it with connect() or consume(), or remove it from the mesh`));
});

test('a cluster that only consumes, or only provides, is linked', () => {
  const mesh = new Mesh({ meshId: 'demo' });
  addCluster(mesh, 'a').consume(addCluster(mesh, 'b'));
  expect(problemsOf(mesh)).toEqual([]);
});
