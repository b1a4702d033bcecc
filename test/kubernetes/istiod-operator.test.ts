import { manifest } from './manifests';
import { IstiodOperator, IstiodSettings } from '../../src/kubernetes';
import { istiodValues } from '../../src/kubernetes/istiod-values';
import { IstioVersion } from '../../src/mesh';

const SETTINGS: IstiodSettings = {
  meshId: 'demo',
  clusterName: 'cluster1',
  network: 'network1',
  trustDomain: 'cluster.local',
  importedHosts: ['api.shop.svc.cluster.local'],
  dnsCapture: true,
  idleTimeoutSeconds: 350,
  defaultReader: false,
  istioVersion: IstioVersion.V1_31,
  revision: 'stable',
};

test('istioctl and Helm get the same settings, each where it looks for them', () => {
  const { revision, global, meshConfig }: any = istiodValues(SETTINGS);
  expect(manifest(chart => new IstiodOperator(chart, 'istiod', SETTINGS))).toEqual({
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    metadata: { name: 'istiod', namespace: 'istio-system' },
    spec: { profile: 'minimal', revision, meshConfig, values: { global } },
  });
  expect(Object.keys(istiodValues(SETTINGS)).sort()).toEqual(['global', 'meshConfig', 'revision']);
});

test('fails when the settings are not valid', () => {
  expect(() => manifest(chart => new IstiodOperator(chart, 'istiod', { ...SETTINGS, network: 'Network' }))).toThrow('network "Network" of cluster "cluster1" is not a DNS label');
  expect(() => istiodValues({ ...SETTINGS, network: 'Network' })).toThrow('network "Network" of cluster "cluster1" is not a DNS label');
});
