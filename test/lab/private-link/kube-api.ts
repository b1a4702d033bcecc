import { existsSync, readFileSync } from 'fs';
import { Agent } from 'https';
import { parse } from 'yaml';
import { ask } from '../../api-server/api-client';

/** The parts of a kubeconfig that count here. */
interface Kubeconfig {
  readonly clusters: readonly { readonly name: string; readonly cluster: { readonly 'server': string; readonly 'certificate-authority-data': string } }[];
  readonly users: readonly { readonly name: string; readonly user: { readonly 'client-certificate-data': string; readonly 'client-key-data': string } }[];
  readonly contexts: readonly { readonly name: string; readonly context: { readonly cluster: string; readonly user: string } }[];
}

/** Where a cluster answers, and connections to it that are used again: handshakes would be most of the work. */
interface Access {
  readonly server: string;
  readonly agent: Agent;
}

/** Reads objects of clusters that a kubeconfig names, without a kubectl for each of them. */
export class KubeApi {
  private text = '';
  private config: Kubeconfig = { clusters: [], users: [], contexts: [] };
  private readonly accesses = new Map<string, Access>();

  public constructor(private readonly kubeconfigFile: string) {}

  /** Whether the kubeconfig knows a cluster. */
  public knows(cluster: string): boolean {
    this.readConfig();
    return this.config.contexts.some(({ name }) => name === cluster);
  }

  /**
   * @returns undefined if there is no such object, or no such type
   * @throws if the cluster does not answer otherwise
   */
  public async read<Kind>(cluster: string, path: string): Promise<Kind | undefined> {
    const { server, agent } = this.access(cluster);
    const { status, body } = await ask(server, path, { agent });
    if (status === 404) return undefined;
    if (status !== 200) throw new Error(`${cluster} answered ${status} to ${path}: ${body.slice(0, 200)}`);
    return JSON.parse(body) as Kind;
  }

  /** Closes its connections. */
  public close(): void {
    this.accesses.forEach(({ agent }) => agent.destroy());
    this.accesses.clear();
  }

  private access(name: string): Access {
    const known = this.accesses.get(name);
    if (known !== undefined) return known;
    const { contexts, clusters, users } = this.config;
    const context = contexts.find(entry => entry.name === name)?.context;
    const cluster = clusters.find(entry => entry.name === context?.cluster)?.cluster;
    const user = users.find(entry => entry.name === context?.user)?.user;
    if (cluster === undefined || user === undefined) {
      throw new Error(`${this.kubeconfigFile} has no context ${name}`);
    }
    const text = (base64: string) => Buffer.from(base64, 'base64').toString();
    const agent = new Agent({
      keepAlive: true,
      ca: text(cluster['certificate-authority-data']),
      cert: text(user['client-certificate-data']),
      key: text(user['client-key-data']),
    });
    this.accesses.set(name, { server: cluster.server, agent });
    return this.accesses.get(name)!;
  }

  /** Clusters come while this runs. */
  private readConfig(): void {
    const text = existsSync(this.kubeconfigFile) ? readFileSync(this.kubeconfigFile, 'utf8') : '';
    if (text !== this.text) {
      this.close();
      this.config = { clusters: [], users: [], contexts: [], ...parse(text) as Partial<Kubeconfig> | null };
      this.text = text;
    }
  }
}
