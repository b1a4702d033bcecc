import { mkdirSync, readdirSync, statSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { cli, CliOptions, CliResult, succeed } from './run-cli';
import { temporaryDirectory } from './temporary-directory';

/** A cluster as `mesh.json` has it. */
export interface WorkspaceCluster {
  readonly name: string;
  readonly revision?: string;
  readonly istioNamespace?: string;
  readonly certificateAuthority?: string;
}

/** A directory with the description of a mesh, and a place for its certificates. */
export class Workspace {
  public readonly path = temporaryDirectory();
  public readonly certs = join(this.path, 'certs');
  public readonly mesh = join(this.path, 'dist', 'mesh.json');

  constructor(clusters: readonly (string | WorkspaceCluster)[] = ['cluster1', 'cluster2']) {
    this.declare(clusters);
  }

  public declare(clusters: readonly (string | WorkspaceCluster)[]): void {
    describeMesh(this.mesh, clusters);
  }

  /** Runs a verb of `certs` on this directory. */
  public async certsVerb(verb: string, args: readonly string[] = [], options: CliOptions = {}): Promise<CliResult> {
    return cli(this.arguments(verb, args), options);
  }

  public async succeed(verb: string, args: readonly string[] = [], options: CliOptions = {}): Promise<CliResult> {
    return succeed(this.arguments(verb, args), options);
  }

  /** The path of a file below the directory of the certificates. */
  public file(...path: string[]): string {
    return join(this.certs, ...path);
  }

  /** The arguments of a verb; what is given comes last, and wins. */
  public arguments(verb: string, args: readonly string[]): string[] {
    return ['certs', verb, '--dir', this.certs, ...(verb === 'show' ? [] : ['--mesh', this.mesh]), ...args];
  }
}

/** Writes the description of a mesh. */
export function describeMesh(file: string, clusters: readonly (string | WorkspaceCluster)[]): void {
  const described = clusters.map(cluster => (typeof cluster === 'string' ? { name: cluster } : cluster)).map(cluster => ({
    istioNamespace: 'istio-system', network: cluster.name, account: '111111111111', region: 'eu-west-1', istioVersion: '1.31', certificateAuthority: 'files', ...cluster,
  }));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ version: 1, meshId: 'demo', clusters: described, links: [] }));
}

/** The modes of everything below a directory, by path. */
export function modesOf(directory: string, prefix = ''): { [path: string]: string } {
  return Object.fromEntries(readdirSync(directory).sort().flatMap(name => {
    const path = join(directory, name);
    const stat = statSync(path);
    const mode = (stat.mode % 0o1000).toString(8);
    return [[`${prefix}${name}`, mode], ...(stat.isDirectory() ? Object.entries(modesOf(path, `${prefix}${name}/`)) : [])];
  }));
}

/** Fails unless only their owner may open the keys and the directories. */
export function expectPrivate(directory: string): void {
  const open = ['.', ...Object.keys(modesOf(directory))].map(path => join(directory, path)).filter(path => {
    const stat = statSync(path);
    const mode = stat.mode % 0o1000;
    return stat.isDirectory() ? mode !== 0o700 : path.endsWith('key.pem') && mode !== 0o600;
  });
  expect(open).toEqual([]);
}
