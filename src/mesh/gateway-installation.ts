import { gatewayReplicas } from './gateway-replicas';

/** The tool that installs the east-west gateway. */
export enum GatewayInstaller {
  /** `kubectl apply`: plain manifests whose proxy is injected by istiod. */
  MANIFESTS = 'manifests',
  /** `istioctl install -f`. */
  ISTIO_OPERATOR = 'istio-operator',
  /** `helm install` of Istio's `gateway` chart. */
  HELM = 'helm',
}

/** Options of the east-west gateway. */
export interface EastWestGatewayOptions {
  /**
   * How many gateway pods run, spread over the zones. At least 2, so that losing one loses no traffic.
   *
   * @default 2
   */
  readonly replicas?: number;
}

/**
 * How the east-west gateway gets into the cluster.
 *
 * @example
 * const orders = mesh.addCluster('orders', {
 *   account: '111111111111',
 *   region: 'eu-west-1',
 *   vpc: ClusterVpc.fromLookup('vpc-0a333333333333333'),
 *   gatewayInstallation: GatewayInstallation.helm({ replicas: 3 }),
 * });
 * orders.consume(cluster1);
 */
export class GatewayInstallation {
  /**
   * Plain manifests with the gateway injection template, in `20-eastwest-gateway.yaml`.
   * @see https://istio.io/latest/docs/setup/additional-setup/gateway/
   */
  public static manifests(options: EastWestGatewayOptions = {}): GatewayInstallation {
    return new GatewayInstallation(GatewayInstaller.MANIFESTS, options);
  }

  /** An IstioOperator for `istioctl install -f install/eastwest.yaml`. */
  public static istioOperator(options: EastWestGatewayOptions = {}): GatewayInstallation {
    return new GatewayInstallation(GatewayInstaller.ISTIO_OPERATOR, options);
  }

  /** Values for Istio's `gateway` chart, in `install/eastwest-values.yaml`. */
  public static helm(options: EastWestGatewayOptions = {}): GatewayInstallation {
    return new GatewayInstallation(GatewayInstaller.HELM, options);
  }

  /** How many gateway pods run. */
  public readonly replicas: number;

  private constructor(
    /** The tool that installs the gateway. */
    public readonly installer: GatewayInstaller,
    options: EastWestGatewayOptions,
  ) {
    this.replicas = gatewayReplicas(options.replicas);
  }
}
