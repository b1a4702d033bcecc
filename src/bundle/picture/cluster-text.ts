import { ClusterGroup, clustersOf, GraphCluster, GraphExport, KIND_NAMES, kindsOf, linkCount, MeshGraph } from './mesh-graph';

/** More ports of one host say nothing that a picture should. */
const SHOWN_PORTS = 4;

/** What every host of a Kubernetes Service ends with. */
export const HOST_SUFFIX = '.svc.cluster.local';

export function graphTitle(graph: MeshGraph): string {
  const kinds = kindsOf(graph);
  const link = kinds.length === 1 ? `${KIND_NAMES[kinds[0]]} link` : 'link';
  return `Mesh ${graph.meshId}: ${counted(clustersOf(graph).length, 'cluster')}, ${counted(linkCount(graph), link)}`;
}

export function groupTitle({ account, region }: ClusterGroup): string {
  return `account ${account}, ${region}`;
}

/** What a cluster exports, a line for each host, at most `limit` lines. */
export function exportLines({ exports, exposesAll }: GraphCluster, limit: number): string[] {
  const lines = [...(exposesAll ? ['every service'] : []), ...exports.map(exportText)];
  if (lines.length === 0) {
    return ['no exports'];
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
