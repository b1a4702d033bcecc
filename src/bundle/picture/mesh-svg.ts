import { diagram } from './diagram';
import { Rectangle } from './geometry';
import { Layout, layout } from './layout';
import { matrix } from './matrix';
import { clustersOf, MeshGraph } from './mesh-graph';

/** What a diagram shows legibly; above, a matrix does. */
const MAX_CLUSTERS = 20;
const MAX_PAIRS_PER_CLUSTER = 1.5;

/** `mesh.svg`: a diagram of boxes and arrows, or a matrix where there would be too many arrows to follow. */
export function meshSvg(graph: MeshGraph, placed = diagramLayout(graph)): string {
  return placed ? diagram(graph, placed) : matrix(graph);
}

/** @returns undefined for a matrix */
export function diagramLayout(graph: MeshGraph): Layout | undefined {
  const clusters = clustersOf(graph).length;
  const pairs = new Set(graph.edges.map(({ consumer, provider }) => [consumer, provider].sort().join(' '))).size;
  if (clusters > MAX_CLUSTERS || pairs > MAX_PAIRS_PER_CLUSTER * clusters) {
    return undefined;
  }
  const placed = layout(graph);
  // There is a layout, with the boxes of groups apart, for nearly all meshes only.
  return placed && !anyOverlap(placed.groups.map(({ at }) => at)) ? placed : undefined;
}

function anyOverlap(boxes: readonly Rectangle[]): boolean {
  return boxes.some((a, index) => boxes.slice(index + 1).some(b =>
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height));
}
