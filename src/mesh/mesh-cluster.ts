import { RegionInfo } from 'aws-cdk-lib/region-info';
import { CertificateAuthority } from './certificate-authority';
import { CertificateAuthorityKind } from './certificate-authority-kind';
import { ClusterVpc } from './cluster-vpc';
import { DemoWebServer, DemoWebServerOptions } from './demo-web-server';
import { dnsLabel, noToken } from './dns-name';
import { ExportedService, ExportServiceProps } from './exported-service';
import { ExternalSecrets } from './external-secrets';
import { GatewayInstallation } from './gateway-installation';
import { isExactPrincipal } from './iam-principal';
import { ipv4Range } from './ipv4-range';
import { IstioVersion } from './istio-version';
import { IstiodInstallation } from './istiod-installation';
import { LoadBalancer } from './load-balancer';
import { Mesh } from './mesh';
import { MeshClusterProps } from './mesh-cluster-props';
import { ConsumeOptions, MeshLink } from './mesh-link';
import { NameResolution } from './name-resolution';
import { ISTIO_READER, readerServiceAccount } from './names';
import { qualifiableName } from './qualifiable-name';
import { quoted } from './quoted';

/**
 * A cluster of a mesh. Made by `Mesh.addCluster`.
 *
 * @example
 * cluster2.exportService({ namespace: 'billing', name: 'invoices', ports: [ServicePort.grpc(9000)], serviceAccount: 'invoices' });
 * cluster1.consume(cluster2); // this direction only
 */
export class MeshCluster {
  /** The AWS account. */
  public readonly account: string;
  /** The AWS region. */
  public readonly region: string;
  /** The AWS partition, for instance `aws`. */
  public readonly partition: string;
  /** The VPC. */
  public readonly vpc: ClusterVpc;
  /** The network in Istio's sense. */
  public readonly network: string;
  /** Who creates the load balancer. */
  public readonly loadBalancer: LoadBalancer;
  /** How the east-west gateway is installed. */
  public readonly gatewayInstallation: GatewayInstallation;
  /** Who installs istiod. */
  public readonly istiodInstallation: IstiodInstallation;
  /** Who makes the Secret `cacerts`. */
  public readonly certificateAuthority: CertificateAuthority;
  /** How the External Secrets Operator reaches AWS Secrets Manager. Undefined where there is none. */
  public readonly externalSecrets?: ExternalSecrets;
  /** How callers resolve the names of services that only other clusters run. */
  public readonly nameResolution: NameResolution;
  /** The release of Istio. */
  public readonly istioVersion: IstioVersion;
  /** The revision of istiod. Undefined for the default revision. */
  public readonly revision?: string;
  /** Whether Istio's own reader account stays installed. */
  public readonly defaultReader: boolean;
  /** Whether the gateway passes traffic to every Service of the cluster. */
  public readonly exposeAllServices: boolean;
  /** How many interface endpoints the VPC may hold. */
  public readonly interfaceEndpointQuota: number;
  private readonly _podSecurityGroupIds: string[];
  private readonly _podCidrs: string[];
  private readonly _principalArns: string[];
  private readonly _exportedServices = new Map<string, ExportedService>();
  private readonly _demoWebServers = new Map<string, DemoWebServer>();

  /** @internal */
  public constructor(
    /** The mesh that the cluster belongs to. */
    public readonly mesh: Mesh,
    /** The name of the cluster. */
    public readonly name: string,
    props: MeshClusterProps,
  ) {
    qualifiableName(name, 'cluster name');
    if (readerServiceAccount(name) === ISTIO_READER) {
      throw new Error(`cluster name "${name}" is not free: the account "${ISTIO_READER}" that reads for it in other clusters would be Istio's own, choose another name`);
    }
    const where = `of cluster "${name}"`;
    this.network = dnsLabel(props.network ?? name, ['network', where]);
    this.account = noToken(props.account, `account ${where}`);
    if (!/^\d{12}$/.test(this.account)) {
      throw new Error(`account ${quoted(this.account)} ${where} is not an AWS account id: expected 12 digits, in quotes so that leading zeros stay`);
    }
    this.region = noToken(props.region, `region ${where}`);
    const { partition } = RegionInfo.get(this.region);
    if (partition === undefined) {
      throw new Error(`region ${quoted(this.region)} ${where} is not known to aws-cdk-lib: expected a name such as "eu-west-1"; for a newer region upgrade aws-cdk-lib`);
    }
    this.partition = partition;
    this.vpc = props.vpc;
    this._podSecurityGroupIds = [...(props.podSecurityGroupIds ?? [])];
    for (const id of this._podSecurityGroupIds) {
      if (!/^sg-[0-9a-f]{8,17}$/.test(noToken(id, `security group id ${where}`))) {
        throw new Error(`security group id ${quoted(id)} ${where} is not the id of a security group: expected "sg-" and 8 to 17 hexadecimal digits`);
      }
    }
    this._podCidrs = [...(props.podCidrs ?? [])];
    for (const cidr of this._podCidrs) {
      ipv4Range(cidr, ['pod range', where]);
    }
    this._principalArns = [...(props.principalArns ?? [`arn:${this.partition}:iam::${this.account}:root`])];
    if (this._principalArns.length === 0) {
      throw new Error(`principalArns ${where} is empty, so that nobody could create its endpoints: ` +
        `give at least one principal of account ${this.account}, or leave principalArns out for the account as a whole`);
    }
    for (const arn of this._principalArns) {
      if (!isExactPrincipal(noToken(arn, `principal ${where}`), this.partition, this.account)) {
        throw new Error(`principal ${quoted(arn)} ${where} is not an exact principal of account ${this.account}: ` +
          `expected arn:${this.partition}:iam::${this.account}:root, :role/<name> or :user/<name>, without wildcards`);
      }
    }
    this.loadBalancer = props.loadBalancer ?? LoadBalancer.managed();
    const { loadBalancerArn } = this.loadBalancer;
    if (loadBalancerArn !== undefined && !loadBalancerArn.startsWith(`arn:${this.partition}:elasticloadbalancing:${this.region}:${this.account}:`)) {
      throw new Error(`load balancer ARN "${loadBalancerArn}" ${where} leads elsewhere: ` +
        `an endpoint service takes load balancers of its own account and region only, expected one in account ${this.account} and region ${this.region}`);
    }
    this.gatewayInstallation = props.gatewayInstallation ?? GatewayInstallation.manifests();
    this.istiodInstallation = props.istiodInstallation ?? IstiodInstallation.BUNDLE;
    this.certificateAuthority = props.certificateAuthority ?? CertificateAuthority.fromFiles();
    this.externalSecrets = props.externalSecrets;
    if (this.externalSecrets && !isExactPrincipal(this.externalSecrets.roleArn, this.partition, this.account)) {
      throw new Error(`role "${this.externalSecrets.roleArn}" of External Secrets ${where} leads elsewhere: ` +
        `the secrets let in a role of the cluster's own account only, expected arn:${this.partition}:iam::${this.account}:role/<name>`);
    }
    if (this.certificateAuthority.kind === CertificateAuthorityKind.EXTERNAL_SECRETS && !this.externalSecrets) {
      throw new Error(`cluster "${name}" takes its certificate authority from External Secrets, but it is not said how that reaches AWS: ` +
        'give externalSecrets, or another certificateAuthority');
    }
    this.nameResolution = props.nameResolution ?? NameResolution.DNS_CAPTURE;
    this.istioVersion = props.istioVersion ?? mesh.istioVersion;
    this.revision = props.revision === undefined ? undefined : dnsLabel(props.revision, ['revision', where]);
    this.defaultReader = props.defaultReader ?? !this.istioVersion._hasReaderRbacSwitch;
    if (!this.defaultReader && !this.istioVersion._hasReaderRbacSwitch) {
      throw new Error(`cluster "${name}" leaves out Istio's default reader, but runs Istio ${this.istioVersion.version}: ` +
        'the charts can do that from 1.30 on, upgrade Istio or omit defaultReader');
    }
    this.exposeAllServices = props.exposeAllServices ?? false;
    this.interfaceEndpointQuota = props.interfaceEndpointQuota ?? 50;
    if (!Number.isInteger(this.interfaceEndpointQuota) || this.interfaceEndpointQuota < 1) {
      throw new Error(`interface endpoint quota ${this.interfaceEndpointQuota} ${where} is not a quota: expected a whole number of at least 1`);
    }
  }

  /**
   * Offers a Kubernetes Service of this cluster to the clusters that consume it.
   *
   * @throws when the service is exported already, or its declaration is not valid
   */
  public exportService(props: ExportServiceProps): ExportedService {
    const service = new ExportedService(this.name, props);
    if (this._exportedServices.has(service.host)) {
      throw new Error(`service ${service.host} is exported twice by cluster "${this.name}": export it once, with all its ports`);
    }
    this._exportedServices.set(service.host, service);
    return service;
  }

  /**
   * Puts the guide's sample web server behind an exported service: namespace, service account, Deployment, Service, VirtualService and DestinationRule.
   *
   * @throws when the service is not one that this cluster exports, or its namespace has a web server already
   */
  public deployDemo(service: ExportedService, options: DemoWebServerOptions = {}): void {
    if (this._exportedServices.get(service.host) !== service) {
      throw new Error(`cluster "${this.name}" cannot run the demo behind service ${service.host} of cluster "${service.cluster}": use what ${this.name}.exportService() returned`);
    }
    const other = [...this._demoWebServers.values()].find(server => server.service.namespace === service.namespace);
    if (other) {
      throw new Error(`namespace "${service.namespace}" of cluster "${this.name}" has a demo web server already, behind service ${other.service.host}: ` +
        'the demo owns its namespace, deploy it once in each');
    }
    this._demoWebServers.set(service.host, new DemoWebServer(service, options));
  }

  /**
   * Lets the pods of this cluster call services of another one.
   *
   * @throws when the link is declared already, or leads to the cluster itself
   */
  public consume(provider: MeshCluster, options: ConsumeOptions = {}): MeshLink {
    return this.mesh._addLink(new MeshLink(this, provider, options));
  }

  /** The services that this cluster exports, sorted by host. */
  public get exportedServices(): ExportedService[] {
    return sortedByKey(this._exportedServices);
  }

  /** The demo web servers, sorted by the host of their service. */
  public get demoWebServers(): DemoWebServer[] {
    return sortedByKey(this._demoWebServers);
  }

  /** The links over which this cluster calls others, sorted by provider. */
  public get consumes(): MeshLink[] {
    return this.mesh._linksOf(this).consumes;
  }

  /** The links over which others call this cluster, sorted by consumer. */
  public get provides(): MeshLink[] {
    return this.mesh._linksOf(this).provides;
  }

  /** The services that this cluster imports from others, sorted by host. One that several provide is listed for each. */
  public get importedServices(): ExportedService[] {
    return this.consumes.flatMap(link => link.services).sort((a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : 0));
  }

  /** The security groups of the pods. */
  public get podSecurityGroupIds(): string[] {
    return [...this._podSecurityGroupIds];
  }

  /** The IPv4 ranges of the pods, as declared. */
  public get podCidrs(): string[] {
    return [...this._podCidrs];
  }

  /** The IAM principals of this account that may create endpoints to the cluster's providers. */
  public get principalArns(): string[] {
    return [...this._principalArns];
  }
}

function sortedByKey<T>(map: Map<string, T>): T[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
