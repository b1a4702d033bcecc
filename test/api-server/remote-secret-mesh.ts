import { join } from 'path';
import { parse } from 'yaml';
import { Cluster, KubernetesObject } from './cluster';
import { ISTIO_NAMESPACE } from './mesh-namespace';
import { cli } from './run-cli';
import { sharedClusters } from './shared-clusters';
import { MeshBundles } from '../../src/bundle';
import { DiscoveryOptions, ExternalSecrets, IstioVersion, LinkMode, MeshProps } from '../../src/mesh';
import { temporaryDirectory } from '../bundle/temporary-directory';
import { CliOptions, CliResult } from '../cli/run-cli';
import { addCluster, exportApi, meshOf } from '../mesh/meshes';

/** Something that only a reader may do. */
const READ_BY_ISTIOD = '/apis/discovery.k8s.io/v1/endpointslices';

export interface RemoteSecretMeshOptions extends DiscoveryOptions {
  /** @default - discovery */
  readonly mode?: LinkMode;
  /** @default - Istio 1.31 */
  readonly istioVersion?: IstioVersion;
  /** @default - the mesh has none */
  readonly externalSecrets?: ExternalSecrets;
  readonly props?: Partial<MeshProps>;
  /** @default - both directions */
  readonly oneWay?: boolean;
  /** A cluster of the mesh with no real one behind it, which consumes cluster2. */
  readonly absent?: string;
}

/** The two clusters as a mesh that the library synthesized, with the readers of its bundles in them. */
export class RemoteSecretMesh {
  public readonly file: string;
  /** Where the bundles are. */
  public readonly directory = temporaryDirectory();
  private readonly clusters: readonly Cluster[];

  constructor({ mode, istioVersion, externalSecrets, props, oneWay, absent, ...discovery }: RemoteSecretMeshOptions = {}) {
    const { mesh } = meshOf([], props);
    const [cluster1, cluster2] = ['cluster1', 'cluster2'].map(name => addCluster(mesh, name, { istioVersion, externalSecrets }));
    [cluster1, cluster2].forEach(cluster => exportApi(cluster));
    cluster1.consume(cluster2, { mode: mode ?? LinkMode.discovery(discovery) });
    if (!oneWay) {
      cluster2.consume(cluster1, { mode: mode ?? LinkMode.discovery(discovery) });
    }
    if (absent !== undefined) {
      addCluster(mesh, absent).consume(cluster2);
    }
    new MeshBundles({ mesh, outdir: this.directory, printFindings: false }).synth();
    this.file = join(this.directory, 'mesh.json');
    const shared = sharedClusters();
    this.clusters = [shared.cluster1, shared.cluster2];
  }

  /** Applies what the bundles have for readers. */
  public applyReaders(): this {
    for (const cluster of this.clusters) {
      cluster.tryKubectl(['apply', '--filename', join(this.directory, cluster.name, '50-reader.yaml')]);
    }
    return this;
  }

  public async run(verb: string, args: readonly string[] = [], options: CliOptions = {}): Promise<CliResult> {
    return cli(this.arguments(verb, args), options);
  }

  /** Runs a verb and fails the test unless it ends with 0. */
  public async succeed(verb: string, args: readonly string[] = [], options: CliOptions = {}): Promise<CliResult> {
    const result = await this.run(verb, args, options);
    expect([verb, args, result]).toEqual([verb, args, expect.objectContaining({ exitCode: 0 })]);
    return result;
  }

  public arguments(verb: string, args: readonly string[] = []): string[] {
    return ['remote-secret', verb, '--mesh', this.file, ...args];
  }
}

/** The link that most tests are about: the istiod of cluster1 reads cluster2. */
export const LINK = ['--from', 'cluster2', '--to', 'cluster1'];

export interface Kubeconfig {
  readonly clusters: readonly [{ readonly name: string; readonly cluster: { readonly [key: string]: string } }];
  readonly users: readonly [{ readonly name: string; readonly user: { readonly token: string } }];
}

export function remoteSecretOf(consumer: Cluster, provider: string): KubernetesObject | undefined {
  const { items } = consumer.json<{ items: KubernetesObject[] }>(['get', 'secrets', '--namespace', ISTIO_NAMESPACE]);
  return items.find(({ metadata }) => metadata.name === `istio-remote-secret-${provider}`);
}

export function kubeconfigIn(secret: KubernetesObject | undefined, provider: string): Kubeconfig {
  return parse(Buffer.from(secret!.data![provider]!, 'base64').toString()) as Kubeconfig;
}

/** The token with which cluster1 reads cluster2. */
export function tokenInUse(): string {
  return kubeconfigIn(remoteSecretOf(sharedClusters().cluster1, 'cluster2'), 'cluster2').users[0].user.token;
}

/** Whether an API server takes a token, and lets its holder read what istiod reads. */
export async function reads(provider: Cluster, token: string): Promise<boolean> {
  const { status } = await provider.get(READ_BY_ISTIOD, token);
  expect([200, 401, 403]).toContain(status);
  return status === 200;
}

/** Whether an API server refuses a token within the ten seconds for which it remembers what it took, and a little more. */
export async function isRefusedSoon(provider: Cluster, token: string): Promise<boolean> {
  for (const deadline = Date.now() + 15_000; Date.now() < deadline;) {
    if ((await provider.get(READ_BY_ISTIOD, token)).status === 401) {
      return true;
    }
    await new Promise(resolve => setTimeout(resolve, 500));
  }
  return false;
}

/** The Secrets of tokens in a provider, by their names. */
export function tokenSecretNames(provider: Cluster, consumer = 'cluster1'): string[] {
  return provider.json<{ items: KubernetesObject[] }>(['get', 'secrets', '--namespace', ISTIO_NAMESPACE]).items
    .map(({ metadata }) => metadata.name).filter(name => name.startsWith(`istio-reader-${consumer}-`)).sort();
}

export interface Claims {
  readonly aud: readonly string[];
  readonly exp?: number;
  readonly iat: number;
  readonly sub: string;
  readonly [claim: string]: any;
}

export function claimsOf(token: string): Claims {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
}

/** How long a token is valid; undefined for one without an end. */
export function lifetimeOf(token: string): number | undefined {
  const { exp, iat } = claimsOf(token);
  return exp === undefined ? undefined : exp - iat;
}
