import { readMesh } from '../../../src/cli/mesh-file';
import { DiscoveryLink, discoveryLinks } from '../../../src/cli/remote-secret/links';
import { IstioVersion, LinkOptions, MeshProps } from '../../../src/mesh';
import { synth } from '../../bundle/synth';
import { temporaryDirectory } from '../../bundle/temporary-directory';
import { addCluster, exportApi, meshOf } from '../../mesh/meshes';

export interface DescribedOptions {
  readonly link?: LinkOptions;
  readonly istioVersion?: IstioVersion;
  readonly props?: Partial<MeshProps>;
}

/** The path of the description of a mesh in which each cluster consumes each other one. */
export function describedMesh(names: readonly string[], { link, istioVersion, props }: DescribedOptions = {}): string {
  const { mesh } = meshOf([], props);
  const clusters = names.map(name => addCluster(mesh, name, { istioVersion }));
  clusters.forEach(cluster => exportApi(cluster));
  clusters.forEach(consumer => clusters.filter(provider => provider !== consumer).forEach(provider => consumer.consume(provider, link)));
  const outdir = temporaryDirectory();
  synth(mesh, { outdir });
  return `${outdir}/mesh.json`;
}

/** The links of such a mesh, as the command line tool reads them. */
export function describedLinks(names: readonly string[] = ['cluster1', 'cluster2'], options: DescribedOptions = {}): DiscoveryLink[] {
  const mesh = readMesh(describedMesh(names, options));
  return discoveryLinks(mesh, mesh.links);
}
