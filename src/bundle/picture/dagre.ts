/** A position or an extent in the plane; dagre's are of the middle of a node. */
export interface DagreNode { readonly width: number; readonly height: number; readonly x: number; readonly y: number }

export interface DagreGraph {
  setDefaultEdgeLabel(label: () => object): this;
  setGraph(options: { rankdir: 'LR'; nodesep: number; edgesep: number; ranksep: number }): this;
  setNode(name: string, label: { width: number; height: number } | object): this;
  setParent(node: string, parent: string): this;
  setEdge(from: string, to: string): this;
  node(name: string): DagreNode;
  edge(from: string, to: string): { readonly points: readonly { readonly x: number; readonly y: number }[] };
}

interface Dagre {
  readonly Graph: new (options: { compound: boolean }) => DagreGraph;
  layout(graph: DagreGraph): void;
}

// It has a CommonJS build, but its types say that it is an ES module only, and TypeScript then refuses to import it from CommonJS.
// eslint-disable-next-line @typescript-eslint/no-require-imports
export const dagre: Dagre = require('@dagrejs/dagre');
