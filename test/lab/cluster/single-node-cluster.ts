/**
 * A Kubernetes cluster of one node in the network namespace of a VPC, with everything that makes it one as released: etcd, the control plane, containerd,
 * kubelet, kube-proxy and CoreDNS. Nothing of it outlives `down`.
 *
 *     const cluster = new SingleNodeCluster(labVpc('cluster1', network, 0), { region, zone, zoneId, sandboxImage });
 *     await cluster.up([imageArchive]);                        // several at the same time are fine
 *     await cluster.kubectl(['get', 'pods', '-A']);            // from any process, while it is up
 *     await SingleNodeCluster.down('cluster1');                       // from names and files alone, also after a crash or half an up
 */
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { kubernetesService, writeClusterKeys } from './cluster-keys';
import { Containerd } from './containerd';
import { makeControlGroups, removeControlGroups } from './control-groups';
import { LabControlPlane } from './control-plane';
import { Dns } from './dns';
import { lookUp } from './look-up';
import { Node, nodeName, NodeLocation } from './node';
import { PROGRAMS, programOf } from './programs';
import { component } from '../../../scripts/components/build';
import { ApiAnswer, get } from '../../api-server/api-client';
import { kubeconfig, KubeconfigEntry } from '../../api-server/kubeconfig';
import { until } from '../../control-plane/until';
import { allOrThrow } from '../all-or-throw';
import { labPath, removeLabPath } from '../lab-directory';
import { API_SERVER_PORT } from '../network/management-link';
import { CommandResult, tryCommand } from '../network/run-command';
import { VpcNamespace } from '../network/vpc-namespace';
import { LabVpc } from '../vpc';

export interface SingleNodeClusterOptions extends NodeLocation {
  /** The name of the image whose container holds a pod's network namespace; its program must not end. Among the images that `up` imports. */
  readonly sandboxImage: string;
}

export class SingleNodeCluster {
  /** Ends and removes what there is of a cluster: all, a part, or nothing. The logs stay. */
  public static async down(cluster: string): Promise<void> {
    const namespace = new VpcNamespace(cluster);
    await Promise.all(PROGRAMS.map(async program => programOf(cluster, program).stop(0)));
    // Shims, and what was started but not written down.
    await namespace.endProcesses();
    await removeControlGroups(cluster);
    await namespace.remove();
    await removeLabPath(cluster);
  }

  /** Also the name of its context in the kubeconfig. */
  public readonly name: string;
  /** A kubeconfig with the cluster's context alone, for its administrator. */
  public readonly kubeconfig: string;
  /** The zone files of the VPC's resolver, each named by its zone. Read again within 2 s when the serial number of its SOA record is another. */
  public readonly zones: string;
  private readonly directory: string;
  private readonly containerd: Containerd;

  public constructor(private readonly vpc: LabVpc, private readonly options: SingleNodeClusterOptions) {
    this.name = vpc.cluster;
    this.directory = labPath(this.name, 'kubernetes');
    this.kubeconfig = join(this.directory, 'kubeconfig');
    this.zones = labPath(this.name, 'zones');
    this.containerd = new Containerd(this.name);
  }

  /**
   * Starts it, until its node is ready and cluster DNS is there. When it fails or is interrupted, `down` cleans up.
   *
   * @param images the paths of images in the form of `docker save`
   */
  public async up(images: readonly string[]): Promise<void> {
    const { vpc, options } = this;
    await new VpcNamespace(this.name).make(vpc);
    await writeClusterKeys(vpc, nodeName(vpc, options), this.directory);
    writeFileSync(this.kubeconfig, kubeconfig([this.kubeconfigEntry()], this.name), { mode: 0o600 });
    this.containerd.writeConfiguration(vpc, options.sandboxImage);
    await this.containerd.start(vpc.namespace);
    await allOrThrow([this.startKubernetes(), ...images.map(async image => this.containerd.importImage(image))]);
  }

  /** What kubectl prints; throws, with what it says on standard error, unless it ends with 0. */
  public async kubectl(args: readonly string[], input = ''): Promise<string> {
    const { exitCode, stdout, stderr } = await this.tryKubectl(args, input);
    if (exitCode !== 0) {
      throw new Error(`kubectl --context ${this.name} ${args.join(' ')} ended with ${exitCode}: ${stderr.trim()}`);
    }
    return stdout;
  }

  /** Runs the kubectl that was built with the cluster, in the cluster's context. */
  public async tryKubectl(args: readonly string[], input = ''): Promise<CommandResult> {
    const env = { PATH: process.env.PATH, HOME: this.directory, KUBECONFIG: this.kubeconfig };
    return tryCommand(component('kubectl'), ['--context', this.name, ...args], input, env);
  }

  /** What kubectl prints as JSON. */
  public async json<T>(args: readonly string[]): Promise<T> {
    return JSON.parse(await this.kubectl([...args, '--output', 'json'])) as T;
  }

  /** What a kubeconfig says of this cluster: its administrator, over the wire to the host. */
  public kubeconfigEntry(): KubeconfigEntry {
    const [authority, certificate, key] = ['ca.crt', 'admin.crt', 'admin.key'].map(file => readFileSync(join(this.directory, file), 'utf8'));
    const server = `https://${this.vpc.managementAddress}:${API_SERVER_PORT}`;
    return { name: this.name, server, authority: authority!, client: { certificate: certificate!, key: key! } };
  }

  private async startKubernetes(): Promise<void> {
    const { vpc, options } = this;
    await new LabControlPlane(vpc, this.directory).start(async () => this.answers('/readyz'));
    const node = new Node(vpc, options, this.directory);
    node.writeConfiguration(this.containerd);
    makeControlGroups(this.name);
    node.start(this.containerd);
    const dns = await this.startDns();
    await until(`${this.name}: the node is ready`, node.kubelet, async () => this.isNodeReady());
    // The first Service: over kube-proxy, CoreDNS and the API server.
    const [service, address] = ['kubernetes.default.svc.cluster.local', kubernetesService(vpc)];
    await until(`${this.name}: cluster DNS knows ${service}`, dns.process, async () => await lookUp(vpc.namespace, vpc.clusterDns, service, 'A') === address);
    const account = '/api/v1/namespaces/default/serviceaccounts/default';
    await until(`${this.name}: there is ${account}`, programOf(this.name, 'kube-controller-manager'), async () => this.answers(account));
  }

  private async startDns(): Promise<Dns> {
    const dns = new Dns(this.vpc, this.directory, this.zones);
    dns.writeConfiguration();
    dns.start();
    const items = dns.manifests();
    await this.kubectl(['create', '--filename', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    return dns;
  }

  private async isNodeReady(): Promise<boolean> {
    const { body } = await this.get(`/api/v1/nodes/${nodeName(this.vpc, this.options)}`);
    const { status } = JSON.parse(body) as { status: { conditions?: { type: string; status: string }[] } };
    return status.conditions?.some(condition => condition.type === 'Ready' && condition.status === 'True') ?? false;
  }

  private async answers(path: string): Promise<boolean> {
    return (await this.get(path)).status === 200;
  }

  private async get(path: string): Promise<ApiAnswer> {
    return get(path, this.kubeconfigEntry());
  }
}
