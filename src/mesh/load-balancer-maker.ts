/** Who creates a cluster's load balancer, as `mesh.json` says it. */
export const LOAD_BALANCER_MAKERS = ['cdk', 'service'] as const;

export type LoadBalancerMaker = typeof LOAD_BALANCER_MAKERS[number];
