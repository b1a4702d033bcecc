import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { EastWestGatewayProps } from './east-west-gateway-props';
import {
  gatewayLabels, gatewayResources, GatewaySettings, gatewaySettings, MAX_UNAVAILABLE, networkViewVariable, proxyConfigAnnotations, spreadConstraints,
  TERMINATION_GRACE_SECONDS,
  IMAGE_PULL_POLICY,
} from './gateway-settings';
import { EAST_WEST_GATEWAY, EAST_WEST_PORT, HEALTH_CHECK_PORT, ISTIO_NAMESPACE } from '../mesh/names';

/**
 * An east-west gateway as plain manifests. The proxy is injected by istiod.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/gateway/
 *
 * @example
 * new EastWestGateway(chart, 'Gateway', { network: 'cluster1', replicas: 3 });
 */
export class EastWestGateway extends Construct {
  /**
   * @throws when the network or revision is not a DNS label, there are fewer than 2 replicas, or the load balancer's settings are out of range
   */
  constructor(scope: Construct, id: string, props: EastWestGatewayProps) {
    super(scope, id);
    const settings = gatewaySettings(props);
    const metadata = { name: EAST_WEST_GATEWAY, namespace: ISTIO_NAMESPACE, labels: gatewayLabels() };

    new k8s.KubeServiceAccount(this, 'ServiceAccount', { metadata });
    new k8s.KubeRole(this, 'Role', {
      metadata,
      // The proxy asks its own account for the certificates that Gateways name.
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch'] }],
    });
    new k8s.KubeRoleBinding(this, 'RoleBinding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: EAST_WEST_GATEWAY },
      subjects: [{ kind: 'ServiceAccount', name: EAST_WEST_GATEWAY, namespace: ISTIO_NAMESPACE }],
    });
    new k8s.KubeDeployment(this, 'Deployment', { metadata, spec: deploymentSpec(settings) });
    new k8s.KubePodDisruptionBudget(this, 'PodDisruptionBudget', {
      metadata,
      spec: { maxUnavailable: k8s.IntOrString.fromNumber(MAX_UNAVAILABLE), selector: { matchLabels: gatewayLabels() } },
    });
    const { spec, annotations } = settings.service;
    new k8s.KubeService(this, 'Service', {
      metadata: { ...metadata, annotations },
      spec: {
        ...spec,
        selector: gatewayLabels(),
        ports: spec.ports.map(port => ({ ...port, targetPort: k8s.IntOrString.fromNumber(port.targetPort) })),
      },
    });
  }
}

function deploymentSpec({ network, replicas, revision }: GatewaySettings): k8s.DeploymentSpec {
  return {
    replicas,
    selector: { matchLabels: gatewayLabels() },
    strategy: {
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: k8s.IntOrString.fromNumber(0), maxSurge: k8s.IntOrString.fromNumber(1) },
    },
    template: {
      metadata: {
        labels: {
          ...gatewayLabels(),
          'topology.istio.io/network': network,
          'sidecar.istio.io/inject': 'true',
          ...revision === undefined ? {} : { 'istio.io/rev': revision },
          // A gateway is a proxy: in a namespace of the ambient data plane it must not be captured.
          'istio.io/dataplane-mode': 'none',
        },
        annotations: { 'inject.istio.io/templates': 'gateway', ...proxyConfigAnnotations() },
      },
      spec: {
        serviceAccountName: EAST_WEST_GATEWAY,
        terminationGracePeriodSeconds: TERMINATION_GRACE_SECONDS,
        topologySpreadConstraints: spreadConstraints(),
        containers: [proxyContainer(network)],
      },
    },
  };
}

/** Named and imaged so that the injection template completes it. */
function proxyContainer(network: string): k8s.Container {
  const { requests, limits } = gatewayResources();
  return {
    name: 'istio-proxy',
    image: 'auto',
    imagePullPolicy: IMAGE_PULL_POLICY,
    env: [networkViewVariable(network)],
    ports: [
      { name: 'tls', containerPort: EAST_WEST_PORT, protocol: 'TCP' },
      { name: 'status-port', containerPort: HEALTH_CHECK_PORT, protocol: 'TCP' },
      { name: 'http-envoy-prom', containerPort: 15090, protocol: 'TCP' },
    ],
    resources: { requests: quantities(requests), limits: quantities(limits) },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
    },
  };
}

function quantities(amounts: Record<string, string>): Record<string, k8s.Quantity> {
  return Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, k8s.Quantity.fromString(amount)]));
}
