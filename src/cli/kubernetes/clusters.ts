import { contextOf, NamedContexts, parseContexts } from './contexts';
import { KubeApi } from './kube-api';
import { Kubectl, KubectlOptions } from './kubectl';
import { openCluster, OpenedCluster } from './open-cluster';
import { limited } from '../limited';

/** How many kubectl run at a time, whatever is asked of how many clusters: each is a process with a connection of its own. */
const PROCESSES = 8;

/** What `addContextOptions` gives a command that is about several clusters. */
export interface ContextOptions {
  readonly context?: readonly string[];
  readonly kubeconfig?: string;
}

/** The clusters that a command is about, each opened once and when it is first needed. */
export class Clusters {
  /**
   * @param clusters the names of those that the command is about
   * @throws when there is no kubectl or no kubeconfig, or `--context` names a cluster that the command is not about, or no context
   */
  public static async of(env: NodeJS.ProcessEnv, { context = [], kubeconfig }: ContextOptions, clusters: readonly string[]): Promise<Clusters> {
    const named = parseContexts(context, clusters);
    const kubectl = new SharedKubectl(env, kubeconfig);
    // What is wrong with all clusters is said once, and not once for each.
    await kubectl.contexts();
    for (const name of named.keys()) {
      await contextOf(kubectl, { name }, named);
    }
    return new Clusters(kubectl, named);
  }

  private readonly opened = new Map<string, Promise<KubeApi>>();

  private constructor(private readonly kubectl: Kubectl, private readonly named: NamedContexts) {}

  /**
   * @throws when no context leads to the cluster, it does not answer, or it is another cluster of the mesh
   */
  public async open(cluster: OpenedCluster): Promise<KubeApi> {
    const opened = this.opened.get(cluster.name) ?? openCluster(this.kubectl, cluster, this.named);
    this.opened.set(cluster.name, opened);
    return opened;
  }
}

/** Runs a few kubectl at a time, and reads the kubeconfig's contexts once. */
class SharedKubectl extends Kubectl {
  private readonly limit = limited(PROCESSES);
  private known?: Promise<string[]>;

  public async run(args: readonly string[], options?: KubectlOptions): Promise<string> {
    return this.limit(async () => super.run(args, options));
  }

  public async contexts(): Promise<string[]> {
    this.known ??= super.contexts();
    return this.known;
  }
}
