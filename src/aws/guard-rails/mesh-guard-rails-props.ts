import { Duration } from 'aws-cdk-lib';

/** What the guard rails cannot read from templates. */
export interface MeshGuardRailsProps {
  /**
   * How many interface endpoints a VPC may hold: the account's quota "Interface VPC endpoints per VPC".
   *
   * @default 50
   * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html
   */
  readonly interfaceEndpointQuota?: number;

  /**
   * After how long without a packet the proxies of the mesh probe a connection, `meshConfig.tcpKeepalive.time`.
   *
   * @default Duration.seconds(60)
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
   */
  readonly keepaliveTime?: Duration;
}
