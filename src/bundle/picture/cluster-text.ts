import { ClusterGroup, clustersOf, GraphCluster, GraphExport, KIND_NAMES, kindsOf, linkCount, MeshGraph } from './mesh-graph';
import { LinkKind } from '../../mesh';

/** More ports of one host say nothing that a picture should. */
const SHOWN_PORTS = 4;

const DESCRIBED_EXPORTS = 5;

const NO_EXPORTS = 'no exports';

/** What every host of a Kubernetes Service ends with. */
export const HOST_SUFFIX = '.svc.cluster.local';

export function graphTitle(graph: MeshGraph): string {
  const kinds = kindsOf(graph);
  const link = kinds.length === 1 ? `${KIND_NAMES[kinds[0]]} link` : 'link';
  return `Mesh ${graph.meshId}: ${counted(clustersOf(graph).length, 'cluster')}, ${counted(linkCount(graph), link)}`;
}

/** The picture in words, a line for each cluster. */
export function graphDescription({ groups, edges }: MeshGraph): string {
  const consumed = new Map<string, Map<LinkKind, string[]>>();
  const add = (consumer: string, provider: string, kind: LinkKind) => {
    const kinds = consumed.get(consumer) ?? new Map<LinkKind, string[]>();
    consumed.set(consumer, kinds.set(kind, [...kinds.get(kind) ?? [], provider]));
  };
  for (const { consumer, provider, kind, mutual } of edges) {
    add(consumer, provider, kind);
    if (mutual) {
      add(provider, consumer, kind);
    }
  }
  return groups.flatMap(group => group.clusters.map(cluster => {
    const lines = exportLines(cluster, DESCRIBED_EXPORTS);
    const consumes = Object.values(LinkKind).flatMap(kind => {
      const providers = consumed.get(cluster.name)?.get(kind);
      return providers ? [`consumes ${providers.sort().join(', ')} by ${KIND_NAMES[kind]}`] : [];
    });
    const exported = lines[0] === NO_EXPORTS ? lines[0] : `exports ${lines.join(', ')}`;
    return `${[`${cluster.name} (${groupTitle(group)}): ${exported}`, ...consumes].join('; ')}.`;
  })).join('\n');
}

export function groupTitle({ account, region }: ClusterGroup): string {
  return `account ${account}, ${region}`;
}

/** What a cluster exports, a line for each host, at most `limit` lines. */
export function exportLines({ exports, exposesAll }: GraphCluster, limit: number): string[] {
  const lines = [...(exposesAll ? ['every service'] : []), ...exports.map(exportText)];
  if (lines.length === 0) {
    return [NO_EXPORTS];
  }
  return lines.length <= limit ? lines : [...lines.slice(0, limit - 1), moreText(lines.length - limit + 1)];
}

/** `name.namespace:ports`. */
export function exportText({ host, ports }: GraphExport): string {
  const shown = ports.length <= SHOWN_PORTS ? ports : [...ports.slice(0, SHOWN_PORTS), '…'];
  return `${host.slice(0, -HOST_SUFFIX.length)}:${shown.join(',')}`;
}

export function moreText(count: number): string {
  return `and ${count} more`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
