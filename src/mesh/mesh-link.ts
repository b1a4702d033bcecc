import { EndpointAddress } from './endpoint-address';
import { ExportedService } from './exported-service';
import { LinkKind } from './link-kind';
import { LinkMode } from './link-mode';
import { MeshCluster } from './mesh-cluster';
import { consumerStackName, endpointDnsNameOutput, endpointRecordName } from './names';
import { ReaderRule, readerRules } from './reader-rules';
import { RemoteSecretKind } from './remote-secret-kind';

/** Options of a link, the same for both directions where both are made. */
export interface LinkOptions {
  /**
   * How the consumer learns of the provider's services.
   *
   * @default LinkMode.discovery()
   */
  readonly mode?: LinkMode;

  /**
   * The address under which the consumer reaches the endpoint.
   *
   * @default EndpointAddress.privateHostedZone()
   */
  readonly address?: EndpointAddress;
}

/** Options of a link in one direction. */
export interface ConsumeOptions extends LinkOptions {
  /**
   * The services to import.
   *
   * @default - all that the provider exports
   */
  readonly services?: ExportedService[];
}

/**
 * A directed link: pods in the consumer call services of the provider.
 *
 * Made by `Mesh.connect`, `Mesh.connectAll`, `Mesh.connectHub` or `MeshCluster.consume`.
 *
 * @example
 * cluster1.consume(cluster2);
 * const link = cluster1.consumes[0];
 * console.log(link.name, link.isCrossAccount);
 */
export class MeshLink {
  /** How the consumer learns of the provider's services. */
  public readonly mode: LinkMode;
  /** Where the consumer finds the endpoint. */
  public readonly address: EndpointAddress;
  private readonly _services?: ExportedService[];

  /** @internal */
  public constructor(
    /** The cluster whose pods call. */
    public readonly consumer: MeshCluster,
    /** The cluster whose services are called. */
    public readonly provider: MeshCluster,
    options: ConsumeOptions,
  ) {
    this.mode = options.mode ?? LinkMode.discovery();
    this.address = options.address ?? EndpointAddress.privateHostedZone();
    const withoutOperator = this._hasExternalSecret ? [consumer, provider].find(cluster => !cluster.externalSecrets) : undefined;
    if (withoutOperator) {
      throw new Error(`link ${this.name} leaves its remote secret to External Secrets, but it is not said how that reaches AWS from cluster "${withoutOperator.name}": ` +
        'give externalSecrets to both clusters, or use RemoteSecret.fromCli()');
    }
    const imported = new Set<ExportedService>();
    for (const service of options.services ?? []) {
      if (!provider.exportedServices.includes(service)) {
        throw new Error(`link ${this.name} imports service ${service.host} of cluster "${service.cluster}": ` +
          `only services that "${provider.name}" exports can be imported over it, use what ${provider.name}.exportService() returned`);
      }
      if (imported.has(service)) {
        throw new Error(`link ${this.name} imports service ${service.host} twice: name each service once in services`);
      }
      imported.add(service);
    }
    this._services = options.services && [...options.services];
  }

  /** The link as text, `consumer -> provider`. */
  public get name(): string {
    return `${this.consumer.name} -> ${this.provider.name}`;
  }

  /** The services that the consumer imports, sorted by host. */
  public get services(): ExportedService[] {
    return [...(this._services ?? this.provider.exportedServices)].sort((a, b) => (a.host < b.host ? -1 : 1));
  }

  /** Whether consumer and provider are in different regions. */
  public get isCrossRegion(): boolean {
    return this.consumer.region !== this.provider.region;
  }

  /** Whether consumer and provider are in different accounts. */
  public get isCrossAccount(): boolean {
    return this.consumer.account !== this.provider.account;
  }

  /** @internal */
  public get _isDiscovery(): boolean {
    return this.mode.kind === LinkKind.DISCOVERY;
  }

  /**
   * Whether External Secrets makes the remote secret.
   *
   * @internal
   */
  public get _hasExternalSecret(): boolean {
    return this.mode.remoteSecret?.kind === RemoteSecretKind.EXTERNAL_SECRETS;
  }

  /**
   * What the consumer's istiod may read over a discovery link. It is the consumer's istiod that reads, so its version decides.
   *
   * @internal
   */
  public get _readerRules(): ReaderRule[] {
    return readerRules(this.mode.readerAccess!, this.consumer.istioVersion._readsRemoteMeshConfig);
  }

  /**
   * The host name of the endpoint, as the consumer resolves it. May read the outputs file.
   *
   * @internal
   */
  public _endpointHostname(): string {
    if (this.address.pastedName !== undefined) {
      return this.address.pastedName;
    }
    const { mesh } = this.consumer;
    if (this.address.outputsFile !== undefined) {
      return this.address._fromOutputsFile(consumerStackName(mesh.meshId, this.consumer.name), endpointDnsNameOutput(this.provider.name));
    }
    return endpointRecordName(this.provider.name, mesh.dnsZone);
  }
}
