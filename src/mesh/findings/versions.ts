import { Finding, FindingSeverity } from '../finding';
import { Mesh } from '../mesh';

/** VER: releases of Istio. */
export function versionFindings(mesh: Mesh): Finding[] {
  return [
    ...mesh.clusters.filter(cluster => cluster.istioVersion._knownDefect).map(cluster => ({
      id: 'VER-01',
      severity: FindingSeverity.WARNING,
      subject: cluster.name,
      message: `cluster "${cluster.name}" runs Istio ${cluster.istioVersion.version}, in which ${cluster.istioVersion._knownDefect}: ` +
        'use IstioVersion.of("1.30.4") or later, or 1.29',
    })),
    ...mesh.links.filter(link => Math.abs(link.consumer.istioVersion.minor - link.provider.istioVersion.minor) > 1).map(link => ({
      id: 'VER-02',
      severity: FindingSeverity.WARNING,
      subject: link.name,
      message: `link ${link.name} joins Istio ${link.consumer.istioVersion.version} and ${link.provider.istioVersion.version}, ` +
        'further apart than the one minor release that Istio supports between a control plane and proxies: upgrade the older one',
    })),
  ];
}
