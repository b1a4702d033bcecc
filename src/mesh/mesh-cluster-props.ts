import { CertificateAuthority } from './certificate-authority';
import { ClusterVpc } from './cluster-vpc';
import { ExternalSecrets } from './external-secrets';
import { GatewayInstallation } from './gateway-installation';
import { IstioVersion } from './istio-version';
import { IstiodInstallation } from './istiod-installation';
import { LoadBalancer } from './load-balancer';
import { NameResolution } from './name-resolution';

/** A cluster of the mesh. */
export interface MeshClusterProps {
  /** The AWS account of the cluster: 12 digits. */
  readonly account: string;

  /** The AWS region of the cluster. */
  readonly region: string;

  /** The VPC of the cluster. */
  readonly vpc: ClusterVpc;

  /**
   * The name of the cluster's network in Istio's sense. No other cluster may have it.
   *
   * @default - the name of the cluster
   */
  readonly network?: string;

  /**
   * The security groups of the pods; usually the EKS cluster security group, which managed nodes and their pods carry.
   *
   * They may use the interface endpoints, and let in the load balancer.
   * @default - none; `podCidrs` decides
   */
  readonly podSecurityGroupIds?: string[];

  /**
   * The IPv4 ranges of the pods. They may use the interface endpoints, and the load balancer may reach them.
   *
   * @default - none; without `podSecurityGroupIds` either, the range of the VPC, with a finding
   */
  readonly podCidrs?: string[];

  /**
   * The IAM principals of this account that may create endpoints to the cluster's providers.
   *
   * @default - the account as a whole, `arn:<partition>:iam::<account>:root`
   */
  readonly principalArns?: string[];

  /**
   * Who creates the load balancer before the east-west gateway.
   *
   * @default LoadBalancer.managed()
   */
  readonly loadBalancer?: LoadBalancer;

  /**
   * How the east-west gateway is installed.
   *
   * @default GatewayInstallation.manifests()
   */
  readonly gatewayInstallation?: GatewayInstallation;

  /**
   * Who installs istiod.
   *
   * @default IstiodInstallation.BUNDLE
   */
  readonly istiodInstallation?: IstiodInstallation;

  /**
   * Who makes the Secret `cacerts`, with the key that signs the certificates of the cluster's workloads.
   *
   * @default CertificateAuthority.fromFiles()
   */
  readonly certificateAuthority?: CertificateAuthority;

  /**
   * How the External Secrets Operator of the cluster reaches AWS Secrets Manager.
   *
   * @default - the cluster has none
   */
  readonly externalSecrets?: ExternalSecrets;

  /**
   * How callers resolve the names of services that only other clusters run.
   *
   * @default NameResolution.DNS_CAPTURE
   */
  readonly nameResolution?: NameResolution;

  /**
   * The release of Istio in this cluster.
   *
   * @default - that of the mesh
   */
  readonly istioVersion?: IstioVersion;

  /**
   * The revision of istiod, where several run in the cluster.
   *
   * @default - the default revision
   * @see https://istio.io/latest/docs/setup/upgrade/canary/
   */
  readonly revision?: string;

  /**
   * Whether Istio's own reader account, whose role may list every Secret of the cluster, stays installed.
   *
   * The bundle brings a reader for each consumer instead. `false` needs Istio 1.30.
   * @default - false from Istio 1.30 on, true before
   */
  readonly defaultReader?: boolean;

  /**
   * Whether the gateway passes traffic to every Service of the cluster, not only to exported ones.
   *
   * @default false
   */
  readonly exposeAllServices?: boolean;

  /**
   * How many interface endpoints the VPC may hold: the account's quota "Interface VPC endpoints per VPC".
   *
   * @default 50
   * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html
   */
  readonly interfaceEndpointQuota?: number;
}
