/**
 * A Kubernetes control plane on the loopback interface: etcd, kube-apiserver and kube-controller-manager, as released.
 * There is no kubelet, so a Pod never runs, and a Deployment becomes complete only with `replicas: 0`.
 *
 *     const { cluster1, cluster2 } = sharedClusters();                 // up already: global-setup.ts starts them, once a run
 *     cluster1.kubectl(['get', 'namespaces']);                         // stdout; throws with stderr when it fails
 *     cluster1.tryKubectl(['get', 'secret', 'cacerts', '-n', 'istio-system']).exitCode;
 *     cluster1.json(['get', 'secret', 'cacerts', '-n', 'istio-system']).data;
 *     await cluster1.stop();                                           // nobody answers any more; start() brings it back as it was
 *
 *     // In-process and as a child: the command line, with the built kubectl on its PATH and both contexts in its KUBECONFIG (run-cli.ts).
 *     await cli(['certs', 'apply', ...]); compiledCli().run([...]);
 *     // istio-system as the golden bundles make it, anew for each test of the file (mesh-namespace.ts).
 *     withMeshNamespaces();
 *
 *     // A cluster of the test's own, with flags of its own, in about 4 s. Its name is unique in the run; stop it in afterAll.
 *     const eks = await Cluster.create('eks', { apiServerFlags: ['--service-account-max-token-expiration=24h'] });
 */
import { spawnSync } from 'child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ApiAnswer, get } from './api-client';
import { ClusterAuthority, Credentials } from './certificates';
import { freePort } from './free-port';
import { kubeconfig, KubeconfigEntry } from './kubeconfig';
import { kubectlEnvironment } from './kubectl-environment';
import { runDirectory } from './run-directory';
import { ServerProcess } from './server-process';
import { ControlPlane, controlPlaneFlags } from '../control-plane/flags';
import { controlPlaneKeys } from '../control-plane/keys';
import { until } from '../control-plane/until';

/** Services get their addresses from here; nothing routes them. */
const SERVICE_RANGE = '10.96.0.0/24';

/** The first address of the range is that of the Service `kubernetes`. */
const KUBERNETES_SERVICE = '10.96.0.1';

/** The controllers that have something to do without a kubelet. */
const CONTROLLERS = [
  'clusterrole-aggregation-controller',
  'deployment-controller',
  'garbage-collector-controller',
  'namespace-controller',
  'replicaset-controller',
  'root-ca-certificate-publisher-controller',
  'serviceaccount-controller',
  'serviceaccount-token-controller',
];

export interface ClusterOptions {
  /**
   * Flags of kube-apiserver, beside the fixture's own.
   *
   * @default - none
   */
  readonly apiServerFlags?: readonly string[];
}

/** How a run of kubectl ended. */
export interface KubectlResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the tests read of objects. */
export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly labels?: { readonly [name: string]: string };
    readonly annotations?: { readonly [name: string]: string };
  };
  /** Of a Secret: base64. */
  readonly data?: { readonly [name: string]: string };
  readonly type?: string;
}

/** What there is to know of a cluster, in a file of its directory: tests find it there that did not create it. */
interface ClusterState {
  readonly name: string;
  readonly etcdPort: number;
  readonly apiPort: number;
  readonly authority: string;
  readonly admin: Credentials;
  readonly apiServerFlags: readonly string[];
}

export class Cluster {
  /** Makes a cluster, and starts it. Its directory goes with the run's. */
  public static async create(name: string, { apiServerFlags = [] }: ClusterOptions = {}): Promise<Cluster> {
    const directory = join(runDirectory(), name);
    mkdirSync(directory, { mode: 0o700 });
    const [authority, etcdPort, apiPort] = [await ClusterAuthority.create(name), await freePort(), await freePort()];
    const admin = await authority.issue({ commonName: 'admin', organization: 'system:masters' });
    const state: ClusterState = { name, etcdPort, apiPort, apiServerFlags, admin, authority: authority.certificate };
    write(directory, 'cluster.json', JSON.stringify(state));
    const cluster = new Cluster(directory, state);
    await cluster.writeKeys(authority);
    await cluster.start();
    return cluster;
  }

  /** A cluster that was made elsewhere in the same run. */
  public static open(name: string): Cluster {
    const directory = join(runDirectory(), name);
    return new Cluster(directory, JSON.parse(readFileSync(join(directory, 'cluster.json'), 'utf8')) as ClusterState);
  }

  /** Also the name of its context in the kubeconfig. */
  public readonly name: string;
  /** The address of the API server, for instance `https://127.0.0.1:20001`. */
  public readonly server: string;
  /** The certificate of the authority that signed the API server's, PEM. */
  public readonly authority: string;
  /** A kubeconfig with the cluster's context alone, for its administrator. */
  public readonly kubeconfig: string;

  private readonly etcd: ServerProcess;
  private readonly apiServer: ServerProcess;
  private readonly controllerManager: ServerProcess;

  private constructor(public readonly directory: string, private readonly state: ClusterState) {
    this.name = state.name;
    this.server = `https://127.0.0.1:${state.apiPort}`;
    this.authority = state.authority;
    this.kubeconfig = this.file('kubeconfig');
    this.etcd = new ServerProcess('etcd', directory);
    this.apiServer = new ServerProcess('kube-apiserver', directory);
    this.controllerManager = new ServerProcess('kube-controller-manager', directory);
  }

  /** Starts what was stopped, on the same ports, with everything that it held. */
  public async start(): Promise<void> {
    const flags = controlPlaneFlags(this.addresses());
    await this.etcd.start(flags.etcd);
    await until(`${this.name}: etcd answers`, this.etcd, async () => (await get('/health', this.asAdmin(this.state.etcdPort))).status === 200);
    // No address of this machine may be an endpoint of the Service "kubernetes": loopback is not allowed there.
    await this.apiServer.start([...flags.apiServer, '--endpoint-reconciler-type=none', ...this.state.apiServerFlags]);
    await until(`${this.name}: the API server is ready`, this.apiServer, async () => (await this.get('/readyz')).status === 200);
    await this.controllerManager.start([...flags.controllerManager, `--controllers=${CONTROLLERS.join(',')}`]);
    for (const path of ['configmaps/kube-root-ca.crt', 'serviceaccounts/default']) {
      const isThere = async () => (await this.get(`/api/v1/namespaces/default/${path}`)).status === 200;
      await until(`${this.name}: there is ${path}`, this.controllerManager, isThere);
    }
  }

  /** Ends all of it at once, as if the machine had crashed. */
  public async stop(): Promise<void> {
    for (const server of [this.controllerManager, this.apiServer, this.etcd]) {
      await server.kill();
    }
  }

  /** The ids of the processes that run. */
  public pids(): number[] {
    return [this.etcd, this.apiServer, this.controllerManager].map(server => server.pid()).filter(pid => pid !== undefined);
  }

  /** Asks the API server as the administrator, or as whoever has a token. */
  public async get(path: string, token?: string): Promise<ApiAnswer> {
    return get(path, token === undefined ? this.asAdmin(this.state.apiPort) : { server: this.server, authority: this.authority, token });
  }

  /** What kubectl prints; throws, with what it says on standard error, unless it ends with 0. */
  public kubectl(args: readonly string[], input = ''): string {
    const { exitCode, stdout, stderr } = this.tryKubectl(args, input);
    if (exitCode !== 0) {
      throw new Error(`kubectl --context ${this.name} ${args.join(' ')} ended with ${exitCode}: ${stderr.trim()}`);
    }
    return stdout;
  }

  /** Runs the kubectl that was built with the servers, in the cluster's context. */
  public tryKubectl(args: readonly string[], input = ''): KubectlResult {
    const env = kubectlEnvironment(this.kubeconfig);
    const { error, status, stdout, stderr } = spawnSync('kubectl', ['--context', this.name, ...args], { encoding: 'utf8', env, input });
    if (error) {
      throw error;
    }
    return { exitCode: status, stdout, stderr };
  }

  /** What kubectl prints as JSON. */
  public json<T = KubernetesObject>(args: readonly string[]): T {
    return JSON.parse(this.kubectl([...args, '--output', 'json'])) as T;
  }

  /** What a kubeconfig says of this cluster. */
  public kubeconfigEntry(): KubeconfigEntry {
    return { name: this.name, server: this.server, authority: this.authority, client: this.state.admin };
  }

  private async writeKeys(authority: ClusterAuthority): Promise<void> {
    const { name: cluster, server } = this;
    const contents = {
      ...await controlPlaneKeys(authority, { cluster, server, ipAddresses: ['127.0.0.1', KUBERNETES_SERVICE] }),
      kubeconfig: kubeconfig([this.kubeconfigEntry()]),
    };
    for (const [file, text] of Object.entries(contents)) {
      write(this.directory, file, text);
    }
  }

  private addresses(): ControlPlane {
    return {
      name: this.name,
      file: name => this.file(name),
      etcdPort: this.state.etcdPort,
      bindAddress: '127.0.0.1',
      advertiseAddress: '127.0.0.1',
      apiPort: this.state.apiPort,
      serviceRange: SERVICE_RANGE,
    };
  }

  private asAdmin(port: number) {
    return { server: `https://127.0.0.1:${port}`, authority: this.authority, client: this.state.admin };
  }

  private file(name: string): string {
    return join(this.directory, name);
  }
}

function write(directory: string, file: string, text: string): void {
  writeFileSync(join(directory, file), text, { mode: 0o600 });
}
