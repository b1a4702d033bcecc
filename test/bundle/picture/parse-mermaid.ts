import { spawnSync } from 'child_process';
import { join } from 'path';

/** What Mermaid's own parser finds in a flowchart. */
export interface Flowchart {
  readonly error?: string;
  readonly wrappingWidth: number;
  readonly nodes: { readonly id: string; readonly label: string }[];
  readonly groups: { readonly id: string; readonly title: string; readonly nodes: string[] }[];
  readonly edges: { readonly start: string; readonly end: string; readonly type: string; readonly label: string; readonly stroke: string }[];
}

export function parseMermaid(texts: readonly string[]): Flowchart[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, 'mermaid-parser.mjs')], {
    input: JSON.stringify(texts), encoding: 'utf8', maxBuffer: 100_000_000,
  });
  if (status !== 0) {
    throw new Error(`Mermaid's parser failed: ${stderr}`);
  }
  return JSON.parse(stdout) as Flowchart[];
}
