import { found } from './found';
import { FindingSeverity, Mesh } from '../../../src/mesh';
import { addCluster, meshOf, pair } from '../meshes';

describe('TOPO-01', () => {
  test('a link leads to a cluster that exports nothing', () => {
    const { mesh, clusters: [a] } = meshOf(['a']);
    mesh.connect(a, addCluster(mesh, 'b'));
    expect(found(mesh, 'TOPO-01')).toEqual([{
      id: 'TOPO-01',
      severity: FindingSeverity.WARNING,
      subject: 'a -> b',
      message: 'link a -> b imports no service: export one from cluster "b", or remove the link',
    }]);
  });

  test('a link leaves out all that is exported', () => {
    const { mesh, clusters: [a, b] } = meshOf(['a', 'b']);
    a.consume(b, { services: [] });
    expect(found(mesh, 'TOPO-01')).toMatchObject([{ message: 'link a -> b imports no service: import one from cluster "b", or remove the link' }]);
  });

  test('not where a link imports something', () => {
    expect(found(pair().mesh, 'TOPO-01')).toEqual([]);
  });
});

describe('TOPO-02', () => {
  function islands(...groups: string[]): Mesh {
    const { mesh, clusters } = meshOf([...groups.join('')]);
    for (const group of groups) {
      const [first, ...others] = clusters.filter(cluster => group.includes(cluster.name));
      others.forEach(other => other.consume(first));
    }
    return mesh;
  }

  test('clusters are linked among themselves only', () => {
    expect(found(islands('ac', 'bed', 'fg'), 'TOPO-02')).toEqual([
      ['b', 'the clusters b, d, e are linked with no other cluster of mesh "demo": link them, or declare a mesh of their own'],
      ['f', 'the clusters f, g are linked with no other cluster of mesh "demo": link them, or declare a mesh of their own'],
    ].map(([subject, message]) => ({ id: 'TOPO-02', severity: FindingSeverity.WARNING, subject, message })));
  });

  test('not where links of any direction join all', () => {
    const { mesh, clusters: [a, b, c, d] } = meshOf(['a', 'b', 'c', 'd']);
    b.consume(a);
    b.consume(d);
    c.consume(d);
    expect(found(mesh, 'TOPO-02')).toEqual([]);
  });
});
