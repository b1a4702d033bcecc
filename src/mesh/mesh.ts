import { DeployedMesh } from './deployed-mesh';
import { dnsName, MAX_DNS_NAME } from './dns-name';
import { Finding } from './finding';
import { findings } from './findings';
import { IstioVersion } from './istio-version';
import { MeshCluster } from './mesh-cluster';
import { MeshClusterProps } from './mesh-cluster-props';
import { LinkOptions, MeshLink } from './mesh-link';
import { MAX_QUALIFIABLE_NAME } from './names';
import { problems } from './problems';
import { qualifiableName } from './qualifiable-name';

/** A mesh. */
export interface MeshProps {
  /** The id of the mesh, Istio's `meshID`: a DNS label of at most 32 characters. It starts the names of the stacks. */
  readonly meshId: string;

  /**
   * The trust domain of every cluster of the mesh.
   *
   * @default 'cluster.local'
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig
   */
  readonly trustDomain?: string;

  /**
   * The private hosted zone in which each consumer's VPC finds its providers, as `<provider>.<dnsZone>`.
   *
   * @default 'mesh.internal'
   */
  readonly dnsZone?: string;

  /**
   * The release of Istio, where a cluster does not name its own.
   *
   * @default IstioVersion.V1_31
   */
  readonly istioVersion?: IstioVersion;

  /**
   * The mesh as it was deployed last. A change that would cut callers off is then a finding.
   *
   * @default - unknown; changes are not looked at
   */
  readonly deployed?: DeployedMesh;
}

/** The links of a cluster, by direction. */
interface ClusterLinks {
  readonly consumes: MeshLink[];
  readonly provides: MeshLink[];
}

/**
 * The declaration of a mesh: clusters, what they export, and the links between them.
 *
 * Plain data. `MeshStacks` renders it as CloudFormation, `MeshBundles` as Kubernetes manifests.
 *
 * @example
 * const shop = new Mesh({ meshId: 'shop' });
 * const web = shop.addCluster('web', { account: '111111111111', region: 'eu-west-1', vpc: ClusterVpc.fromLookup('vpc-0a333333333333333') });
 * const data = shop.addCluster('data', { account: '222222222222', region: 'eu-west-1', vpc: ClusterVpc.fromLookup('vpc-0a444444444444444') });
 *
 * data.exportService({ namespace: 'shop', name: 'catalog', ports: [ServicePort.http(80)], serviceAccount: 'catalog' });
 * shop.connect(web, data); // both directions
 */
export class Mesh {
  /** The id of the mesh. */
  public readonly meshId: string;
  /** The trust domain of every cluster. */
  public readonly trustDomain: string;
  /** The private hosted zone of the endpoints' names. */
  public readonly dnsZone: string;
  /** The release of Istio, where a cluster does not name its own. */
  public readonly istioVersion: IstioVersion;
  /** The mesh as it was deployed last. Undefined where that is unknown. */
  public readonly deployed?: DeployedMesh;
  private readonly _clusters = new Map<string, MeshCluster>();
  private readonly _links = new Map<MeshCluster, Map<MeshCluster, MeshLink>>();
  private _sortedLinks?: Map<MeshCluster, ClusterLinks>;

  /** @throws when the id, trust domain or zone is not valid */
  public constructor(props: MeshProps) {
    this.meshId = qualifiableName(props.meshId, 'mesh id');
    this.trustDomain = dnsName(props.trustDomain ?? 'cluster.local', 'trust domain', 1);
    // The name of an endpoint is that of its provider and a dot before the zone.
    this.dnsZone = dnsName(props.dnsZone ?? 'mesh.internal', 'dns zone', 2, MAX_DNS_NAME - MAX_QUALIFIABLE_NAME - 1);
    if (`.${this.dnsZone}`.endsWith('.cluster.local')) {
      throw new Error(`dns zone "${this.dnsZone}" is not free: names under cluster.local are answered by each cluster's own DNS, which knows no endpoint, ` +
        'choose another such as "mesh.internal"');
    }
    this.istioVersion = props.istioVersion ?? IstioVersion.V1_31;
    this.deployed = props.deployed;
  }

  /**
   * Adds a cluster to the mesh.
   *
   * @param name a DNS label of at most 32 characters, Istio's `clusterName`
   * @param props account, region and VPC of the cluster
   * @throws when the name or the network is taken, or a property is not valid
   */
  public addCluster(name: string, props: MeshClusterProps): MeshCluster {
    if (this._clusters.has(name)) {
      throw new Error(`cluster "${name}" is added twice to mesh "${this.meshId}": each cluster needs a name of its own`);
    }
    const cluster = new MeshCluster(this, name, props);
    for (const other of this._clusters.values()) {
      if (other.network === cluster.network) {
        throw new Error(`network "${cluster.network}" of cluster "${name}" is the network of cluster "${other.name}" too: ` +
          'clusters that cannot reach each other\'s pods need different networks, set network or leave it out');
      }
    }
    this._clusters.set(name, cluster);
    this._sortedLinks = undefined;
    return cluster;
  }

  /**
   * Links two clusters in both directions.
   *
   * @throws when one of the links is declared already, both clusters are the same, or one is not of this mesh
   */
  public connect(a: MeshCluster, b: MeshCluster, options: LinkOptions = {}): void {
    this.checkOwn(a);
    a.consume(b, options);
    b.consume(a, options);
  }

  /**
   * Links every two clusters of the mesh, in both directions: a full mesh of those added so far.
   *
   * @throws when one of the links is declared already
   */
  public connectAll(options: LinkOptions = {}): void {
    for (const consumer of this.clusters) {
      for (const provider of this.clusters) {
        if (consumer !== provider) {
          consumer.consume(provider, options);
        }
      }
    }
  }

  /**
   * Links a hub with every other cluster of the mesh, in both directions. The others do not reach each other.
   *
   * @throws when one of the links is declared already
   */
  public connectHub(hub: MeshCluster, options: LinkOptions = {}): void {
    for (const spoke of this.clusters) {
      if (spoke !== hub) {
        this.connect(hub, spoke, options);
      }
    }
  }

  /** The clusters, sorted by name. */
  public get clusters(): MeshCluster[] {
    return [...this._clusters.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The links, sorted by consumer and provider. */
  public get links(): MeshLink[] {
    return this.clusters.flatMap(cluster => cluster.consumes);
  }

  /** What a careful owner wants to know of this mesh, most important first. */
  public get findings(): Finding[] {
    return findings(this);
  }

  /**
   * Checks what can only be checked once the declaration is complete. Both renderers call it before they write anything.
   *
   * @throws when the declaration is not valid, with every problem in one message
   */
  public validate(): void {
    const found = problems(this);
    if (found.length === 1) {
      throw new Error(found[0]);
    }
    if (found.length > 1) {
      throw new Error(`mesh "${this.meshId}" has ${found.length} problems:\n${found.map(problem => `  - ${problem}`).join('\n')}`);
    }
  }

  /** @internal */
  public _addLink(link: MeshLink): MeshLink {
    const { consumer, provider } = link;
    if (consumer === provider) {
      throw new Error(`cluster "${consumer.name}" is linked to itself: a link leads to another cluster`);
    }
    this.checkOwn(provider);
    const byProvider = this._links.get(consumer) ?? new Map<MeshCluster, MeshLink>();
    if (byProvider.has(provider)) {
      throw new Error(`link ${link.name} is declared twice: declare each direction once; connect() declares both`);
    }
    this._links.set(consumer, byProvider.set(provider, link));
    this._sortedLinks = undefined;
    return link;
  }

  /** @internal */
  public _linksOf(cluster: MeshCluster): ClusterLinks {
    this._sortedLinks ??= this.sortLinks();
    const { consumes, provides } = this._sortedLinks.get(cluster)!;
    return { consumes: [...consumes], provides: [...provides] };
  }

  private checkOwn(cluster: MeshCluster): void {
    if (this._clusters.get(cluster.name) !== cluster) {
      throw new Error(`cluster "${cluster.name}" is not a cluster of mesh "${this.meshId}": link clusters of one mesh, as its addCluster() returned them`);
    }
  }

  /** Once for all clusters: a full mesh has as many links as the square of its clusters. */
  private sortLinks(): Map<MeshCluster, ClusterLinks> {
    const { clusters } = this;
    const sorted = new Map<MeshCluster, ClusterLinks>(clusters.map(cluster => [cluster, { consumes: [], provides: [] }]));
    for (const consumer of clusters) {
      const links = [...(this._links.get(consumer)?.values() ?? [])].sort((a, b) => (a.provider.name < b.provider.name ? -1 : 1));
      for (const link of links) {
        sorted.get(consumer)!.consumes.push(link);
        sorted.get(link.provider)!.provides.push(link);
      }
    }
    return sorted;
  }
}
