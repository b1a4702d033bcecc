import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { elasticLoadBalancingName } from '../mesh/elastic-load-balancing-name';
import { EAST_WEST_GATEWAY, EAST_WEST_PORT, ISTIO_NAMESPACE } from '../mesh/names';

/** The target group that the east-west gateway's pods are registered in. */
export interface GatewayTargetGroupBindingProps {
  /** The name of the target group: at most 32 letters, digits and hyphens. Its targets are IP addresses. */
  readonly targetGroupName: string;
}

/** https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/spec/ */
interface TargetGroupBindingSpec {
  readonly serviceRef: { readonly name: string; readonly port: number };
  readonly targetGroupName: string;
  readonly targetType: 'ip';
}

/**
 * Registers the east-west gateway's pods in a target group that exists already.
 *
 * The AWS Load Balancer Controller then changes no security group: the load balancer's must be let in beforehand.
 *
 * @example
 * new GatewayTargetGroupBinding(chart, 'Binding', { targetGroupName: 'shop-east-west' });
 */
export class GatewayTargetGroupBinding extends Construct {
  /**
   * @throws when the name is not one that Elastic Load Balancing takes
   */
  constructor(scope: Construct, id: string, props: GatewayTargetGroupBindingProps) {
    super(scope, id);
    const spec: TargetGroupBindingSpec = {
      serviceRef: { name: EAST_WEST_GATEWAY, port: EAST_WEST_PORT },
      targetGroupName: elasticLoadBalancingName(props.targetGroupName, 'target group name'),
      targetType: 'ip',
    };
    new ApiObject(this, 'Resource', {
      apiVersion: 'elbv2.k8s.aws/v1beta1',
      kind: 'TargetGroupBinding',
      metadata: { name: EAST_WEST_GATEWAY, namespace: ISTIO_NAMESPACE },
      spec,
    });
  }
}
