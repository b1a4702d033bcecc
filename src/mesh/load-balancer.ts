import { Duration } from 'aws-cdk-lib';
import { noToken } from './dns-name';
import { idleTimeoutSeconds } from './idle-timeout';
import { LoadBalancerMaker } from './load-balancer-maker';
import { quoted } from './quoted';

/** Options of a load balancer that the CDK creates. */
export interface ManagedLoadBalancerOptions {
  /**
   * Whether AWS refuses to delete the load balancer.
   *
   * AWS refuses already while the endpoint service uses it. With the protection on, deleting the stack removes the endpoint
   * service and then stops at the load balancer; termination protection of the stack is what guards against accidents.
   *
   * @default false
   */
  readonly deletionProtection?: boolean;

  /**
   * After how long without a packet the load balancer forgets a connection: 60 to 6000 seconds.
   *
   * @default Duration.seconds(350)
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html
   */
  readonly idleTimeout?: Duration;
}

/** Options of a load balancer that a Kubernetes Service creates. */
export interface ServiceLoadBalancerOptions {
  /**
   * The ARN of the load balancer.
   *
   * @default - looked up at synthesis by the tags that the AWS Load Balancer Controller puts on it; needs AWS credentials
   */
  readonly loadBalancerArn?: string;

  /**
   * The name of the EKS cluster, which the lookup needs.
   *
   * @default - the name of the mesh cluster
   */
  readonly eksClusterName?: string;

  /**
   * After how long without a packet the load balancer forgets a connection: 60 to 6000 seconds.
   *
   * @default Duration.seconds(350)
   */
  readonly idleTimeout?: Duration;
}

/**
 * Who creates the network load balancer before a cluster's east-west gateway.
 *
 * @example
 * const orders = mesh.addCluster('orders', {
 *   account: '111111111111',
 *   region: 'eu-west-1',
 *   vpc: ClusterVpc.fromLookup('vpc-0a333333333333333'),
 *   loadBalancer: LoadBalancer.managed({ idleTimeout: Duration.minutes(30) }),
 * });
 * orders.consume(cluster1);
 */
export class LoadBalancer {
  /** The CDK creates it. A TargetGroupBinding registers the gateway's pods, whose Service stays `ClusterIP`. */
  public static managed(options: ManagedLoadBalancerOptions = {}): LoadBalancer {
    return new LoadBalancer(false, options.idleTimeout, options.deletionProtection ?? false);
  }

  /**
   * A Service of type `LoadBalancer` creates it, through the AWS Load Balancer Controller.
   *
   * Apply the bundle first, then deploy the stacks.
   * @throws when the ARN is not that of a network load balancer, or the name not that of an EKS cluster
   */
  public static fromService(options: ServiceLoadBalancerOptions = {}): LoadBalancer {
    const arn = options.loadBalancerArn;
    if (arn !== undefined && !/^arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\d{12}:loadbalancer\/net\/[^/]+\/[0-9a-f]+$/.test(noToken(arn, 'load balancer ARN'))) {
      throw new Error(`load balancer ARN ${quoted(arn)} is not that of a network load balancer: ` +
        'expected arn:aws:elasticloadbalancing:<region>:<account>:loadbalancer/net/<name>/<id>');
    }
    const { eksClusterName } = options;
    // https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
    if (eksClusterName !== undefined && !/^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/.test(noToken(eksClusterName, 'EKS cluster name'))) {
      throw new Error(`EKS cluster name ${quoted(eksClusterName)} is not the name of an EKS cluster: ` +
        'expected at most 100 letters, digits, "-" and "_", starting with a letter or digit');
    }
    return new LoadBalancer(true, options.idleTimeout, false, arn, eksClusterName);
  }

  /** After how many seconds without a packet the load balancer forgets a connection. */
  public readonly idleTimeoutSeconds: number;

  private constructor(
    /** Whether a Kubernetes Service creates the load balancer. */
    public readonly fromKubernetesService: boolean,
    idleTimeout: Duration | undefined,
    /** Whether AWS refuses to delete the load balancer. */
    public readonly deletionProtection: boolean,
    /** The ARN of a load balancer that a Service created, if given. */
    public readonly loadBalancerArn?: string,
    /** The name of the EKS cluster for the lookup, if given. */
    public readonly eksClusterName?: string,
  ) {
    this.idleTimeoutSeconds = idleTimeoutSeconds(idleTimeout?.toSeconds({ integral: false }));
  }

  /** @internal */
  public get _maker(): LoadBalancerMaker {
    return this.fromKubernetesService ? 'service' : 'cdk';
  }
}
