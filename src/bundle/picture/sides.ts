import { ClusterGroup, GraphEdge, MeshGraph } from './mesh-graph';

/** An edge, and which of its ends is to stand on the left. */
export interface SidedEdge { readonly edge: GraphEdge; readonly left: string; readonly right: string }

/** From so many clusters on that are linked with a hub only, they stand on both sides of it. */
const MANY_LEAVES = 5;

/** The consumer stands on the left; where both are one, the cluster with more neighbours, such as a hub, or half of those around a hub. */
export function sided({ groups, edges }: MeshGraph): SidedEdge[] {
  const neighbours = new Map<string, Set<string>>();
  for (const { consumer, provider } of edges) {
    neighbours.set(consumer, (neighbours.get(consumer) ?? new Set()).add(provider));
    neighbours.set(provider, (neighbours.get(provider) ?? new Set()).add(consumer));
  }
  const consumes = new Set(edges.flatMap(({ consumer, provider, mutual }) => [`${consumer} ${provider}`, ...(mutual ? [`${provider} ${consumer}`] : [])]));
  const areBoth = (a: string, b: string) => consumes.has(`${a} ${b}`) && consumes.has(`${b} ${a}`);
  const onLeft = new Set<string>();
  const order = new Map<string, number>();
  for (const [hub, linked] of neighbours) {
    const isLeaf = (name: string) => linked.has(name) && neighbours.get(name)!.size === 1 && areBoth(hub, name);
    const [left, right] = leavesBySide(hub, groups, isLeaf);
    left.forEach(name => onLeft.add(name));
    [...left, ...right].forEach((name, index) => order.set(name, index));
  }
  const position = ({ consumer, provider }: GraphEdge) => order.get(consumer) ?? order.get(provider) ?? -1;
  return [...edges].sort((a, b) => position(a) - position(b)).map(edge => {
    const { consumer, provider } = edge;
    if (!areBoth(consumer, provider)) {
      return { edge, left: consumer, right: provider };
    }
    const [one, other] = consumer < provider ? [consumer, provider] : [provider, consumer];
    const more = neighbours.get(other)!.size > neighbours.get(one)!.size ? other : one;
    const fewer = more === one ? other : one;
    return onLeft.has(fewer) ? { edge, left: fewer, right: more } : { edge, left: more, right: fewer };
  });
}

/**
 * The clusters that are linked with a hub only, by the side of it on which they stand, from top to bottom.
 *
 * Each group stays together, and the hub's own is on one side only: its box is around the hub too, and no edge should cross it.
 */
function leavesBySide(hub: string, groups: readonly ClusterGroup[], isLeaf: (name: string) => boolean): [left: string[], right: string[]] {
  const own: string[] = [];
  const others: string[][] = [];
  for (const { clusters } of groups) {
    const names = clusters.map(({ name }) => name);
    const leaves = names.filter(isLeaf);
    if (names.includes(hub)) {
      own.push(...leaves);
    } else if (leaves.length === names.length) {
      others.push(leaves);
    }
  }
  const all = others.flat().length + own.length;
  if (all < MANY_LEAVES) {
    return [[], [...others.flat(), ...own]];
  }
  if (others.length === 0) {
    return [own.slice(0, all / 2), own.slice(all / 2)];
  }
  const count = Math.max(1, others.filter((_, index) => others.slice(0, index + 1).flat().length <= all / 2).length);
  return [others.slice(0, count).flat(), [...own, ...others.slice(count).flat()]];
}
