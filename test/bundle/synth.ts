import { parseAllDocuments } from 'yaml';
import { readTree, temporaryDirectory } from './temporary-directory';
import { MeshBundles, MeshBundlesProps } from '../../src/bundle';
import { Mesh } from '../../src/mesh';

export type Tree = { [path: string]: string };

/** The bundles of a mesh by path, without the record of what was written. */
export function synth(mesh: Mesh, props: Partial<MeshBundlesProps> = {}, use: (bundles: MeshBundles) => void = () => undefined): Tree {
  const outdir = props.outdir ?? temporaryDirectory();
  const bundles = new MeshBundles({ mesh, outdir, printFindings: false, ...props });
  use(bundles);
  bundles.synth();
  const { '.generated.json': _, ...tree } = readTree(outdir);
  return tree;
}

/** The objects in a file. */
export function objects(tree: Tree, path: string): any[] {
  expect(Object.keys(tree)).toContain(path);
  return parseAllDocuments(tree[path], { version: '1.1' }).map(document => document.toJS());
}
