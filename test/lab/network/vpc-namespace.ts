import { existsSync } from 'fs';
import { ManagementLink } from './management-link';
import { runCommand, tryCommand } from './run-command';
import { killIfThere } from '../kill-if-there';
import { LabVpc, NAMESPACE_PREFIX } from '../vpc';

/** The network interface of the node: a bridge, because not every kernel has the dummy device type. */
const NODE_DEVICE = 'eth0';

/** How long processes that were killed may take to disappear. */
const GONE_WITHIN_MS = 10_000;

/**
 * The network namespace that stands for a VPC. It has the addresses of the node and of the VPC's resolver, no default route, and one wire to the host,
 * over which nothing passes but the host's connections to the API server.
 */
export class VpcNamespace {
  public readonly name: string;
  private readonly managementLink: ManagementLink;

  /** @param cluster the name of the cluster */
  public constructor(cluster: string) {
    this.name = `${NAMESPACE_PREFIX}${cluster}`;
    this.managementLink = new ManagementLink(cluster, this.name);
  }

  public exists(): boolean {
    return existsSync(`/run/netns/${this.name}`);
  }

  /** @throws if it exists already */
  public async make(vpc: LabVpc): Promise<void> {
    if (this.exists()) {
      throw new Error(`the network namespace ${this.name} exists already: a lab is up, or was not brought down`);
    }
    await runCommand('ip', ['netns', 'add', this.name]);
    // IPv4 only, as the VPC; link-local addresses would be a second way over the wire to the host.
    await this.sysctl('net.ipv6.conf.all.disable_ipv6=1', 'net.ipv6.conf.default.disable_ipv6=1', 'net.ipv4.ip_forward=1');
    await this.ip('link', 'set', 'lo', 'up');
    await this.ip('link', 'add', NODE_DEVICE, 'type', 'bridge');
    await this.ip('address', 'add', `${vpc.nodeAddress}/32`, 'dev', NODE_DEVICE);
    await this.ip('address', 'add', `${vpc.resolver}/32`, 'dev', NODE_DEVICE);
    await this.ip('link', 'set', NODE_DEVICE, 'up');
    // The node's own connections to Services need a route before kube-proxy's rules give them another address.
    await this.ip('route', 'add', vpc.serviceCidr, 'dev', NODE_DEVICE, 'src', vpc.nodeAddress);
    await this.managementLink.make(vpc);
  }

  /** Ends every process in it, and removes it with its devices and rules; nothing happens if there is none. */
  public async remove(): Promise<void> {
    await this.managementLink.remove();
    if (this.exists()) {
      await this.endProcesses();
      await runCommand('ip', ['netns', 'delete', this.name]);
    }
  }

  /** Ends every process in it at once: also those whose ids nobody wrote down. */
  public async endProcesses(): Promise<void> {
    const deadline = Date.now() + GONE_WITHIN_MS;
    for (let pids = await this.pids(); pids.length > 0; pids = await this.pids()) {
      if (Date.now() > deadline) {
        throw new Error(`cannot end the processes ${pids.join(', ')} in the network namespace ${this.name}`);
      }
      pids.forEach(pid => killIfThere(pid));
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  private async pids(): Promise<number[]> {
    if (!this.exists()) {
      return [];
    }
    // It fails on a file of that name on which, after a killed `ip netns add`, no namespace is mounted.
    const { exitCode, stdout } = await tryCommand('ip', ['netns', 'pids', this.name]);
    return exitCode === 0 ? stdout.split('\n').filter(line => line !== '').map(Number) : [];
  }

  private async ip(...args: string[]): Promise<void> {
    await runCommand('ip', ['-netns', this.name, ...args]);
  }

  private async sysctl(...settings: string[]): Promise<void> {
    await runCommand('nsenter', [`--net=/run/netns/${this.name}`, 'sysctl', '--quiet', '--write', ...settings]);
  }
}
