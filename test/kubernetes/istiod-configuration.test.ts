import fc from 'fast-check';
import { referencesIn, stringsIn } from './manifests';
import { IstiodSettings } from '../../src/kubernetes';
import { istiodConfiguration } from '../../src/kubernetes/istiod-configuration';
import { IstioVersion } from '../../src/mesh';

const SETTINGS: IstiodSettings = {
  meshId: 'demo',
  clusterName: 'cluster1',
  network: 'network1',
  trustDomain: 'mesh.example',
  importedHosts: [],
  dnsCapture: false,
  idleTimeoutSeconds: 350,
  defaultReader: true,
  istioVersion: IstioVersion.V1_31,
};

const VERSIONS = ['1.27', '1.28', '1.29', '1.30', '1.31'];

function configuration(settings: Partial<IstiodSettings> = {}): any {
  return istiodConfiguration({ ...SETTINGS, ...settings });
}

test('the identity of the cluster in the mesh, and everything local to it', () => {
  expect(configuration()).toEqual({
    global: { meshID: 'demo', multiCluster: { clusterName: 'cluster1' }, network: 'network1' },
    meshConfig: {
      trustDomain: 'mesh.example',
      tcpKeepalive: { time: '60s', interval: '15s', probes: 3 },
      serviceSettings: [{ settings: { clusterLocal: true }, hosts: ['*'] }],
    },
  });
});

test('only what is imported is looked for in other clusters', () => {
  const hosts = ['b.shop.svc.cluster.local', 'a.shop.svc.cluster.local', 'b.shop.svc.cluster.local'];
  expect(configuration({ importedHosts: hosts }).meshConfig.serviceSettings).toEqual([
    { settings: { clusterLocal: true }, hosts: ['*'] },
    { settings: { clusterLocal: false }, hosts: ['a.shop.svc.cluster.local', 'b.shop.svc.cluster.local'] },
  ]);
  expect(hosts[0]).toBe('b.shop.svc.cluster.local');
});

test('sidecars answer DNS queries if asked to', () => {
  expect(configuration({ dnsCapture: true }).meshConfig.defaultConfig).toEqual({ proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } });
  expect(configuration().meshConfig).not.toHaveProperty('defaultConfig');
});

test('a named revision', () => {
  expect(configuration({ revision: 'stable' }).revision).toBe('stable');
  expect(configuration()).not.toHaveProperty('revision');
});

test('every idle timeout is longer than the keepalive with all its probes', () => {
  fc.assert(fc.property(fc.integer({ min: 60, max: 6000 }), idleTimeoutSeconds => {
    const { time, interval, probes } = configuration({ idleTimeoutSeconds }).meshConfig.tcpKeepalive;
    const [first, next] = [time, interval].map(duration => Number(/^([1-9]\d*)s$/.exec(duration)![1]));
    expect(first + next * probes).toBeLessThan(idleTimeoutSeconds);
    expect(first).toBeLessThanOrEqual(60);
    expect(next).toBeLessThanOrEqual(15);
  }), { numRuns: 2000 });
});

test.each([[60, '20s', '10s'], [90, '30s', '15s'], [180, '60s', '15s'], [6000, '60s', '15s']])('idle timeout %d', (idleTimeoutSeconds, time, interval) => {
  expect(configuration({ idleTimeoutSeconds }).meshConfig.tcpKeepalive).toEqual({ time, interval, probes: 3 });
});

test.each(VERSIONS)('the default reader of Istio %s stays unless it is left out', version => {
  expect(configuration({ istioVersion: IstioVersion.of(version) }).global).not.toHaveProperty('enableReaderRBAC');
});

test.each(['1.30', '1.30.4', '1.31'])('Istio %s leaves out the default reader', version => {
  expect(configuration({ istioVersion: IstioVersion.of(version), defaultReader: false }).global.enableReaderRBAC).toBe(false);
});

test.each(['1.27', '1.28', '1.29'])('fails when Istio %s is to leave out the default reader', version => {
  expect(() => configuration({ istioVersion: IstioVersion.of(version), defaultReader: false }))
    .toThrow(`istiod of cluster "cluster1" leaves out Istio's default reader, but runs Istio ${version}: the charts can do that from 1.30 on`);
});

test.each(VERSIONS)('no variable of istiod %s is set, least of all the one that crashes it', version => {
  const istioVersion = IstioVersion.of(version);
  const settings = configuration({ istioVersion, dnsCapture: true, defaultReader: !istioVersion.isAtLeast(30), importedHosts: ['api.shop.svc.cluster.local'] });
  expect(Object.keys(settings).sort()).toEqual(['global', 'meshConfig']);
  expect(stringsIn(settings).join('\n')).not.toMatch(/PILOT_|REMOTE_CREDENTIALS/);
});

test('no part is the same object as another', () => {
  const references = referencesIn(configuration({ importedHosts: ['a.shop.svc.cluster.local'], dnsCapture: true }));
  expect(new Set(references).size).toBe(references.length);
});

test.each([
  [{ meshId: 'Demo' }, 'mesh id "Demo" is not a DNS label'],
  [{ clusterName: 'cluster_1' }, 'cluster name "cluster_1" is not a DNS label'],
  [{ network: '' }, 'network "" of cluster "cluster1" is not a DNS label'],
  [{ trustDomain: 'Mesh.Example' }, 'trust domain "Mesh.Example" of cluster "cluster1" is not a DNS name'],
  [{ importedHosts: ['*'] }, 'imported host "*" is not a DNS name'],
  [{ idleTimeoutSeconds: 59 }, 'idle timeout of 59 seconds is out of range'],
  [{ idleTimeoutSeconds: 6001 }, 'idle timeout of 6001 seconds is out of range'],
  [{ idleTimeoutSeconds: NaN }, 'idle timeout of NaN seconds is out of range'],
  [{ revision: '1-31.0' }, 'revision "1-31.0" of cluster "cluster1" is not a DNS label'],
])('fails when the settings have %j', (settings, message) => {
  expect(() => configuration(settings)).toThrow(message);
});
