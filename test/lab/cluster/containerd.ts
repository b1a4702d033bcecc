import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { CommandLine, inMountNamespaceOf, inNewMountNamespace } from './node-mounts';
import { programOf } from './programs';
import { until } from '../../control-plane/until';
import { labPath } from '../lab-directory';
import { LabProcess } from '../lab-process';
import { runCommand, tryCommand } from '../network/run-command';
import { LabVpc } from '../vpc';

/** Where Debian puts the CNI plugins. */
const CNI_PLUGINS = '/usr/lib/cni';

/** The containers of Kubernetes are in this namespace of containerd. */
const CONTAINERD_NAMESPACE = 'k8s.io';

/** Nothing of the lab uses these, and each would complain. */
const DISABLED_PLUGINS = ['aufs', 'btrfs', 'devmapper', 'zfs'].map(name => `io.containerd.snapshotter.v1.${name}`)
  .concat('io.containerd.internal.v1.opt', 'io.containerd.tracing.processor.v1.otlp', 'io.containerd.internal.v1.tracing');

/** The containerd of one cluster. */
export class Containerd {
  public readonly socket: string;
  private readonly configFile: string;
  private readonly process: LabProcess;
  private readonly directory: string;

  public constructor(private readonly cluster: string) {
    this.directory = labPath(cluster, 'containerd');
    this.process = programOf(cluster, 'containerd');
    this.socket = join(this.directory, 'containerd.sock');
    this.configFile = join(this.directory, 'config.toml');
  }

  /** @param sandboxImage the image of the container that holds a pod's network namespace */
  public writeConfiguration(vpc: LabVpc, sandboxImage: string): void {
    const [cni, temp] = ['cni', 'tmp'].map(name => join(this.directory, name));
    [cni!, temp!].forEach(path => mkdirSync(path, { recursive: true, mode: 0o700 }));
    writeFileSync(join(cni!, 'pods.conflist'), JSON.stringify(podNetwork(vpc.podCidr, join(this.directory, 'addresses')), undefined, 2));
    writeFileSync(this.configFile, `version = 2
root = "${join(this.directory, 'root')}"
state = "${join(this.directory, 'state')}"
temp = "${temp}"
disabled_plugins = ${JSON.stringify(DISABLED_PLUGINS)}

[grpc]
  address = "${this.socket}"

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${sandboxImage}"
  # The lab may run where nobody may lower a score.
  restrict_oom_score_adj = true
  stats_collect_period = 60

  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${CNI_PLUGINS}"
    conf_dir = "${cni}"

  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"

    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      Root = "${join(this.directory, 'runc')}"
`);
  }

  /** @param namespace the network namespace of the node */
  public async start(namespace: string): Promise<void> {
    this.process.start(...inNewMountNamespace('containerd', ['--config', this.configFile, '--log-level', 'warn']), { namespace });
    await until(`${this.cluster}: containerd answers`, this.process, async () => (await this.tryCtr('version')).exitCode === 0);
  }

  /** The command line of a program that sees what containerd mounts, and the other way round. */
  public sharingMounts(command: string, args: readonly string[]): CommandLine {
    this.process.requireAlive();
    return inMountNamespaceOf(this.process.pid()!, command, args);
  }

  /** @param archive the path of an image in the form of `docker save` */
  public async importImage(archive: string): Promise<void> {
    await runCommand('ctr', [...this.ctrFlags(), 'images', 'import', archive]);
  }

  private async tryCtr(...args: string[]) {
    return tryCommand('ctr', [...this.ctrFlags(), ...args]);
  }

  private ctrFlags(): string[] {
    return ['--address', this.socket, '--namespace', CONTAINERD_NAMESPACE];
  }
}

/** A pod has an address of the VPC and a wire to the node, as on EKS: the node routes to it, and nobody's address is replaced. */
function podNetwork(subnet: string, dataDir: string): object {
  return {
    cniVersion: '0.4.0',
    name: 'pods',
    plugins: [
      { type: 'ptp', ipMasq: false, ipam: { type: 'host-local', dataDir, ranges: [[{ subnet }]], routes: [{ dst: '0.0.0.0/0' }] } },
      { type: 'portmap', capabilities: { portMappings: true }, snat: true },
    ],
  };
}
