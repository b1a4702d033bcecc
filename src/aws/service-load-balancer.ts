import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { MeshCluster } from '../mesh/mesh-cluster';
import { EAST_WEST_GATEWAY, ISTIO_NAMESPACE } from '../mesh/names';

/**
 * The load balancer that the Service of the east-west gateway made: by its ARN, or looked up by the tags that the AWS Load Balancer Controller gives it.
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/nlb/
 */
export function serviceLoadBalancer(scope: Construct, cluster: MeshCluster): elbv2.INetworkLoadBalancer {
  const { loadBalancerArn, eksClusterName } = cluster.loadBalancer;
  if (loadBalancerArn === undefined) {
    return elbv2.NetworkLoadBalancer.fromLookup(scope, 'LoadBalancer', {
      loadBalancerTags: {
        'elbv2.k8s.aws/cluster': eksClusterName ?? cluster.name,
        'service.k8s.aws/stack': `${ISTIO_NAMESPACE}/${EAST_WEST_GATEWAY}`,
      },
    });
  }
  return elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(scope, 'LoadBalancer', { loadBalancerArn });
}
