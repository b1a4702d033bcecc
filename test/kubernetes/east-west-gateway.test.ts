import { manifests, ofKind } from './manifests';
import { EastWestGateway, EastWestGatewayProps } from '../../src/kubernetes';

function gateway(props: Partial<EastWestGatewayProps> = {}): any[] {
  return manifests(chart => new EastWestGateway(chart, 'gateway', { network: 'network1', ...props }));
}

test('all objects of the gateway, in the namespace of istiod under one name', () => {
  const objects = gateway();
  expect(objects.map(({ kind }) => kind)).toEqual(['ServiceAccount', 'Role', 'RoleBinding', 'Deployment', 'PodDisruptionBudget', 'Service']);
  expect(new Set(objects.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`))).toEqual(new Set(['istio-system/istio-eastwestgateway']));
});

test('istiod injects a gateway into the pods', () => {
  const { template } = ofKind('Deployment', gateway()).spec;
  expect(template.metadata).toEqual({
    labels: {
      'app': 'istio-eastwestgateway',
      'istio': 'eastwestgateway',
      'istio.io/dataplane-mode': 'none',
      'sidecar.istio.io/inject': 'true',
      'topology.istio.io/network': 'network1',
    },
    annotations: {
      'inject.istio.io/templates': 'gateway',
      'proxy.istio.io/config': 'terminationDrainDuration: 60s',
    },
  });
  expect(template.spec.containers).toEqual([expect.objectContaining({
    name: 'istio-proxy',
    image: 'auto',
    imagePullPolicy: 'IfNotPresent',
    env: [{ name: 'ISTIO_META_REQUESTED_NETWORK_VIEW', value: 'network1' }],
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '2000m', memory: '1024Mi' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
    },
  })]);
});

test('a named revision injects the proxy', () => {
  expect(ofKind('Deployment', gateway({ revision: 'stable' })).spec.template.metadata.labels).toMatchObject({ 'istio.io/rev': 'stable' });
});

test('a rollout never has fewer gateways, and a drain takes one at a time', () => {
  const objects = gateway({ replicas: 3 });
  const { spec } = ofKind('Deployment', objects);
  expect(spec.replicas).toBe(3);
  expect(spec.strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } });
  expect(ofKind('PodDisruptionBudget', objects).spec).toEqual({ maxUnavailable: 1, selector: spec.selector });
});

test('there are two gateways unless more are asked for', () => {
  expect(ofKind('Deployment', gateway()).spec.replicas).toBe(2);
});

test('open connections end before the pod does', () => {
  const { metadata, spec } = ofKind('Deployment', gateway()).spec.template;
  const drain = Number(/terminationDrainDuration: (\d+)s/.exec(metadata.annotations['proxy.istio.io/config'])![1]);
  expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(drain);
});

test('gateways stand in different zones and on different nodes if they can', () => {
  const { spec, metadata } = ofKind('Deployment', gateway()).spec.template;
  expect(spec.topologySpreadConstraints.map((each: any) => [each.topologyKey, each.maxSkew, each.whenUnsatisfiable])).toEqual([
    ['topology.kubernetes.io/zone', 1, 'ScheduleAnyway'],
    ['kubernetes.io/hostname', 1, 'ScheduleAnyway'],
  ]);
  for (const { labelSelector } of spec.topologySpreadConstraints) {
    expect(metadata.labels).toMatchObject(labelSelector.matchLabels);
  }
});

test('the Service and the Deployment select the pods', () => {
  const objects = gateway();
  const { selector, template } = ofKind('Deployment', objects).spec;
  expect(template.metadata.labels).toMatchObject(selector.matchLabels);
  expect(ofKind('Service', objects).spec.selector).toEqual(selector.matchLabels);
});

test('the proxy may read the Secrets of its own namespace, and nothing else', () => {
  const objects = gateway();
  expect(ofKind('Role', objects).rules).toEqual([{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch'] }]);
  expect(ofKind('RoleBinding', objects)).toMatchObject({
    roleRef: { kind: 'Role', name: 'istio-eastwestgateway' },
    subjects: [{ kind: 'ServiceAccount', name: 'istio-eastwestgateway', namespace: 'istio-system' }],
  });
  expect(ofKind('Deployment', objects).spec.template.spec.serviceAccountName).toBe(ofKind('ServiceAccount', objects).metadata.name);
});

test('the Service stays inside the cluster', () => {
  const { metadata, spec } = ofKind('Service', gateway());
  expect(spec.type).toBe('ClusterIP');
  expect(metadata).not.toHaveProperty('annotations');
});

test('the Service makes a load balancer', () => {
  const { metadata, spec } = ofKind('Service', gateway({ loadBalancer: { name: 'demo-cluster1-ew', idleTimeoutSeconds: 350 } }));
  expect(spec).toMatchObject({ type: 'LoadBalancer', loadBalancerClass: 'service.k8s.aws/nlb', allocateLoadBalancerNodePorts: false });
  expect(metadata.annotations['service.beta.kubernetes.io/aws-load-balancer-name']).toBe('demo-cluster1-ew');
});
