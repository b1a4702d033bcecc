import { EastWestGateway } from '../../kubernetes/east-west-gateway';
import { EastWestGatewayOperator } from '../../kubernetes/east-west-gateway-operator';
import { EastWestGatewayProps } from '../../kubernetes/east-west-gateway-props';
import { eastWestGatewayValues } from '../../kubernetes/east-west-gateway-values';
import { GatewayTargetGroupBinding } from '../../kubernetes/gateway-target-group-binding';
import { GatewayInstaller, MeshCluster } from '../../mesh';
import { ISTIO_NAMESPACE, loadBalancingName, providerStackName } from '../../mesh/names';
import { BundleFile } from '../bundle-file';

export function eastWestGateway(cluster: MeshCluster): BundleFile[] {
  if (cluster.provides.length === 0) {
    return [];
  }
  const { loadBalancer, gatewayInstallation, name, mesh } = cluster;
  const loadBalancerName = loadBalancingName(mesh.meshId, name);
  const props: EastWestGatewayProps = {
    network: cluster.network,
    replicas: gatewayInstallation.replicas,
    revision: cluster.revision,
    loadBalancer: loadBalancer.fromKubernetesService ? { name: loadBalancerName, idleTimeoutSeconds: loadBalancer.idleTimeoutSeconds } : undefined,
  };
  const binding: BundleFile = {
    path: '21-target-group-binding.yaml',
    purpose: `Registers the gateway's pods in the target group of stack ${providerStackName(mesh.meshId, name)}.`,
    syncWave: 5,
    content: { chart: chart => { new GatewayTargetGroupBinding(chart, 'binding', { targetGroupName: loadBalancerName }); } },
  };
  return [gatewayFile(gatewayInstallation.installer, name, props), ...(loadBalancer.fromKubernetesService ? [] : [binding])];
}

/** The one file of the chosen installer. */
function gatewayFile(installer: GatewayInstaller, cluster: string, props: EastWestGatewayProps): BundleFile {
  switch (installer) {
    case GatewayInstaller.MANIFESTS: return {
      path: '20-eastwest-gateway.yaml',
      purpose: `The east-west gateway of cluster ${cluster}; istiod injects its proxy.`,
      syncWave: 0,
      content: { chart: chart => { new EastWestGateway(chart, 'gateway', props); } },
    };
    case GatewayInstaller.ISTIO_OPERATOR: return {
      path: 'install/eastwest.yaml',
      purpose: `The east-west gateway of cluster ${cluster}: istioctl install -f this-file.`,
      content: { chart: chart => { new EastWestGatewayOperator(chart, 'gateway', props); } },
    };
    case GatewayInstaller.HELM: return {
      path: 'install/eastwest-values.yaml',
      purpose: `Values of Istio's gateway chart for cluster ${cluster}: helm install istio-eastwestgateway -n ${ISTIO_NAMESPACE} -f this-file.`,
      content: { values: eastWestGatewayValues(props) },
    };
  }
}
