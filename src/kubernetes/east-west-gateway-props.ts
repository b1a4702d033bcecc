/** A load balancer that the AWS Load Balancer Controller creates for the gateway's Service. */
export interface GatewayLoadBalancer {
  /** The name of the load balancer: at most 32 letters, digits and hyphens. */
  readonly name: string;

  /**
   * After how many seconds without a packet the load balancer forgets a connection: 60 to 6000.
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html
   */
  readonly idleTimeoutSeconds: number;
}

/** An east-west gateway, whichever tool installs it. */
export interface EastWestGatewayProps {
  /** The network of the cluster. The gateway passes traffic to endpoints on this network only. */
  readonly network: string;

  /**
   * How many gateway pods run. At least 2, so that one can be lost or replaced.
   *
   * @default 2
   */
  readonly replicas?: number;

  /**
   * The revision of istiod that injects the proxy.
   *
   * @default - the default revision
   * @see https://istio.io/latest/docs/setup/upgrade/canary/
   */
  readonly revision?: string;

  /**
   * The load balancer to create.
   *
   * @default - none; the Service is `ClusterIP`, and a TargetGroupBinding registers its pods
   */
  readonly loadBalancer?: GatewayLoadBalancer;
}
