import { found } from './found';
import { FindingSeverity, IstioVersion, Mesh } from '../../../src/mesh';
import { addCluster, meshOf, pair } from '../meshes';

describe('VER-01', () => {
  test.each(['1.30', '1.30.0', '1.30.1', '1.30.2', '1.30.3'])('Istio %s loses gateways when a remote secret is rotated', version => {
    const { mesh, clusters: [a] } = meshOf(['a']);
    mesh.connect(a, addCluster(mesh, 'b', { istioVersion: IstioVersion.of(version) }));
    expect(found(mesh, 'VER-01')).toEqual([{
      id: 'VER-01',
      severity: FindingSeverity.WARNING,
      subject: 'b',
      message: `cluster "b" runs Istio ${version}, in which rotating a remote secret can deadlock istiod (istio/istio#60612, 1.30.0 to 1.30.2), ` +
        'and drops network gateways and endpoints (#60920, #61043, 1.30.0 to 1.30.3): use IstioVersion.of("1.30.4") or later, or 1.29',
    }]);
  });

  test.each(['1.29', '1.29.0', '1.29.6', '1.30.4', '1.30.12', '1.31', '1.31.0'])('not Istio %s', version => {
    expect(found(pair({}, { istioVersion: IstioVersion.of(version) }).mesh, 'VER-01')).toEqual([]);
  });
});

describe('VER-02', () => {
  function joined(consumer: string, provider: string) {
    const mesh = new Mesh({ meshId: 'demo' });
    addCluster(mesh, 'a', { istioVersion: IstioVersion.of(consumer) }).consume(addCluster(mesh, 'b', { istioVersion: IstioVersion.of(provider) }));
    return found(mesh, 'VER-02');
  }

  test.each([['1.29', '1.31'], ['1.31.1', '1.27.8']])('a link joins %s and %s', (consumer, provider) => {
    expect(joined(consumer, provider)).toEqual([{
      id: 'VER-02',
      severity: FindingSeverity.WARNING,
      subject: 'a -> b',
      message: `link a -> b joins Istio ${consumer} and ${provider}, ` +
        'further apart than the one minor release that Istio supports between a control plane and proxies: upgrade the older one',
    }]);
  });

  test.each([['1.30.4', '1.31'], ['1.31', '1.30.4'], ['1.29.0', '1.29.9']])('not %s and %s', (consumer, provider) => {
    expect(joined(consumer, provider)).toEqual([]);
  });
});
