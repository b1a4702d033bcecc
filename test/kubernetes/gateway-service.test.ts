import { Fn, Token } from 'aws-cdk-lib';
import { manifest, manifests, ofKind, stringsIn } from './manifests';
import { EastWestGateway, EastWestGatewayOperator, EastWestGatewayProps } from '../../src/kubernetes';
import { eastWestGatewayValues } from '../../src/kubernetes/east-west-gateway-values';

interface InstalledService {
  readonly type: string;
  readonly ports: any[];
  readonly annotations: Record<string, string>;
  readonly loadBalancerClass?: string;
  readonly allocateLoadBalancerNodePorts?: boolean;
  /** The labels that the installer puts on the Service. */
  readonly labels: Record<string, string>;
  /** All that the installer reads. */
  readonly input: unknown;
}

/** The Service that each installer makes of the same props. */
const INSTALLERS: Record<string, (props: EastWestGatewayProps) => InstalledService> = {
  manifests: props => {
    const { metadata, spec } = ofKind('Service', manifests(chart => new EastWestGateway(chart, 'gateway', props)));
    return { ...spec, annotations: metadata.annotations ?? {}, labels: metadata.labels, input: { metadata, spec } };
  },
  istioctl: props => {
    const input = manifest(chart => new EastWestGatewayOperator(chart, 'gateway', props));
    const { label, k8s } = input.spec.components.ingressGateways[0];
    return { ...k8s.service, annotations: k8s.serviceAnnotations ?? {}, labels: label, input };
  },
  helm: props => {
    const input: any = eastWestGatewayValues(props);
    // The chart puts `labels` on the Service, and the network's label with `networkGateway`.
    const network = input.networkGateway === undefined ? {} : { 'topology.istio.io/network': input.networkGateway };
    return { ...input.service, annotations: input.service.annotations ?? {}, labels: { ...input.labels, ...network }, input };
  },
};

const LOAD_BALANCER = { name: 'demo-cluster1-ew', idleTimeoutSeconds: 350 };

describe.each(Object.keys(INSTALLERS))('installed by %s', installer => {
  const service = (props: Partial<EastWestGatewayProps> = {}) => INSTALLERS[installer]({ network: 'network1', ...props });

  test.each([[{}], [{ loadBalancer: LOAD_BALANCER }]])('the Service of %j never names the network', props => {
    const { labels, annotations } = service(props);
    expect(Object.keys({ ...labels, ...annotations })).not.toContain('topology.istio.io/network');
  });

  test.each([[{}], [{ loadBalancer: LOAD_BALANCER }]])('the Service of %j has one port', props => {
    expect(service(props).ports).toEqual([{ name: 'tls', port: 15443, targetPort: 15443, protocol: 'TCP' }]);
  });

  test('the ports of istiod are nowhere', () => {
    const text = stringsIn(service({ loadBalancer: LOAD_BALANCER }).input).join('\n');
    expect(text).not.toMatch(/1501[27]/);
  });

  test('without a load balancer it is an internal Service', () => {
    const { type, annotations, loadBalancerClass, allocateLoadBalancerNodePorts } = service();
    expect({ type, annotations, loadBalancerClass, allocateLoadBalancerNodePorts }).toEqual({ type: 'ClusterIP', annotations: {} });
  });

  test('with a load balancer the AWS Load Balancer Controller makes an internal one with the pods as targets', () => {
    const prefix = 'service.beta.kubernetes.io/aws-load-balancer-';
    const { type, annotations, loadBalancerClass, allocateLoadBalancerNodePorts } = service({ loadBalancer: LOAD_BALANCER });
    expect({ type, loadBalancerClass, allocateLoadBalancerNodePorts }).toEqual({
      type: 'LoadBalancer',
      loadBalancerClass: 'service.k8s.aws/nlb',
      allocateLoadBalancerNodePorts: false,
    });
    expect(annotations).toEqual({
      [`${prefix}name`]: 'demo-cluster1-ew',
      [`${prefix}scheme`]: 'internal',
      [`${prefix}nlb-target-type`]: 'ip',
      [`${prefix}healthcheck-protocol`]: 'http',
      [`${prefix}healthcheck-port`]: '15021',
      [`${prefix}healthcheck-path`]: '/healthz/ready',
      [`${prefix}attributes`]: 'load_balancing.cross_zone.enabled=true',
      [`${prefix}target-group-attributes`]: 'preserve_client_ip.enabled=false,deregistration_delay.timeout_seconds=60',
      [`${prefix}listener-attributes.TCP-15443`]: 'tcp.idle_timeout.seconds=350',
      [`${prefix}inbound-sg-rules-on-private-link-traffic`]: 'off',
    });
  });

  test.each([
    [{ network: 'Network1' }, 'network "Network1" is not a DNS label'],
    [{ revision: '1.31' }, 'revision "1.31" is not a DNS label'],
    [{ replicas: 1 }, 'east-west gateway with 1 replicas: expected a whole number of at least 2'],
    [{ replicas: Token.asNumber(Fn.ref('Replicas')) }, 'number of replicas of the east-west gateway is a CDK token'],
    [{ loadBalancer: { ...LOAD_BALANCER, idleTimeoutSeconds: Token.asNumber(Fn.ref('Idle')) } }, 'idle timeout is a CDK token'],
    [{ replicas: 2.5 }, 'east-west gateway with 2.5 replicas'],
    [{ loadBalancer: { ...LOAD_BALANCER, name: 'internal-demo' } }, 'load balancer name "internal-demo" is not a name for Elastic Load Balancing'],
    [{ loadBalancer: { ...LOAD_BALANCER, name: 'a'.repeat(33) } }, 'at most 32 letters, digits and hyphens'],
    [{ loadBalancer: { ...LOAD_BALANCER, idleTimeoutSeconds: 59 } }, 'idle timeout of 59 seconds is out of range'],
    [{ loadBalancer: { ...LOAD_BALANCER, idleTimeoutSeconds: 6001 } }, 'a whole number from 60 to 6000 seconds'],
    [{ loadBalancer: { ...LOAD_BALANCER, idleTimeoutSeconds: 350.5 } }, 'idle timeout of 350.5 seconds is out of range'],
  ])('fails when the props have %j', (props, message) => {
    expect(() => service(props)).toThrow(message);
  });
});
