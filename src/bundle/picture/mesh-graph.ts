import { LinkKind, Mesh, MeshCluster } from '../../mesh';

/** What a picture shows of a mesh. */
export interface MeshGraph {
  readonly meshId: string;
  readonly groups: readonly ClusterGroup[];
  readonly edges: readonly GraphEdge[];
}

/** The clusters of one account and region, sorted by name. */
export interface ClusterGroup {
  readonly account: string;
  readonly region: string;
  readonly clusters: readonly GraphCluster[];
}

export interface GraphCluster {
  readonly name: string;
  readonly network: string;
  /** The VPC as text. */
  readonly vpc: string;
  /** The gateway passes every service, also those that are not exported. */
  readonly exposesAll: boolean;
  readonly exports: readonly GraphExport[];
}

export interface GraphExport {
  readonly host: string;
  readonly ports: readonly number[];
}

/** A link, or two opposite ones of one kind. */
export interface GraphEdge {
  readonly consumer: string;
  readonly provider: string;
  readonly kind: LinkKind;
  /** Whether the provider consumes the consumer too, over a link of the same kind. */
  readonly mutual: boolean;
}

export function meshGraph(mesh: Mesh): MeshGraph {
  const groups = new Map<string, MeshCluster[]>();
  for (const cluster of mesh.clusters) {
    const key = `${cluster.account}/${cluster.region}`;
    groups.set(key, [...(groups.get(key) ?? []), cluster]);
  }
  return {
    meshId: mesh.meshId,
    groups: [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, clusters]) => ({
      account: clusters[0].account,
      region: clusters[0].region,
      clusters: clusters.map(describe),
    })),
    edges: edges(mesh),
  };
}

export function clustersOf(graph: MeshGraph): GraphCluster[] {
  return graph.groups.flatMap(group => group.clusters);
}

export function linkCount(graph: MeshGraph): number {
  return graph.edges.reduce((count, edge) => count + (edge.mutual ? 2 : 1), 0);
}

/** The kinds of links that there are. */
export function kindsOf({ edges: links }: MeshGraph): LinkKind[] {
  return Object.values(LinkKind).filter(kind => links.some(link => link.kind === kind));
}

/** The links of an edge as text. */
export function linkNames({ consumer, provider, kind, mutual }: GraphEdge): string[] {
  return (mutual ? [[consumer, provider], [provider, consumer]] : [[consumer, provider]]).map(ends => `${ends.join(' -> ')} (${KIND_NAMES[kind]})`);
}

export const KIND_NAMES: { readonly [kind in LinkKind]: string } = {
  [LinkKind.DISCOVERY]: 'discovery',
  [LinkKind.SERVICE_ENTRY]: 'service entry',
};

function describe(cluster: MeshCluster): GraphCluster {
  return {
    name: cluster.name,
    network: cluster.network,
    vpc: cluster.vpc.description,
    exposesAll: cluster.exposeAllServices,
    exports: cluster.exportedServices.map(({ host, ports }) => ({ host, ports: ports.map(({ port }) => port) })),
  };
}

function edges(mesh: Mesh): GraphEdge[] {
  const key = (consumer: string, provider: string, kind: LinkKind) => `${consumer} ${provider} ${kind}`;
  const links = mesh.links.map(link => ({ consumer: link.consumer.name, provider: link.provider.name, kind: link.mode.kind }));
  const keys = new Set(links.map(({ consumer, provider, kind }) => key(consumer, provider, kind)));
  return links.flatMap(link => {
    const mutual = keys.has(key(link.provider, link.consumer, link.kind));
    return mutual && link.provider < link.consumer ? [] : [{ ...link, mutual }];
  });
}
