import { CLUSTERS, PODS, SNAPSHOT, TARGET_GROUP, TARGETS, withChange } from './private-link-fixture';
import { boundTargets, EndpointSlice, Service, targetChanges, TargetGroupBinding } from '../lab/private-link/target-group-binding';
import { TargetGroupController } from '../lab/private-link/target-group-controller';

const BINDING: TargetGroupBinding = {
  metadata: { namespace: 'istio-system', name: 'istio-eastwestgateway' },
  spec: { serviceRef: { name: 'istio-eastwestgateway', port: 15443 }, targetGroupName: 'demo-cluster2-ew', targetType: 'ip' },
};
const SERVICE: Service = { spec: { ports: [{ name: 'status', port: 15021 }, { name: 'tls', port: 15443 }] } };

function slice(...endpoints: readonly [string, boolean?][]): EndpointSlice {
  return {
    addressType: 'IPv4',
    ports: [{ name: 'status', port: 15021 }, { name: 'tls', port: 8443 }],
    endpoints: endpoints.map(([address, ready]) => ({ addresses: [address], conditions: { ready } })),
  };
}

describe('the targets of a TargetGroupBinding', () => {
  test('are the ready endpoints of its Service, on the port of the pods', () => {
    expect(boundTargets(BINDING, SERVICE, [slice(['10.20.128.11', true], ['10.20.128.12', false]), slice(['10.20.128.13'])]))
      .toEqual([{ Id: '10.20.128.11', Port: 8443 }, { Id: '10.20.128.13', Port: 8443 }]);
  });

  test('are each one once, and of IPv4', () => {
    const ipv6: EndpointSlice = { ...slice(['fd00::1', true]), addressType: 'IPv6' };
    expect(boundTargets(BINDING, SERVICE, [slice(['10.20.128.11', true]), slice(['10.20.128.11', true]), ipv6])).toEqual([{ Id: '10.20.128.11', Port: 8443 }]);
    expect(boundTargets(BINDING, SERVICE, [{ addressType: 'IPv4', ports: null, endpoints: null }])).toEqual([]);
  });

  test('are found by the name of the port, too', () => {
    const byName = { ...BINDING, spec: { ...BINDING.spec, serviceRef: { name: 'istio-eastwestgateway', port: 'tls' } } };
    expect(boundTargets(byName, SERVICE, [slice(['10.20.128.11', true])])).toEqual([{ Id: '10.20.128.11', Port: 8443 }]);
    const unknown = { ...BINDING, spec: { ...BINDING.spec, serviceRef: { name: 'istio-eastwestgateway', port: 80 } } };
    expect(() => boundTargets(unknown, SERVICE, [])).toThrow('Service istio-eastwestgateway has no port 80, but 15021, 15443');
  });

  test('are registered, and all others deregistered', () => {
    const [one, two, three] = [1, 2, 3].map(n => ({ Id: `10.0.0.${n}`, Port: 15443 }));
    expect(targetChanges([one!, two!], [two!, three!])).toEqual({ register: [three], deregister: [one] });
    expect(targetChanges([one!], [{ ...one!, Port: 8443 }])).toEqual({ register: [{ ...one!, Port: 8443 }], deregister: [one] });
  });
});

describe('the controller', () => {
  let bindings: TargetGroupBinding[];
  let slices: EndpointSlice[];
  let calls: unknown[];
  let controller: TargetGroupController;
  let isUp: boolean;

  beforeEach(() => {
    bindings = [BINDING];
    slices = [{ ...slice([PODS[0], true]), ports: [{ name: 'tls', port: 15443 }] }];
    calls = [];
    isUp = true;
    const objects: { [path: string]: () => unknown } = {
      '/apis/elbv2.k8s.aws/v1beta1/targetgroupbindings': () => ({ items: bindings }),
      '/api/v1/namespaces/istio-system/services/istio-eastwestgateway': () => SERVICE,
      '/apis/discovery.k8s.io/v1/namespaces/istio-system/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Distio-eastwestgateway': () => ({ items: slices }),
    };
    controller = new TargetGroupController(
      { call: async (environment, _, operation, parameters) => calls.push([environment.account, operation, parameters]) },
      {
        knows: cluster => cluster === 'cluster2',
        read: async <Kind>(_: string, path: string) => {
          if (!isUp) throw new Error('ECONNREFUSED');
          return objects[path]?.() as Kind | undefined;
        },
      });
  });

  const reconcile = async (snapshot = SNAPSHOT) => controller.reconcile(CLUSTERS, snapshot);

  test('makes the target group what the Service is', async () => {
    expect(await reconcile()).toEqual([]);
    expect(calls).toEqual([['111111111111', 'deregister_targets', { TargetGroupArn: TARGET_GROUP, Targets: [{ Id: PODS[1], Port: 15443 }] }]]);
    expect(await reconcile(withChange('targetGroups', 0, { Targets: [] }))).toEqual([]);
    expect(calls[1]).toEqual(['111111111111', 'register_targets', { TargetGroupArn: TARGET_GROUP, Targets: [{ Id: PODS[0], Port: 15443 }] }]);
    expect(await reconcile(withChange('targetGroups', 0, { Targets: [{ Id: PODS[0], Port: 15443 }] }))).toEqual([]);
    expect(calls).toHaveLength(2);
  });

  test('empties the target group of a binding that goes', async () => {
    await reconcile();
    bindings = [];
    await reconcile();
    await reconcile();
    expect(calls.slice(1)).toEqual([['111111111111', 'deregister_targets', { TargetGroupArn: TARGET_GROUP, Targets: TARGETS.Targets }]]);
  });

  test('changes nothing while it cannot ask the cluster', async () => {
    isUp = false;
    expect(await reconcile()).toEqual(['TargetGroupBindings of cluster2: ECONNREFUSED']);
    expect(calls).toEqual([]);
  });

  test.each<[string, Partial<TargetGroupBinding['spec']>, string]>([
    ['there is none of its name', { targetGroupName: 'other' }, 'there is no target group other in account 111111111111 and region eu-west-1'],
    ['there is none of its ARN', { targetGroupARN: 'arn:other' }, 'there is no target group arn:other in account 111111111111 and region eu-west-1'],
    ['it wants instances', { targetType: 'instance' }, 'targetType is instance: the lab has ip'],
    ['there is no such Service', { serviceRef: { name: 'other', port: 1 } }, 'there is no Service other'],
  ])('leaves target groups alone where %s', async (_, spec, problem) => {
    bindings = [{ ...BINDING, spec: { ...BINDING.spec, ...spec } }];
    expect(await reconcile()).toEqual([`TargetGroupBinding cluster2 istio-system/istio-eastwestgateway: ${problem}`]);
    expect(calls).toEqual([]);
  });

  test('does not fill a target group of another VPC, account or region', async () => {
    expect(await reconcile(withChange('targetGroups', 0, { VpcId: 'vpc-other' }))).toEqual([expect.stringContaining('is of vpc-other')]);
    const abroad = withChange('targetGroups', 0, { TargetGroupArn: TARGET_GROUP.replace('eu-west-1', 'us-east-1') });
    expect(await reconcile(abroad)).toEqual([expect.stringContaining('there is no target group demo-cluster2-ew')]);
    expect(calls).toEqual([]);
  });
});
