import { IstiodOperator } from '../../kubernetes/istiod-operator';
import { IstiodSettings } from '../../kubernetes/istiod-settings';
import { istiodValues } from '../../kubernetes/istiod-values';
import { IstiodInstallation, MeshCluster, NameResolution } from '../../mesh';
import { ISTIO_NAMESPACE } from '../../mesh/names';
import { BundleFile } from '../bundle-file';

export function istiod(cluster: MeshCluster): BundleFile[] {
  const { mesh } = cluster;
  const onTheWay = [cluster, ...cluster.consumes.map(link => link.provider)];
  const settings: IstiodSettings = {
    meshId: mesh.meshId,
    clusterName: cluster.name,
    network: cluster.network,
    trustDomain: mesh.trustDomain,
    importedHosts: cluster.importedServices.map(service => service.host),
    dnsCapture: cluster.nameResolution === NameResolution.DNS_CAPTURE,
    idleTimeoutSeconds: Math.min(...onTheWay.map(({ loadBalancer }) => loadBalancer.idleTimeoutSeconds)),
    defaultReader: cluster.defaultReader,
    istioVersion: cluster.istioVersion,
    revision: cluster.revision,
  };
  const values: BundleFile = {
    path: 'install/istiod-values.yaml',
    purpose: cluster.istiodInstallation === IstiodInstallation.ELSEWHERE
      ? `Settings to merge into the installation of istiod in cluster ${cluster.name}, as values of Istio's istiod chart.`
      : `Values of Istio's istiod chart for cluster ${cluster.name}: helm install istiod -n ${ISTIO_NAMESPACE} -f this-file.`,
    content: { values: istiodValues(settings) },
  };
  return cluster.istiodInstallation === IstiodInstallation.ELSEWHERE ? [values] : [{
    path: 'install/istiod.yaml',
    purpose: `istiod of cluster ${cluster.name}: istioctl install -f this-file.`,
    content: { chart: chart => { new IstiodOperator(chart, 'istiod', settings); } },
  }, values];
}
