import { Chart } from 'cdk8s';
import { BundleFile } from './bundle-file';
import { clusterBundle } from './cluster-bundle';
import { GitOps } from './git-ops';
import { meshDescription } from './mesh-description';
import { OutputDirectory } from './output-directory';
import { meshMermaid } from './picture/mermaid';
import { meshGraph } from './picture/mesh-graph';
import { diagramLayout, meshSvg } from './picture/mesh-svg';
import { findingLines } from './print-findings';
import { guardedChart, Manifest, setSyncWave, YamlFiles } from './render';
import { Mesh, MeshCluster } from '../mesh';
import { isMissingOutput } from '../mesh/missing-output';

/** How the bundles are written. */
export interface MeshBundlesProps {
  /** The mesh. */
  readonly mesh: Mesh;

  /**
   * The directory of the bundles.
   *
   * @default - the environment variable CDK8S_OUTDIR, else `dist`
   */
  readonly outdir?: string;

  /**
   * The GitOps controller that applies the bundles.
   *
   * @default - none; `kubectl apply -k` applies them
   */
  readonly gitOps?: GitOps;

  /**
   * Whether the findings about the mesh are printed to standard error.
   *
   * @default - true, unless the CDK CLI runs the program: it prints them itself
   */
  readonly printFindings?: boolean;
}

/**
 * Renders a mesh as Kubernetes manifests: a directory of YAML files for each cluster, with a `kustomization.yaml`, and beside them
 * `mesh.json`, the mesh for programs, and `mesh.svg` and `mesh.mmd` (Mermaid), pictures of it for people.
 *
 * Charts of the user's own can be added to a cluster's bundle with `chart`.
 *
 * @example
 * const shared = new MeshBundles({ mesh });
 * // Objects of your own, in a file between those of the library.
 * new MeshNamespace(shared.chart(cluster1, '05-legacy'), 'Legacy', { name: 'legacy', injection: true });
 * shared.synth(); // dist/cluster1, dist/cluster2, dist/mesh.json, dist/mesh.svg
 */
export class MeshBundles {
  private readonly mesh: Mesh;
  private readonly outdir: string;
  private readonly gitOps?: GitOps;
  private readonly printFindings: boolean;
  private readonly charts = new Map<MeshCluster, Map<string, Chart>>();

  public constructor(props: MeshBundlesProps) {
    this.mesh = props.mesh;
    this.outdir = props.outdir ?? process.env.CDK8S_OUTDIR ?? 'dist';
    this.gitOps = props.gitOps;
    this.printFindings = props.printFindings ?? !isUnderCdkCli();
  }

  /**
   * A file of the user's own in the bundle of a cluster, as a chart to put objects into.
   *
   * @param cluster the cluster
   * @param name the name of the file without `.yaml`; its leading number places it among the others, for instance `95-policies`
   * @throws when the name is not two digits, a hyphen and lower-case letters, digits or hyphens
   */
  public chart(cluster: MeshCluster, name: string): Chart {
    if (!/^\d\d-[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name)) {
      throw new Error(`bundle file "${name}" of cluster "${cluster.name}" has no valid name: ` +
        'expected two digits, a hyphen and a DNS label, without ".yaml", for instance "95-policies"');
    }
    const charts = this.charts.get(cluster) ?? new Map<string, Chart>();
    this.charts.set(cluster, charts);
    const chart = charts.get(name) ?? guardedChart(`${cluster.name}/${name}`);
    charts.set(name, chart);
    return chart;
  }

  /**
   * Writes the bundles, all or none: files of the previous run are replaced or removed, and no other is touched.
   *
   * Where the CDK's command line runs the program and the address of an endpoint is not in the outputs file yet, nothing is written and
   * a message says so: the deployment that follows writes the output.
   *
   * @throws when the mesh is not valid, a CDK token is in a manifest, or files that were not written here are in the way
   */
  public synth(): void {
    try {
      this.write();
    } catch (error) {
      if (!isMissingOutput(error) || !isUnderCdkCli()) {
        throw error;
      }
      process.stderr.write(`bundles are not written: ${error.message}\n`);
    }
  }

  private write(): void {
    this.mesh.validate();
    const contents = new Map<string, string>();
    const paths = new Map<MeshCluster, string[]>();
    const yaml = new YamlFiles();
    for (const cluster of this.mesh.clusters) {
      const files = this.renderCluster(cluster, yaml);
      for (const [path, content] of files) {
        contents.set(`${cluster.name}/${path}`, content);
      }
      paths.set(cluster, [...files.keys()]);
    }
    contents.set('mesh.json', meshDescription(this.mesh, paths));
    const graph = meshGraph(this.mesh);
    const placed = diagramLayout(graph);
    contents.set('mesh.mmd', meshMermaid(graph, placed));
    contents.set('mesh.svg', meshSvg(graph, placed));
    new OutputDirectory(this.outdir).replace(contents);
    if (this.printFindings) {
      for (const line of findingLines(this.mesh.findings)) {
        process.stderr.write(`${line}\n`);
      }
    }
  }

  /** The files of a cluster's bundle by path, in the order in which they are applied. */
  private renderCluster(cluster: MeshCluster, yaml: YamlFiles): Map<string, string> {
    const rendered = new Map<string, string>();
    const resources: string[] = [];
    const owners = new Map<string, string>();
    for (const file of this.filesOf(cluster)) {
      const where = `${cluster.name}/${file.path}`;
      const { content } = file;
      if ('values' in content) {
        rendered.set(file.path, yaml.text(file.purpose, [content.values], where));
        continue;
      }
      const manifests = manifestsOf(content, where);
      if (file.syncWave !== undefined) {
        if (this.gitOps?.argoCdOptions) {
          setSyncWave(manifests, file.syncWave);
        }
        for (const manifest of manifests) {
          claim(owners, manifest, where);
        }
        resources.push(file.path);
      }
      rendered.set(file.path, 'usersChart' in content
        ? yaml.textOfOthers(file.purpose, manifests, where)
        : yaml.text(file.purpose, manifests, where));
    }
    const kustomization = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources };
    rendered.set('kustomization.yaml', yaml.text(`Applies the bundle: kubectl apply -k this-directory --context ${cluster.name}.`, [kustomization], cluster.name));
    return rendered;
  }

  private filesOf(cluster: MeshCluster): BundleFile[] {
    const files = clusterBundle(cluster, this.gitOps);
    for (const [name, chart] of this.charts.get(cluster) ?? []) {
      const path = `${name}.yaml`;
      if (files.some(file => file.path === path)) {
        throw new Error(`bundle file "${path}" of cluster "${cluster.name}" is written by the library: choose another name for your chart`);
      }
      files.push({ path, purpose: `Objects of this program's own for cluster ${cluster.name}.`, syncWave: 50, content: { usersChart: chart } });
    }
    const applied = files.filter(file => file.syncWave !== undefined);
    return [...applied.sort((a, b) => (a.path < b.path ? -1 : 1)), ...files.filter(file => file.syncWave === undefined)];
  }
}

/** The variable is how the CDK's command line tells a program where to put its templates. */
function isUnderCdkCli(): boolean {
  return process.env.CDK_OUTDIR !== undefined;
}

function manifestsOf(content: Exclude<BundleFile['content'], { readonly values: object }>, where: string): Manifest[] {
  if ('usersChart' in content) {
    return content.usersChart.toJson();
  }
  const chart = guardedChart(where);
  content.chart(chart);
  return chart.toJson();
}

/** kustomize refuses a directory in which two files hold the same object, and then applies nothing at all. */
function claim(owners: Map<string, string>, { apiVersion, kind, metadata }: Manifest, where: string): void {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  const object = `${kind}${group && `.${group}`} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}`;
  const owner = owners.get(object);
  if (owner !== undefined) {
    throw new Error(`${object} is in ${owner} and ${owner === where ? 'there again' : `in ${where} too`}: an object belongs in one file, rename or remove one of them`);
  }
  owners.set(object, where);
}
