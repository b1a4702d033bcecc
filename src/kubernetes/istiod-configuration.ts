import { IstiodSettings } from './istiod-settings';
import { dnsLabel, dnsName } from '../mesh/dns-name';
import { idleTimeoutSeconds } from '../mesh/idle-timeout';

/** The settings as Istio's charts take them; objects are new for each call. */
export interface IstiodConfiguration {
  readonly revision?: string;
  readonly global: object;
  readonly meshConfig: object;
}

/**
 * There is no environment variable in it: what a multi-network mesh needs (resolving gateways' host names, discovering
 * `istio-remote` Gateways, allocating addresses for ServiceEntries) is on by default in every release from 1.27 to 1.31.
 * `PILOT_ENABLE_REMOTE_CREDENTIALS_CONTROLLER=false`, made in 1.31 for readers without Secrets, crashes istiod.
 */
export function istiodConfiguration(settings: IstiodSettings): IstiodConfiguration {
  const { revision } = settings;
  const clusterName = dnsLabel(settings.clusterName, 'cluster name');
  const where = `of cluster "${clusterName}"`;
  return {
    ...revision === undefined ? {} : { revision: dnsLabel(revision, ['revision', where]) },
    global: {
      meshID: dnsLabel(settings.meshId, 'mesh id'),
      multiCluster: { clusterName },
      network: dnsLabel(settings.network, ['network', where]),
      ...readerRbac(settings),
    },
    meshConfig: {
      trustDomain: dnsName(settings.trustDomain, ['trust domain', where], 1),
      tcpKeepalive: tcpKeepalive(settings.idleTimeoutSeconds),
      ...settings.dnsCapture ? { defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } } } : {},
      serviceSettings: serviceSettings(settings.importedHosts),
    },
  };
}

function readerRbac({ clusterName, defaultReader, istioVersion }: IstiodSettings): object {
  if (defaultReader) {
    return {};
  }
  if (!istioVersion._hasReaderRbacSwitch) {
    throw new Error(`istiod of cluster "${clusterName}" leaves out Istio's default reader, but runs Istio ${istioVersion.version}: ` +
      'the charts can do that from 1.30 on, upgrade Istio or set defaultReader: true');
  }
  return { enableReaderRBAC: false };
}

/** The first probe, and all that may be lost after it, fit into the idle timeout. */
function tcpKeepalive(idleTimeout: number): object {
  const idle = idleTimeoutSeconds(idleTimeout);
  return {
    time: `${Math.min(60, Math.floor(idle / 3))}s`,
    interval: `${Math.min(15, Math.floor(idle / 6))}s`,
    probes: 3,
  };
}

/** https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ServiceSettings */
function serviceSettings(importedHosts: string[]): object[] {
  const hosts = [...new Set(importedHosts.map(host => dnsName(host, 'imported host')))].sort();
  return [
    { settings: { clusterLocal: true }, hosts: ['*'] },
    ...hosts.length === 0 ? [] : [{ settings: { clusterLocal: false }, hosts }],
  ];
}
