/**
 * Real clusters with what joins them, on this machine.
 *
 *     const lab = await Lab.up(TWO_CLUSTERS, console.error);     // clusters, the AWS API with the plan's stacks deployed, and links made of those
 *     await followGuide(lab, console.error);                     // Istio, trust, bundles, remote secrets
 *     await lab.cluster('cluster1').kubectl(['get', 'pods', '-A']);
 *     await Lab.down();                                          // from any process, also after a crash
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { allOrThrow } from './all-or-throw';
import { SingleNodeCluster } from './cluster/single-node-cluster';
import { buildImages, imageArchive } from './images/build';
import { SANDBOX_IMAGE } from './images/images';
import { LAB_DIRECTORY, labPath, removeLabPath } from './lab-directory';
import { clustersOf, labPlan, LabPlan } from './lab-plan';
import { LabProcess } from './lab-process';
import { connectAwsApi, privateLinkStatus, startPrivateLink, stopPrivateLink, untilLinks } from './private-link/private-link';
import { LinkStatus } from './private-link/status';
import { labVpc, LabVpc, NAMESPACE_PREFIX } from './vpc';
import { buildComponents } from '../../scripts/components/build';
import { COMPONENT_NAMES } from '../../scripts/components/component';
import { kubeconfig } from '../api-server/kubeconfig';
import { AwsApi } from '../aws-api/aws-api';
import { CdkApp } from '../aws-api/cdk-app';

export type Progress = (line: string) => void;

/** What another process has to know of a lab. */
interface LabState {
  readonly plan: string;
  /** ISO 8601. */
  readonly since: string;
}

const STATE_FILE = labPath('lab.json');

export class Lab {
  /**
   * Builds what is missing, and brings everything up but Istio. When it fails, what there is stays for a look; `down` removes it.
   *
   * @throws if there is a lab already, also one that is only half up
   */
  public static async up(plan: LabPlan, progress: Progress): Promise<Lab> {
    Lab.requireNone();
    buildComponents(COMPONENT_NAMES, progress);
    buildImages(progress);
    mkdirSync(LAB_DIRECTORY, { recursive: true });
    const state: LabState = { plan: plan.name, since: new Date().toISOString() };
    writeFileSync(STATE_FILE, `${JSON.stringify(state)}\n`);
    const lab = new Lab(plan, state.since);
    await timed(progress, `clusters ${clustersOf(plan).map(([name]) => name).join(', ')}, and the stacks of examples/${plan.example}`, async () => {
      const clusters = lab.vpcs.map(vpc => ({ vpc, network: plan.landscape[vpc.cluster]! }));
      await startPrivateLink({ clusters, landscape: plan.landscape }, progress);
      await allOrThrow([lab.startClusters(), lab.deploy()]).catch(async error => {
        await lab.close();
        throw error;
      });
    });
    return lab;
  }

  /** The lab that is up, or half up; undefined when there is none. */
  public static current(): Lab | undefined {
    if (!existsSync(STATE_FILE)) {
      return undefined;
    }
    const { plan, since } = JSON.parse(readFileSync(STATE_FILE, 'utf8')) as LabState;
    return new Lab(labPlan(plan), since);
  }

  /** Ends and removes all of a lab, also one that was killed; nothing where there is none. */
  public static async down(): Promise<void> {
    await stopPrivateLink();
    await allOrThrow(clustersHere().map(async name => SingleNodeCluster.down(name)));
    await allOrThrow(LabProcess.all().map(async process => process.stop()));
    await removeLabPath();
  }

  /** @throws if there is a lab */
  public static requireNone(): void {
    if (existsSync(LAB_DIRECTORY)) {
      const since = Lab.current()?.since;
      throw new Error(`a lab is up already${since === undefined ? ', or was not taken down' : ` since ${since}`}: ` +
        'npm run lab -- status shows it, npm run lab -- down takes it down');
    }
  }

  /** A kubeconfig with the context of each cluster, named after it. */
  public readonly kubeconfig = labPath('kubeconfig');
  /** Where the program of the mesh runs: `cdk.out` and `dist` are in it. */
  public readonly directory = labPath('app');
  public readonly vpcs: readonly LabVpc[];
  private readonly clusters: readonly SingleNodeCluster[];
  private connected?: AwsApi;

  private constructor(public readonly plan: LabPlan, public readonly since: string) {
    this.vpcs = clustersOf(plan).map(([name, network], index) => labVpc(name, network, index));
    this.clusters = this.vpcs.map(vpc => {
      const { region, subnets: [subnet] } = plan.landscape[vpc.cluster]!;
      return new SingleNodeCluster(vpc, { region, zone: subnet!.zone, zoneId: subnet!.zoneId, sandboxImage: SANDBOX_IMAGE });
    });
  }

  /** The names of the clusters, in the plan's order. */
  public get names(): string[] {
    return this.clusters.map(({ name }) => name);
  }

  /** @throws if the plan has none of that name */
  public cluster(name: string): SingleNodeCluster {
    const found = this.clusters.find(cluster => cluster.name === name);
    if (!found) {
      throw new Error(`the lab has no cluster "${name}": it has ${this.names.join(', ')}`);
    }
    return found;
  }

  /** The AWS API that the stacks are deployed to; `close` when it is not needed any more. */
  public get api(): AwsApi {
    return this.connected ??= connectAwsApi();
  }

  /** The program of the mesh, to change and deploy again. */
  public get app(): CdkApp {
    return new CdkApp(this.api, this.plan.example, this.directory);
  }

  /** A file of a cluster's bundle. */
  public bundle(cluster: string, ...path: readonly string[]): string {
    return join(this.directory, 'dist', cluster, ...path);
  }

  /** What the links are. */
  public async linkStatus(): Promise<readonly LinkStatus[]> {
    await untilLinks('there are links', ({ links }) => links.length > 0);
    return privateLinkStatus()!.links;
  }

  /** Ends what this process has of the lab; the lab goes on. */
  public async close(): Promise<void> {
    await this.connected?.stop();
    this.connected = undefined;
  }

  private async startClusters(): Promise<void> {
    await allOrThrow(this.clusters.map(async cluster => cluster.up([imageArchive()])));
    writeFileSync(this.kubeconfig, kubeconfig(this.clusters.map(cluster => cluster.kubeconfigEntry())), { mode: 0o600 });
  }

  private async deploy(): Promise<void> {
    const { app } = this;
    await Promise.all([app.bootstrap(), app.synthesize(this.plan.change)]);
    await app.deploy('--all');
  }
}

/** Runs a step, and says how long it took. */
export async function timed<T>(progress: Progress, what: string, step: () => Promise<T>): Promise<T> {
  progress(`${what} ...`);
  const start = Date.now();
  const result = await step();
  progress(`${what}: done (${Math.round((Date.now() - start) / 1000)} s)`);
  return result;
}

/** The clusters of which there is a namespace or a directory. */
function clustersHere(): string[] {
  const namespaces = existsSync('/run/netns') ? readdirSync('/run/netns').filter(name => name.startsWith(NAMESPACE_PREFIX)) : [];
  const directories = existsSync(LAB_DIRECTORY) ? readdirSync(LAB_DIRECTORY, { withFileTypes: true }).filter(entry => entry.isDirectory()) : [];
  return [...new Set([
    ...namespaces.map(name => name.slice(NAMESPACE_PREFIX.length)),
    ...directories.map(({ name }) => name).filter(name => existsSync(labPath(name, 'kubernetes')) || existsSync(labPath(name, 'containerd'))),
  ])];
}
