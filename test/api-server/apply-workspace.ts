import { readFileSync } from 'fs';
import { Cluster } from './cluster';
import { ISTIO_NAMESPACE } from './mesh-namespace';
import { cli } from './run-cli';
import { CliOptions, CliResult } from '../cli/run-cli';
import { Workspace } from '../cli/workspace';

const FILES = ['ca-cert.pem', 'ca-key.pem', 'cert-chain.pem', 'root-cert.pem'];

/** A mesh with a root and intermediates, and the verb that applies them. */
export class ApplyWorkspace extends Workspace {
  public static async create(...initArguments: string[]): Promise<ApplyWorkspace> {
    const workspace = new ApplyWorkspace();
    await workspace.succeed('init', initArguments);
    await workspace.succeed('issue');
    return workspace;
  }

  /** Applies the intermediate of cluster1, unless another is named. */
  public async apply(args: readonly string[] = [], options: CliOptions = {}): Promise<CliResult> {
    return cli(this.arguments('apply', ['--cluster', 'cluster1', ...args]), options);
  }

  /** What it prints when it succeeds and says nothing on standard error. */
  public async applied(args: readonly string[] = [], options: CliOptions = {}): Promise<string> {
    const { exitCode, stdout, stderr } = await this.apply(args, options);
    expect([stderr, exitCode]).toEqual(['', 0]);
    return stdout;
  }

  /** Its one line when it refuses. */
  public async refused(args: readonly string[] = [], options: CliOptions = {}): Promise<string> {
    const { exitCode, stdout, stderr } = await this.apply(args, options);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error: [^\n]*\n$/);
    return stderr;
  }

  /** The texts of a cluster's files, as the Secret is to hold them. */
  public texts(cluster = 'cluster1'): { [file: string]: string } {
    return Object.fromEntries(FILES.map(file => [file, readFileSync(this.file(cluster, file), 'utf8')]));
  }
}

/** The texts in a Secret of Istio's namespace; undefined where there is none. */
export function textsOf(cluster: Cluster, name = 'cacerts'): { [key: string]: string } | undefined {
  const { exitCode, stdout } = cluster.tryKubectl(['get', 'secret', name, '--namespace', ISTIO_NAMESPACE, '--output', 'json']);
  const data = exitCode === 0 ? (JSON.parse(stdout) as { data?: { [key: string]: string } }).data ?? {} : undefined;
  return data && Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
}

/** All that a command could have changed in Istio's namespace, with the versions of the API server. */
export function stateOf(cluster: Cluster): string[] {
  const { items } = cluster.json<{ items: { kind: string; metadata: { name: string; resourceVersion: string } }[] }>(
    ['get', 'secrets,configmaps,deployments.apps,daemonsets.apps', '--namespace', ISTIO_NAMESPACE]);
  return items.map(({ kind, metadata: { name, resourceVersion } }) => `${kind} ${name} ${resourceVersion}`);
}
