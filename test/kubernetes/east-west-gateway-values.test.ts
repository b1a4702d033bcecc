import { referencesIn } from './manifests';
import { EastWestGatewayProps } from '../../src/kubernetes';
import { eastWestGatewayValues } from '../../src/kubernetes/east-west-gateway-values';

/** Of the keys that the schema of the chart has in every release from 1.27 to 1.31, those that are used, with the type that it wants. */
const SCHEMA: Record<string, string> = {
  name: 'string',
  imagePullPolicy: 'string',
  revision: 'string',
  replicaCount: 'number',
  autoscaling: 'object',
  env: 'object',
  service: 'object',
  podAnnotations: 'object',
  podDisruptionBudget: 'object',
  strategy: 'object',
  terminationGracePeriodSeconds: 'number',
  topologySpreadConstraints: 'object',
};

function values(props: Partial<EastWestGatewayProps> = {}): any {
  return eastWestGatewayValues({ network: 'network1', ...props });
}

test.each([
  [{}],
  [{ revision: 'stable', replicas: 5 }],
  [{ loadBalancer: { name: 'demo-cluster1-ew', idleTimeoutSeconds: 60 } }],
])('the schema of the chart takes the values for %j', props => {
  for (const [key, value] of Object.entries(values(props))) {
    expect([key, typeof value]).toEqual([key, SCHEMA[key]]);
  }
  expect(Array.isArray(values(props).topologySpreadConstraints)).toBe(true);
});

test('the network is known to the proxy, not to the chart, which would label the Service and open the ports of istiod', () => {
  expect(values()).not.toHaveProperty('networkGateway');
  expect(values()).not.toHaveProperty('labels');
  expect(values().env).toEqual({ ISTIO_META_REQUESTED_NETWORK_VIEW: 'network1' });
});

test('the chart derives the selector of the pods from the name', () => {
  expect(values().name).toBe('istio-eastwestgateway');
  expect(values().topologySpreadConstraints.map((constraint: any) => constraint.labelSelector.matchLabels)).toEqual([
    { app: 'istio-eastwestgateway', istio: 'eastwestgateway' },
    { app: 'istio-eastwestgateway', istio: 'eastwestgateway' },
  ]);
});

test('a fixed number of gateways', () => {
  expect(values({ replicas: 3 })).toMatchObject({
    replicaCount: 3,
    autoscaling: { enabled: false },
    podDisruptionBudget: { maxUnavailable: 1 },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    terminationGracePeriodSeconds: 90,
    podAnnotations: { 'proxy.istio.io/config': 'terminationDrainDuration: 60s' },
  });
});

test('a named revision injects the proxy', () => {
  expect(values({ revision: 'stable' }).revision).toBe('stable');
  expect(values()).not.toHaveProperty('revision');
});

test('no part is the same object as another', () => {
  const references = referencesIn(values({ loadBalancer: { name: 'demo', idleTimeoutSeconds: 350 } }));
  expect(new Set(references).size).toBe(references.length);
});
