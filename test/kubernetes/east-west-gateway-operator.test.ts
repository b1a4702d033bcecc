import { manifest } from './manifests';
import { EastWestGatewayOperator, EastWestGatewayProps } from '../../src/kubernetes';

function operator(props: Partial<EastWestGatewayProps> = {}): any {
  return manifest(chart => new EastWestGatewayOperator(chart, 'gateway', { network: 'network1', ...props }));
}

function component(props: Partial<EastWestGatewayProps> = {}): any {
  const { ingressGateways } = operator(props).spec.components;
  expect(ingressGateways).toHaveLength(1);
  return ingressGateways[0];
}

test('a file of its own for istioctl, which installs nothing but the gateway', () => {
  const { apiVersion, kind, metadata, spec } = operator();
  expect({ apiVersion, kind, metadata }).toEqual({
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    metadata: { name: 'eastwest', namespace: 'istio-system' },
  });
  expect(spec.profile).toBe('empty');
  expect(spec).not.toHaveProperty('revision');
  expect(component()).toMatchObject({ name: 'istio-eastwestgateway', enabled: true });
});

test('a named revision injects the proxy', () => {
  expect(operator({ revision: 'stable' }).spec.revision).toBe('stable');
});

test('istiod injects a gateway of this network', () => {
  const { spec } = operator();
  expect(spec.values.gateways['istio-ingressgateway'].injectionTemplate).toBe('gateway');
  expect(spec.values.global).toEqual({ network: 'network1', imagePullPolicy: 'IfNotPresent' });
  expect(component().k8s.env).toEqual([{ name: 'ISTIO_META_REQUESTED_NETWORK_VIEW', value: 'network1' }]);
});

test('the number of replicas is a value, which the chart asks before it makes a PodDisruptionBudget', () => {
  expect(operator({ replicas: 3 }).spec.values.gateways['istio-ingressgateway']).toMatchObject({ autoscaleEnabled: false, replicaCount: 3 });
  expect(component().k8s).not.toHaveProperty('replicaCount');
  expect(component().k8s.podDisruptionBudget).toEqual({ maxUnavailable: 1 });
  expect(component().k8s.strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } });
});

test('what istioctl has no field for is laid over the Deployment', () => {
  const { kind, name, patches } = component().k8s.overlays[0];
  expect([kind, name]).toEqual(['Deployment', 'istio-eastwestgateway']);
  expect(Object.fromEntries(patches.map(({ path, value }: any) => [path, value]))).toMatchObject({
    'spec.template.metadata.labels.topology\\.istio\\.io/network': 'network1',
    'spec.template.spec.terminationGracePeriodSeconds': 90,
    'spec.template.spec.topologySpreadConstraints': [
      { topologyKey: 'topology.kubernetes.io/zone', labelSelector: { matchLabels: component().label } },
      { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: component().label } },
    ],
  });
  expect(component().k8s.podAnnotations).toEqual({ 'proxy.istio.io/config': 'terminationDrainDuration: 60s' });
});
